/** Deployments and their nodes as people read them. */
import type { DeployedNode, Deployment } from '#shared/contract/deployments.ts';
import { assertNever } from '#shared/errors.ts';
import type { Style } from './style.ts';
import { table } from './text.ts';

/** One line a node: name, role, state, address, published ports. */
export function nodeTable({ nodes, publishedPorts }: Deployment, style: Style): string[] {
  const rows = nodes.map((node) => [
    node.name,
    node.role,
    [node.status.state, ...linkWords(node)].join(', '),
    addressOf(node),
    publishedPorts
      .filter((port) => port.node === node.name)
      .map((port) => `localhost:${port.hostPort} → ${port.nodePort}`)
      .join(', '),
  ]);
  return table(rows, (cell, row, column) => {
    const node = nodes[row];
    return column === 2 && node !== undefined ? paintState(node, cell, style) : cell;
  });
}

function linkWords({ link }: DeployedNode): string[] {
  if (link === undefined) return [];
  const { connected, shape } = link;
  return [
    ...(connected ? [] : ['link cut']),
    ...(shape !== undefined && shape.delayMs > 0 ? [`${shape.delayMs} ms late`] : []),
    ...(shape !== undefined && shape.lossPercent > 0 ? [`${shape.lossPercent} % lost`] : []),
  ];
}

function addressOf({ status }: DeployedNode): string {
  switch (status.state) {
    case 'running':
    case 'paused':
      return status.address ?? '';
    case 'exited':
      return `exit code ${status.exitCode}`;
    case 'failed':
      return status.error.message;
    case 'absent':
    case 'starting':
    case 'stopping':
      return '';
    default:
      return assertNever(status);
  }
}

function paintState({ status, link }: DeployedNode, text: string, style: Style): string {
  if (status.state === 'running') return link !== undefined ? style.yellow(text) : style.green(text);
  return status.state === 'failed' || status.state === 'exited' ? style.red(text) : style.yellow(text);
}
