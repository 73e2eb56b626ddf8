/** The `nxc …` lines that do what terminals and logs do. */
import type { FlavourName } from '#shared/model/flavours.ts';

export function connectLine(
  flavour: FlavourName,
  nodes: readonly string[] = [],
  opens: 'shell' | 'console' = 'shell',
): string {
  const what = opens === 'console' ? ['--console'] : [];
  return ['nxc connect', `-f ${flavour}`, ...what, ...nodes].join(' ');
}

export function logsLine(flavour: FlavourName, node: string): string {
  return `nxc logs -f ${flavour} ${node} --follow`;
}
