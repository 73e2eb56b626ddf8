import { Copy, ExternalLink, ScrollText, SquareTerminal } from 'lucide-react';
import { type AppContext, useApp } from '#renderer/app/context.ts';
import { NodeMenu } from '#renderer/features/machines/NodeMenu.tsx';
import { useSlice } from '#renderer/store/slice.ts';
import { IconButton } from '#renderer/ui/Button.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { StateLabel } from '#renderer/ui/StateLabel.tsx';
import { type Column, Table } from '#renderer/ui/Table.tsx';
import { bytes } from '#renderer/ui/words.ts';
import type { Target } from '#shared/contract/common.ts';
import type { DeployedNode, Deployment } from '#shared/contract/deployments.ts';
import { addressOf, nodeWord } from './nodeWords.ts';
import { runCommands } from './runCommands.ts';
import { type NodeStats, useStats } from './useStats.ts';

interface NodeTableProps {
  readonly deployment: Deployment;
  readonly target: Target;
  readonly isVisible: boolean;
}

/** Rows drawn without a filter from this many on would be a wall: then the table can be filtered by typing. */
const filterFrom = 8;

export function NodeTable({ deployment, target, isVisible }: NodeTableProps) {
  const app = useApp();
  const someRun = deployment.nodes.some(({ status }) => status.state === 'running');
  const stats = useStats(app, target, isVisible && someRun);
  const known = useSlice(app.commands.items, (commands) => new Set(commands.map(({ id }) => id as string)));
  const columns = columnsFor(app, deployment, target, stats, known);
  return (
    <Table
      label="Nodes"
      columns={columns}
      rows={deployment.nodes}
      rowKey={({ name }) => name}
      emptyText="This deployment has no nodes."
      onOpen={({ name }) => void app.commands.execute(runCommands.openTerminal, { node: name, target })}
      {...(deployment.nodes.length < filterFrom
        ? {}
        : {
            searchText: ({ name, role, status, link }: DeployedNode) =>
              `${name} ${role} ${nodeWord(status, link).word}`,
          })}
    />
  );
}

function columnsFor(
  { commands }: AppContext,
  { publishedPorts }: Deployment,
  target: Target,
  stats: ReadonlyMap<string, NodeStats>,
  known: ReadonlySet<string>,
): Column<DeployedNode>[] {
  const statOf = ({ name, status }: DeployedNode): NodeStats | undefined =>
    status.state === 'running' ? stats.get(name) : undefined;
  return [
    { id: 'node', title: 'Node', cell: ({ name }) => <strong>{name}</strong> },
    { id: 'role', title: 'Role', cell: ({ role }) => role },
    {
      id: 'state',
      title: 'State',
      cell({ status, link }) {
        const { state, word } = nodeWord(status, link);
        return <StateLabel state={state}>{word}</StateLabel>;
      },
    },
    { id: 'address', title: 'Address', cell: ({ status }) => <code>{addressOf(status) ?? '–'}</code> },
    {
      id: 'cpu',
      title: 'CPU',
      numeric: true,
      cell(node) {
        const sample = statOf(node);
        return sample === undefined ? '–' : `${Math.round(sample.cpuPercent)} %`;
      },
    },
    {
      id: 'memory',
      title: 'Memory',
      numeric: true,
      cell(node) {
        const sample = statOf(node);
        return sample === undefined ? '–' : bytes(sample.memoryBytes);
      },
    },
    {
      id: 'ports',
      title: 'Ports',
      cell: ({ name }) => (
        <span className="port-links">
          {publishedPorts
            .filter(({ node }) => node === name)
            .map(({ hostPort, nodePort }) => (
              <a
                key={`${hostPort}:${nodePort}`}
                href={`http://127.0.0.1:${hostPort}/`}
                target="_blank"
                rel="noreferrer"
              >
                {nodePort} at 127.0.0.1:{hostPort} <ExternalLink size={12} aria-hidden />
              </a>
            ))}
        </span>
      ),
    },
    {
      id: 'actions',
      title: 'Actions',
      cell(node) {
        const address = addressOf(node.status);
        const request = { node: node.name, target };
        return (
          <>
            {known.has(runCommands.openTerminal) && (
              <IconButton
                icon={SquareTerminal}
                label={`Terminal on ${node.name}`}
                disabled={node.status.state !== 'running'}
                onClick={() => void commands.execute(runCommands.openTerminal, request)}
              />
            )}
            {known.has(runCommands.openLog) && (
              <IconButton
                icon={ScrollText}
                label={`Log of ${node.name}`}
                disabled={node.status.state === 'absent'}
                onClick={() => void commands.execute(runCommands.openLog, request)}
              />
            )}
            {address === null ? (
              <IconButton icon={Copy} label={`${node.name} has no address`} disabled />
            ) : (
              <CopyButton text={address} label={`Copy the address of ${node.name}`} />
            )}
            <NodeMenu node={node} target={target} />
          </>
        );
      },
    },
  ];
}
