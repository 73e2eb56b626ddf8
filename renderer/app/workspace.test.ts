import { describe, expect, test } from 'vitest';
import { nothingSelected } from '#renderer/store/selection.ts';
import { fakeProject } from '#renderer/testing/fakeEngine.ts';
import { AppError } from '#shared/errors.ts';
import {
  emptyWorkspace,
  type OpenProject,
  reduceWorkspace,
  type WorkspaceEvent,
  type WorkspaceState,
} from './workspace.ts';

const docker = { composition: 'composition', flavour: 'docker' } as const;
const vm = { composition: 'composition', flavour: 'vm' } as const;
const { directory } = fakeProject;

function stateAfter(...events: WorkspaceEvent[]): WorkspaceState {
  return events.reduce(reduceWorkspace, emptyWorkspace);
}

const opened: WorkspaceEvent[] = [
  { type: 'opening', directory },
  { type: 'opened', project: fakeProject, choice: docker },
];

describe('the workspace', () => {
  test('has a choice before Nix has told what there is', () => {
    expect(stateAfter(...opened).project).toMatchObject({ phase: 'open', ...docker, offered: [docker] });
  });

  test('keeps the choice when it is offered, else takes the nearest', () => {
    const project = (...targets: { composition: string; flavour: 'docker' | 'vm' }[]): OpenProject =>
      stateAfter(...opened, { type: 'offered', directory, targets }).project as OpenProject;
    expect(project(vm, docker)).toMatchObject(docker);
    expect(project(vm)).toMatchObject(vm);
    expect(project({ composition: 'oar', flavour: 'vm' })).toMatchObject({
      composition: 'oar',
      flavour: 'vm',
    });
  });

  test('changes the flavour with the composition if need be, and forgets what was selected', () => {
    const state = stateAfter(
      ...opened,
      { type: 'offered', directory, targets: [docker, { composition: 'slurm', flavour: 'vm' }] },
      { type: 'selected', selection: { role: 'server', node: null, source: 'topology' } },
      { type: 'chosen', choice: { composition: 'slurm' } },
    );
    expect(state.project).toMatchObject({ composition: 'slurm', flavour: 'vm' });
    expect(state.selection).toEqual(nothingSelected);
  });

  test('is not touched by answers about a project that was left', () => {
    const state = stateAfter(...opened);
    const problem = new AppError('nix-evaluation', 'no');
    expect(reduceWorkspace(state, { type: 'offered', directory: '/other', targets: [vm] })).toBe(state);
    expect(reduceWorkspace(state, { type: 'offer-failed', directory: '/other', problem })).toBe(state);
    expect(reduceWorkspace(emptyWorkspace, { type: 'chosen', choice: vm })).toBe(emptyWorkspace);
  });
});
