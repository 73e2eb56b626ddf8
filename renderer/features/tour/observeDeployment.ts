/** What is built and runs of the composition and flavour that are chosen. */
import { statusOf } from '#renderer/store/deployments.ts';
import type { Observe } from './observe.ts';

export const observeDeployment: Observe = ({ deployments, workspace }, tour) => {
  function look(): void {
    const target = workspace.target();
    const state = deployments.getState();
    if (target === null || state.directory !== target.directory || !state.known) return;
    const status = statusOf(state, target);
    const { build = 'never', builtAt = null, deployment = null } = status ?? {};
    tour.dispatch({
      type: 'build',
      build: builtAt === null ? null : { current: build === 'built', builtAt },
      running:
        deployment?.freshness === 'current' &&
        deployment.nodes.length > 0 &&
        deployment.nodes.every(({ status: { state: node } }) => node === 'running'),
    });
  }
  const stops = [deployments.subscribe(look), workspace.subscribe(look)];
  look();
  return () => {
    for (const stop of stops) stop();
  };
};
