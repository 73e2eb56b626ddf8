import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flavourNames } from '#shared/model/flavours.ts';
import { type ActionName, obstacle, stepsOf } from './actions.ts';
import { type NextAction, nextAction } from './nextAction.ts';
import { presentNodes, type Situation } from './situation.ts';

const nothing: Situation = {
  flavour: 'docker',
  connected: true,
  known: true,
  unreadable: false,
  build: 'never',
  deployment: null,
  startable: true,
  work: null,
  unsaved: false,
  plannedNodes: 2,
  library: 'current',
  othersRun: false,
};

type State = 'absent' | 'starting' | 'running' | 'paused' | 'stopping' | 'exited' | 'failed';

function running(states: readonly State[], freshness: 'current' | 'stale' | 'lost' = 'current'): Situation {
  const nodes = states.map((state, index) => ({ name: `node${index + 1}`, state }));
  return { ...nothing, build: 'built', deployment: { freshness, nodes } };
}

const does = (action: ActionName, label: string): NextAction => ({ kind: 'action', action, label });
const waits = (label: string): NextAction => ({ kind: 'waiting', label });

const cases: readonly (readonly [string, Situation, NextAction])[] = [
  ['nothing built', nothing, does('build-and-start', 'Build and start 2 nodes')],
  ['one node', { ...nothing, plannedNodes: 1 }, does('build-and-start', 'Build and start 1 node')],
  ['count not known', { ...nothing, plannedNodes: null }, does('build-and-start', 'Build and start')],
  [
    'edits not saved',
    { ...nothing, unsaved: true },
    does('build-and-start', 'Save, build and start 2 nodes'),
  ],
  ['built', { ...nothing, build: 'built' }, does('start', 'Start 2 nodes')],
  [
    'built, count not known',
    { ...nothing, build: 'built', plannedNodes: null },
    does('start', 'Start the nodes'),
  ],
  ['built and edited', { ...nothing, build: 'stale' }, does('build-and-start', 'Build and start 2 nodes')],
  ['the build is gone', { ...nothing, build: 'broken' }, does('build-and-start', 'Build and start 2 nodes')],
  ['everything runs', running(['running', 'running']), does('stop', 'Stop 2 nodes')],
  ['a paused node is there', running(['running', 'paused']), does('stop', 'Stop 2 nodes')],
  ['one is starting', running(['running', 'starting']), does('stop', 'Stop 2 nodes')],
  ['one has failed', running(['running', 'failed']), does('restart-ended', 'Restart node2')],
  ['two have ended', running(['exited', 'failed']), does('restart-ended', 'Restart node1 and node2')],
  ['many have ended', running(['exited', 'failed', 'failed']), does('restart-ended', 'Restart 3 nodes')],
  ['one was removed', running(['running', 'absent']), does('restart-ended', 'Restart node2')],
  ['all were removed', running(['absent', 'absent']), does('start', 'Start 2 nodes')],
  ['only its file is left', running(['absent', 'absent'], 'lost'), does('start', 'Start 2 nodes')],
  ['a newer build', running(['running'], 'stale'), does('update-nodes', 'Apply changes')],
  ['runs and edited', { ...running(['running']), build: 'stale' }, does('apply', 'Apply changes')],
  ['runs, cleaned', { ...running(['running']), build: 'never' }, does('apply', 'Apply changes')],
  ['runs, not saved', { ...running(['running']), unsaved: true }, does('apply', 'Save and apply changes')],
  ['no such start here', { ...nothing, flavour: 'vm', startable: false }, does('build', 'Build')],
  [
    'built, no such start here',
    { ...nothing, flavour: 'vm', startable: false, build: 'built' },
    does('build', 'Build again'),
  ],
  [
    'a test that Nix runs',
    { ...nothing, flavour: 'nixos-test', startable: false },
    does('build', 'Build and test'),
  ],
  [
    'a test that Nix runs, not saved',
    { ...nothing, flavour: 'nixos-test', startable: false, unsaved: true },
    does('build', 'Save, build and test'),
  ],
  ['no engine', { ...nothing, connected: false }, waits('Connecting to the engine')],
  ['Docker does not answer', { ...nothing, known: false, unreadable: true }, does('build', 'Build')],
  ['nothing known', { ...nothing, known: false }, waits('Reading what runs')],
  [
    'at work',
    { ...nothing, work: { doing: 'build', cancelling: false } },
    { kind: 'working', work: { doing: 'build', cancelling: false } },
  ],
];

test.each(cases)('with %s', (_, situation, expected) => expect(nextAction(situation)).toEqual(expected));

/** The engine's own rules, written down a second time: what one step does to what is there, or why it refuses. */
interface Engine {
  readonly built: boolean;
  readonly startable: boolean;
  readonly present: number;
  readonly running: number;
}

function perform(engine: Engine, action: ActionName, othersRun: boolean): Engine {
  let now = engine;
  if (action === 'clean' && (now.present > 0 || othersRun)) throw new Error('clean refuses while nodes run');
  for (const step of stepsOf[action]) {
    switch (step.kind) {
      case 'build':
        now = { ...now, built: now.built || step.dryRun !== true };
        break;
      case 'start':
        if (!now.startable) throw new Error('unsupported');
        if (!now.built) throw new Error('not-built');
        now = { ...now, present: 2, running: 2 };
        break;
      case 'stop':
        if (now.present === 0) throw new Error('there is nothing to stop');
        now = { ...now, present: 0, running: 0 };
        break;
      case 'test':
        if (now.running === 0) throw new Error('nothing runs');
        break;
    }
  }
  return now;
}

const states: readonly State[] = ['absent', 'starting', 'running', 'paused', 'stopping', 'exited', 'failed'];

const situations: fc.Arbitrary<Situation> = fc.record({
  flavour: fc.constantFrom(...flavourNames),
  connected: fc.boolean(),
  known: fc.boolean(),
  unreadable: fc.boolean(),
  build: fc.constantFrom('never', 'built', 'stale', 'broken'),
  deployment: fc.option(
    fc.record({
      freshness: fc.constantFrom('current', 'stale', 'lost'),
      nodes: fc
        .array(fc.constantFrom(...states), { maxLength: 5 })
        .map((all) => all.map((state, index) => ({ name: `node${index}`, state }))),
    }),
  ),
  startable: fc.boolean(),
  work: fc.option(
    fc.record({ doing: fc.constantFrom('build', 'start', 'stop', 'test'), cancelling: fc.boolean() }),
  ),
  unsaved: fc.boolean(),
  plannedNodes: fc.option(fc.integer({ min: 1, max: 1000 })),
  library: fc.constantFrom('current', 'older', 'missing', 'not-ours', 'unlocked'),
  othersRun: fc.boolean(),
});

function engineOf(situation: Situation): Engine {
  const present = presentNodes(situation);
  return {
    built: situation.build === 'built' || situation.build === 'stale',
    startable: situation.startable,
    present: present.length,
    running: present.filter(({ state }) => state === 'running').length,
  };
}

describe('in any situation', () => {
  test('nothing is offered that the engine would refuse', () => {
    fc.assert(
      fc.property(
        situations,
        fc.constantFrom(...(Object.keys(stepsOf) as ActionName[])),
        (situation, action) => {
          if (obstacle(action, situation) !== null) return;
          expect(situation.connected).toBe(true);
          expect(situation.work).toBeNull();
          perform(engineOf(situation), action, situation.othersRun);
        },
      ),
      { numRuns: 5000 },
    );
  });

  test('the button offers only what nothing stands against, and always says something', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        const next = nextAction(situation);
        if (next.kind === 'working') return;
        expect(next.label).toMatch(/^[A-Z][^.]+[^.\s]$/);
        if (next.kind === 'action') expect(obstacle(next.action, situation)).toBeNull();
      }),
      { numRuns: 5000 },
    );
  });

  test('doing what the button says again and again comes to running nodes, and then to none', () => {
    fc.assert(
      fc.property(situations, (begin) => {
        const situation = { ...begin, connected: true, known: true, startable: true, work: null };
        const next = nextAction(situation);
        if (next.kind !== 'action') throw new Error('the button waits for nothing');
        const after = perform(engineOf(situation), next.action, situation.othersRun);
        expect(after.running === 0).toBe(next.action === 'stop');
      }),
    );
  });
});
