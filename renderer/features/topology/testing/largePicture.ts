/** The window on a fake engine with a large deployment: `?roles=40&nodes=1000`. For measurements and for looking. */
import '../../../configureSchemas.ts';
import { features } from '#renderer/app/features.ts';
import { startWindow } from '#renderer/app/startWindow.tsx';
import { connectToEngine } from '#renderer/platform/connect.ts';
import { createFakeEngine, fakeProject } from '#renderer/testing/fakeEngine.ts';
import type { Deployment } from '#shared/contract/deployments.ts';
import { evaluatedLong, longComposition, runningNodes } from './compositions.ts';

const scene = new URLSearchParams(location.search);
const roles = Number(scene.get('roles') ?? 40);
const nodes = runningNodes(roles, Number(scene.get('nodes') ?? 1000));
const { directory } = fakeProject;
const deployment: Deployment = {
  target: { directory, composition: 'composition', flavour: 'docker' },
  identifier: 'web-lab',
  nodes,
  composeInfo: '/nix/store/fake',
  startedAt: Date.now(),
  freshness: 'current',
  publishedPorts: [],
};

const engine = createFakeEngine();
const { compositions, deployments, files } = engine.handlers;
Object.assign(files, { read: async () => ({ text: longComposition(roles), revision: 'fake' }) });
Object.assign(compositions, { evaluate: async () => evaluatedLong(roles) });
Object.assign(deployments, {
  status: async () => [
    { composition: 'composition', flavour: 'docker', build: 'built', builtAt: Date.now(), deployment },
  ],
});
startWindow({ connection: connectToEngine(() => engine.openChannel()), desktop: null }, features);
