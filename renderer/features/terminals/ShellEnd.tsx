import { RotateCcw } from 'lucide-react';
import { Button } from '#renderer/ui/Button.tsx';
import { Kbd } from '#renderer/ui/Kbd.tsx';
import { StateIcon } from '#renderer/ui/StateLabel.tsx';
import type { Opens } from './placeList.ts';
import { isOver, type ShellState, shellWords } from './shellState.ts';

interface ShellEndProps {
  readonly shell: ShellState;
  readonly node: string;
  readonly isNodeRunning: boolean;
  readonly opens?: Opens;
  readonly onReopen: () => void;
}

/** Says how a shell ended and offers the next one. Draws nothing while there is nothing to say. */
export function ShellEnd({ shell, node, isNodeRunning, opens, onReopen }: ShellEndProps) {
  const { state, sentence } = shellWords(shell, node, isNodeRunning, opens);
  if (sentence === null) return null;
  return (
    <div className="terminal-end" role="status">
      <StateIcon state={state} />
      <p>
        {sentence}
        {shell.phase === 'failed' && shell.error.hint !== undefined && ` ${shell.error.hint}`}
      </p>
      {isOver(shell) && isNodeRunning && (
        <>
          <Button icon={RotateCcw} onClick={onReopen}>
            Reconnect
          </Button>
          <Kbd shortcut="Enter" />
        </>
      )}
    </div>
  );
}
