import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AppContext } from '#renderer/app/context.ts';
import { evaluationOf } from '#renderer/features/editor/evaluation.ts';
import type { Target } from '#shared/contract/common.ts';
import type { EvaluatedComposition } from '#shared/contract/compositions.ts';
import { AppError } from '#shared/errors.ts';
import { plansOf } from './plans.ts';

const lab: Target = { directory: '/lab', composition: 'composition', flavour: 'docker' };

const answer = (roles: readonly string[]): EvaluatedComposition => ({
  composition: 'composition',
  flavour: 'docker',
  base: 'tiny',
  nixpkgsVersion: null,
  roles: Object.fromEntries(roles.map((name) => [name, { ...role, hostName: name }])),
  rolesDistribution: { client: 2 },
  dockerPorts: {},
  testScript: ' ',
});

const role = {
  description: null,
  services: [],
  openPorts: [],
  packages: [],
  users: [],
  sharedDirectories: [],
};

/** A window with a project, whose engine counts what it is asked. */
function open() {
  let change: (payload: { directory: string; paths: string[] }) => void = () => {};
  const evaluate = vi.fn(async (_: Target) => answer(['server', 'client']));
  const app = {
    client: {
      compositions: { evaluate },
      projects: {
        changed: {
          subscribe: async (listener: typeof change) => {
            change = listener;
            return () => {};
          },
        },
      },
    },
    connection: { onResumed: () => () => {} },
    workspace: { target: () => lab, subscribe: () => () => {} },
  } as unknown as AppContext;
  const plans = plansOf(app);
  return {
    plans,
    evaluation: evaluationOf(app),
    evaluate,
    save: (path: string) => change({ directory: '/lab', paths: [path] }),
  };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a save asks Nix once, and the plan of nodes is that of its answer', async () => {
  const { plans, evaluate, save } = open();
  await vi.runAllTimersAsync();
  expect(evaluate).toHaveBeenCalledTimes(1);
  evaluate.mockResolvedValue(answer(['server']));
  save('composition.nix');
  save('roles/a.nix');
  await vi.runAllTimersAsync();
  expect(evaluate).toHaveBeenCalledTimes(2);
  expect(plans.planOf(lab)).toEqual({ roles: ['server'], declared: { client: 2 }, hasTestScript: false });
});

test('what builds write is no reason to ask', async () => {
  const { evaluate, save } = open();
  await vi.runAllTimersAsync();
  save('build/composition::docker');
  await vi.runAllTimersAsync();
  expect(evaluate).toHaveBeenCalledTimes(1);
});

test('whoever asks for a plan waits for the question that is under way', async () => {
  const { plans, evaluation, evaluate } = open();
  await vi.advanceTimersByTimeAsync(500);
  const held = Promise.withResolvers<EvaluatedComposition>();
  evaluate.mockReturnValue(held.promise);
  const first = evaluation.ask();
  const second = plans.ask(lab);
  held.resolve(answer(['server']));
  expect(await first).toEqual(answer(['server']));
  expect((await second).roles).toEqual(['server']);
  expect(evaluate).toHaveBeenCalledTimes(2);
});

test('the last plan stays when Nix complains, and who asked is told why', async () => {
  const { plans, evaluate } = open();
  await vi.runAllTimersAsync();
  evaluate.mockRejectedValue(new AppError('nix-evaluation', 'No.'));
  await expect(plans.ask(lab)).rejects.toMatchObject({ code: 'nix-evaluation' });
  expect(plans.planOf(lab)?.roles).toEqual(['server', 'client']);
});

test('a target that is not the chosen one is asked about on its own', async () => {
  const { plans, evaluate } = open();
  await vi.runAllTimersAsync();
  const other: Target = { ...lab, flavour: 'vm' };
  await plans.ask(other);
  expect(evaluate).toHaveBeenLastCalledWith(other);
  expect(plans.planOf(other)?.roles).toEqual(['server', 'client']);
});
