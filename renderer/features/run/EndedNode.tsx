/** A node that does not run any more: why, what it wrote last, and what can be done. */
import { Monitor, RotateCcw, ScrollText, SquareTerminal } from 'lucide-react';
import { useApp } from '#renderer/app/context.ts';
import { machineCommand } from '#renderer/features/machines/machineCommands.ts';
import { possibleActions } from '#renderer/features/machines/nodeActions.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Disclosure } from '#renderer/ui/Disclosure.tsx';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';
import type { Target } from '#shared/contract/common.ts';
import type { DeployedNode } from '#shared/contract/deployments.ts';
import { AppError, type SerializedError } from '#shared/errors.ts';
import { obstacle } from './actions.ts';
import { NodeLogTail } from './NodeLogTail.tsx';
import { perform } from './perform.ts';
import { useSituation } from './readSituation.ts';
import { runCommands } from './runCommands.ts';

export function EndedNode({ node, target }: { readonly node: DeployedNode; readonly target: Target }) {
  const app = useApp();
  const situation = useSituation(app, target);
  const { commands } = app;
  const has = (id: string): boolean => commands.get(id) !== undefined;
  const request = { node: node.name, target };
  const reason = reasonOf(node);
  const lastLines = reason.details.command?.lastLines ?? [];
  const { command: _, ...details } = reason.details;
  // They are shown at once, and not a second time as what a program said.
  const withoutLines = lastLines.length === 0 ? reason : { ...reason, details };
  const hasConsole = possibleActions(node, target.flavour).includes('console');
  return (
    <ErrorNotice
      error={withoutLines}
      actions={
        <>
          <Button
            icon={RotateCcw}
            disabled={obstacle('restart-ended', situation) !== null}
            onClick={() =>
              void perform(app, 'restart-ended', target).catch((thrown) =>
                app.notifications.fail(`${node.name} could not be restarted`, thrown),
              )
            }
          >
            Restart
          </Button>
          {has(runCommands.openLog) && (
            <Button icon={ScrollText} onClick={() => void commands.execute(runCommands.openLog, request)}>
              Whole log
            </Button>
          )}
          {has(runCommands.openTerminal) && node.status.state === 'running' && (
            <Button
              icon={SquareTerminal}
              onClick={() => void commands.execute(runCommands.openTerminal, request)}
            >
              Terminal
            </Button>
          )}
          {hasConsole && (
            <Button icon={Monitor} onClick={() => void commands.execute(machineCommand('console'), request)}>
              Console
            </Button>
          )}
          {lastLines.length === 0 ? (
            <Disclosure summary="What it wrote last">
              <NodeLogTail target={target} node={node.name} />
            </Disclosure>
          ) : (
            <pre className="nodes-log nodes-last-lines">{lastLines.join('\n')}</pre>
          )}
        </>
      }
    />
  );
}

function reasonOf({ name, status }: DeployedNode): SerializedError {
  if (status.state === 'failed') return status.error;
  const code = status.state === 'exited' ? status.exitCode : null;
  return new AppError(
    'node-failed',
    code === null
      ? `${name} is not there any more.`
      : code === 0
        ? `${name} has ended by itself.`
        : `${name} has ended with exit code ${code}.`,
    {
      hint:
        code === null
          ? 'Something outside of this app removed it. Restart brings it back.'
          : 'Its last lines may say why. Restart replaces it with a fresh node.',
    },
  ).toJSON();
}
