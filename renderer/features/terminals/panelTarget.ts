/** What a panel of a node keeps with the layout: on which node of which deployment it is. Pure. */
import type { PanelParameters } from '#renderer/app/panels.ts';
import type { Target } from '#shared/contract/common.ts';
import { type FlavourName, flavourNames } from '#shared/model/flavours.ts';

export interface NodePlace {
  readonly node: string;
  readonly composition: string;
  readonly flavour: FlavourName;
}

const isFlavour = (name: unknown): name is FlavourName => flavourNames.some((each) => each === name);

/** `null` when a layout was kept that means nothing any more. */
export function readNodePlace({ node, ...rest }: PanelParameters): NodePlace | null {
  const deployment = readDeploymentPlace(rest);
  return deployment === null || typeof node !== 'string' ? null : { node, ...deployment };
}

/** The same for a panel of all nodes. */
export function readDeploymentPlace({
  composition,
  flavour,
}: PanelParameters): Omit<NodePlace, 'node'> | null {
  return typeof composition === 'string' && isFlavour(flavour) ? { composition, flavour } : null;
}

export const targetOf = (directory: string, { composition, flavour }: Omit<NodePlace, 'node'>): Target => ({
  directory,
  composition,
  flavour,
});

/** The engine's terminals of a panel, the oldest first, in one text. */
export const writeTerminals = (terminals: readonly string[]): string => terminals.join(',');

export const readTerminals = (text: unknown): string[] =>
  typeof text === 'string' && text !== '' ? text.split(',') : [];
