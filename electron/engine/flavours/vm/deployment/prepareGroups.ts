/** Before nodes start: each role's template, found or made. */
import { availableParallelism } from 'node:os';
import { toAppError } from '#shared/errors.ts';
import type { WorkContext } from '../../../jobs/workContext.ts';
import { throwIfCancelled } from '../../cancellation.ts';
import { forEachConcurrently } from '../../concurrently.ts';
import type { MachineBuild } from '../build.ts';
import type { QemuProgram } from '../machine/program.ts';
import { ensureTemplate, removeTemplates, type Template } from '../templates/templateStore.ts';
import type { MachineContext } from './context.ts';
import { coldReason, type WantedNode } from './plan.ts';

/** How the nodes of one machine and role come to run. */
export interface Group {
  readonly nodes: readonly WantedNode[];
  readonly template: Template | null;
  /** Why there is no template. */
  readonly coldReason: string | null;
}

export interface Preparation {
  readonly build: MachineBuild;
  readonly program: QemuProgram;
  readonly work: WorkContext;
}

/** @throws AppError `cancelled`; a template that cannot be made is only a warning */
export async function prepareGroups(
  context: MachineContext,
  preparation: Preparation,
  nodes: readonly WantedNode[],
): Promise<Group[]> {
  const groups: Group[] = [];
  // A boot keeps one core busy.
  await forEachConcurrently(groupByMachine(nodes), availableParallelism(), async (members) => {
    groups.push(await prepareGroup(context, preparation, members));
  });
  return groups;
}

function groupByMachine(nodes: readonly WantedNode[]): WantedNode[][] {
  const groups = new Map<string, WantedNode[]>();
  for (const node of nodes) {
    const key = `${JSON.stringify(node.hardware)} ${node.build.init}`;
    groups.set(key, [...(groups.get(key) ?? []), node]);
  }
  return [...groups.values()];
}

async function prepareGroup(
  context: MachineContext,
  { build, program, work }: Preparation,
  nodes: readonly WantedNode[],
): Promise<Group> {
  const [first] = nodes;
  if (first === undefined) throw new RangeError('a group without nodes');
  const reason = coldReason(first.build, first.hardware);
  if (reason !== null) {
    work.report({ type: 'log', line: `Nodes of the role “${first.role}” boot: ${reason}.` });
    return { nodes, template: null, coldReason: reason };
  }
  try {
    await removeTemplates(context.folders);
    const template = await ensureTemplate(context.folders, {
      hardware: first.hardware,
      init: first.build.init,
      composeInfo: build.path,
      program,
      environment: context.environment,
      signal: work.signal,
      onMaking: () =>
        work.report({ type: 'step', title: `Booting the role ${first.role} once, for all its nodes` }),
    });
    return { nodes, template, coldReason: null };
  } catch (thrown) {
    throwIfCancelled(work.signal);
    const reason = toAppError(thrown).message;
    work.report({
      type: 'warning',
      message: `No snapshot of the role “${first.role}” could be made, its nodes boot one by one: ${reason}`,
    });
    return { nodes, template: null, coldReason: reason };
  }
}
