/** Opening terminals and logs as panels. */
import type { AppContext } from '#renderer/app/context.ts';
import type { NodeRequest } from '#renderer/features/run/runCommands.ts';
import { deploymentOf } from '#renderer/store/deployments.ts';
import type { Target } from '#shared/contract/common.ts';
import type { DeployedNode } from '#shared/contract/deployments.ts';
import { terminalPanels } from './panelIds.ts';
import { type NodePlace, writeTerminals } from './panelTarget.ts';
import { type ListedPlace, labelFor, type Opens, placeOn } from './placeList.ts';
import { placesOf } from './places.ts';
import { screensOf } from './screens.ts';

/** Which target a request is about: the chosen one unless it says another. */
export function requestedTarget({ workspace }: AppContext, target?: NodeRequest['target']): Target | null {
  const chosen = workspace.target();
  return chosen === null ? null : { ...chosen, ...target };
}

export function nodesOf({ deployments }: AppContext, target: Target | null): readonly DeployedNode[] {
  return target === null ? [] : (deploymentOf(deployments.getState(), target)?.nodes ?? []);
}

export function runningNodes(app: AppContext, target: Target | null): string[] {
  return nodesOf(app, target)
    .filter(({ status }) => status.state === 'running')
    .map(({ name }) => name);
}

const placeOf = (node: string, { composition, flavour }: Target): NodePlace => ({
  node,
  composition,
  flavour,
});

export function openTerminal(app: AppContext, node: string, target: Target): void {
  openOn(app, node, target, 'shell');
}

/** Shows the console of a node's machine, with all it has shown since the boot. */
export function openConsole(app: AppContext, node: string, target: Target): void {
  openOn(app, node, target, 'console');
}

function openOn(app: AppContext, node: string, target: Target, opens: Opens): void {
  const existing = placeOn(placesOf(app).list.getState(), { ...placeOf(node, target), opens });
  if (existing === undefined) openAnother(app, node, target, opens);
  else showTerminal(app, existing.id);
}

export function showTerminal(app: AppContext, id: string): void {
  const place = placesOf(app)
    .list.getState()
    .places.find((each) => each.id === id);
  if (place?.kind !== 'tab') return;
  // Its parameters are those it has; to open it again must not take them away.
  rememberTerminals(app, id, place.label, placesOf(app).get(id)?.terminals() ?? [], place, false);
  screensOf(app).focus(id);
}

export function openAnotherTerminal(app: AppContext, node: string, target: Target): void {
  openAnother(app, node, target, 'shell');
}

function openAnother(app: AppContext, node: string, target: Target, opens: Opens): void {
  const id = crypto.randomUUID();
  const name = opens === 'console' ? `${node} console` : node;
  const label = labelFor(placesOf(app).list.getState(), name);
  rememberTerminals(app, id, label, [], { ...placeOf(node, target), opens }, false);
  screensOf(app).focus(id);
}

/** Opens the panel of a terminal, or tells the one that is there what to keep with the layout. */
export function rememberTerminals(
  { panels }: AppContext,
  id: string,
  label: string,
  terminals: readonly string[],
  { node, composition, flavour, opens }: Pick<ListedPlace, 'node' | 'composition' | 'flavour' | 'opens'>,
  inBackground = true,
): void {
  panels.open(terminalPanels.terminal, {
    instance: id,
    title: label,
    parameters: { node, composition, flavour, opens, label, terminals: writeTerminals(terminals) },
    inBackground,
  });
}

export function openLog(app: AppContext, node: string, target: Target): void {
  const place = placeOf(node, target);
  const id = `${place.composition}::${place.flavour}/${node}`;
  app.panels.open(terminalPanels.log, { instance: id, title: `${node} log`, parameters: { ...place } });
  screensOf(app).focus(logScreenId(id));
}

/** A log and a terminal may not have one name among the screens. */
export const logScreenId = (instance: string): string => `log ${instance}`;

export function openAllNodes(app: AppContext, target: Target): void {
  const { composition, flavour } = target;
  const instance = `${composition}::${flavour}`;
  app.panels.open(terminalPanels.allNodes, { instance, parameters: { composition, flavour } });
  const [first] = runningNodes(app, target);
  if (first !== undefined) screensOf(app).focus(tileId(instance, first));
}

/** A tile among the terminals. */
export const tileId = (instance: string, node: string): string => `${instance}/${node}`;
