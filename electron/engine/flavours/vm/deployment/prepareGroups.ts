/** Before nodes start: which of them have one machine in common, and whether there is a template of it. */
import { toAppError } from '#shared/errors.ts';
import type { WorkContext } from '../../../jobs/workContext.ts';
import type { QemuProgram } from '../machine/program.ts';
import { templateKey } from '../templates/key.ts';
import { findTemplate, type Template } from '../templates/templateStore.ts';
import type { MachineContext } from './context.ts';
import { coldReason, type WantedNode } from './plan.ts';

/** How the nodes of one machine and role come to run. */
export type Group = { readonly nodes: readonly WantedNode[] } & (
  | { readonly kind: 'restored'; readonly template: Template }
  /** The first node boots, and the template is made of it on its way. */
  | { readonly kind: 'first'; readonly key: string }
  | { readonly kind: 'booted'; readonly reason: string }
);

export async function prepareGroups(
  context: MachineContext,
  program: QemuProgram,
  nodes: readonly WantedNode[],
  work: WorkContext,
): Promise<Group[]> {
  return Promise.all(groupByMachine(nodes).map((members) => prepareGroup(context, program, members, work)));
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
  { folders }: MachineContext,
  program: QemuProgram,
  nodes: readonly WantedNode[],
  { report }: WorkContext,
): Promise<Group> {
  const [first] = nodes;
  if (first === undefined) throw new RangeError('a group without nodes');
  const { hardware, build, role } = first;
  const reason = coldReason(build, hardware);
  if (reason !== null) {
    report({ type: 'log', line: `Nodes of the role “${role}” boot: ${reason}.` });
    return { kind: 'booted', nodes, reason };
  }
  try {
    const key = await templateKey(hardware, build.init, program);
    const template = await findTemplate(folders, key);
    return template === undefined ? { kind: 'first', nodes, key } : { kind: 'restored', nodes, template };
  } catch (thrown) {
    // A part of the build is gone: the machines themselves will say which.
    return { kind: 'booted', nodes, reason: toAppError(thrown).message };
  }
}
