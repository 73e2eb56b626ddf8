/**
 * Measures, without a page, how long it takes from a key to the places of everything in the picture. Prints one line of
 * JSON for `bench/topology.bench.ts`. Times are milliseconds: those of the clock, and those that this thread worked,
 * which say more on a machine that does other things too.
 */
import type { DeployedNode, Deployment } from '#shared/contract/deployments.ts';
import { readComposition } from '#shared/nixLanguage/composition/readComposition.ts';
import { type NixDocument, parseNix } from '#shared/nixLanguage/syntax/document.ts';
import { layoutCards, layoutInput } from '../drawing/pictureInput.ts';
import type { Layout } from '../layout/layout.ts';
import { layoutTopology } from '../layout/layoutTopology.ts';
import { type Evaluation, mergeTopology } from '../model/mergeTopology.ts';
import { steadyOutline } from '../model/steadyOutline.ts';
import { evaluatedLong, longComposition, runningNodes } from './compositions.ts';

const room = { width: 860, height: 620 };

function deployed(nodes: readonly DeployedNode[]): Deployment {
  return {
    target: { directory: '/p', composition: 'composition', flavour: 'docker' },
    identifier: 'p',
    nodes: [...nodes],
    composeInfo: '/nix/store/x',
    startedAt: 0,
    freshness: 'current',
    publishedPorts: [],
  };
}

interface Scene {
  readonly evaluation: Evaluation;
  readonly deployment: Deployment;
}

function draw(text: string, before: NixDocument | null, layout: Layout | null, scene: Scene) {
  const parsed = parseNix(text, before);
  const { outline } = steadyOutline({ parsed, outline: readComposition(parsed) });
  const model = mergeTopology({ outline, chosen: {}, ...scene });
  const cards = layoutCards(model.roles, 'full', new Set());
  return { parsed, layout: layoutTopology(layoutInput(model, cards, room), layout) };
}

interface Times {
  readonly clock: number;
  readonly work: number;
}

function measure(work: () => void): Times {
  const worked = process.threadCpuUsage();
  const began = performance.now();
  work();
  const clock = performance.now() - began;
  const { user, system } = process.threadCpuUsage(worked);
  return { clock, work: (user + system) / 1000 };
}

/** Types a whole new role into the middle of the text, a letter at a time. */
function measureTyping(roles: number): Times[] {
  const text = longComposition(roles);
  const scene: Scene = {
    evaluation: { composition: evaluatedLong(roles), outline: readComposition(parseNix(text)) },
    deployment: deployed(runningNodes(roles, roles * 4)),
  };
  const at = text.indexOf(`    # What role${Math.floor(roles / 2)} is for.`);
  const typed =
    '    cache = { pkgs, ... }: { services.redis = { command = "redis --peer role3"; port = 6379; }; };\n';
  let drawn = draw(text, null, null, scene);
  const times: Times[] = [];
  for (let round = 0; round < 6; round++) {
    for (let length = 1; length <= typed.length; length++) {
      const now = text.slice(0, at) + typed.slice(0, length) + text.slice(at);
      const took = measure(() => {
        drawn = draw(now, drawn.parsed, drawn.layout, scene);
      });
      // The first round warms the machine up, as opening a project does.
      if (round > 0) times.push(took);
    }
  }
  return times;
}

function measureLayout(roles: number, nodes: number): Times {
  const outline = readComposition(parseNix(longComposition(roles)));
  const deployment = deployed(runningNodes(roles, nodes));
  return measure(() => {
    const model = mergeTopology({ outline, evaluation: null, deployment, chosen: {} });
    layoutTopology(layoutInput(model, layoutCards(model.roles, 'full', new Set()), room));
  });
}

const typedRoles = 27;
console.log(
  JSON.stringify({
    lines: longComposition(typedRoles).split('\n').length,
    typing: measureTyping(typedRoles),
    layouts: [
      [8, 1000],
      [40, 1000],
      [1000, 1000],
    ].map(([roles = 0, nodes = 0]) => ({ roles, nodes, ...measureLayout(roles, nodes) })),
  }),
);
