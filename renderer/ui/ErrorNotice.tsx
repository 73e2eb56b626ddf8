import type { ReactNode } from 'react';
import type { SerializedError, SourcePosition } from '#shared/errors.ts';
import { CopyButton } from './CopyButton.tsx';
import { Disclosure } from './Disclosure.tsx';
import './ErrorNotice.css';
import { StateIcon } from './StateLabel.tsx';

export interface ErrorNoticeProps {
  readonly error: SerializedError;
  /** What was wanted, e.g. “The project could not be opened”. */
  readonly title?: string;
  /** Makes the position a link. */
  readonly onOpenPosition?: (position: SourcePosition) => void;
  /** What can be done about it, as buttons. */
  readonly actions?: ReactNode;
}

/** What happened, where, the next thing to do, and the raw text for who wants it. */
export function ErrorNotice({ error, title, onOpenPosition, actions }: ErrorNoticeProps) {
  const { position, node } = error.details;
  const raw = rawText(error);
  return (
    <div className="error-notice" role="alert">
      <StateIcon state="failed" />
      <div className="error-words">
        {title !== undefined && <h3>{title}</h3>}
        <p>{error.message}</p>
        {(position !== undefined || node !== undefined) && (
          <p className="error-place">
            {node !== undefined && <span>On node {node}</span>}
            {position !== undefined && <Position position={position} onOpen={onOpenPosition} />}
          </p>
        )}
        {error.hint !== undefined && <p>{error.hint}</p>}
        {actions !== undefined && <div className="error-actions">{actions}</div>}
        {raw !== '' && (
          <Disclosure summary="What the program said">
            <div className="error-raw">
              <pre>{raw}</pre>
              <CopyButton text={raw} label="Copy the text" />
            </div>
          </Disclosure>
        )}
      </div>
    </div>
  );
}

function Position({
  position,
  onOpen,
}: {
  readonly position: SourcePosition;
  readonly onOpen: ((position: SourcePosition) => void) | undefined;
}) {
  const text = `${position.file}:${position.line}:${position.column}`;
  if (onOpen === undefined) return <code>{text}</code>;
  return (
    <button type="button" className="link" onClick={() => onOpen(position)}>
      <code>{text}</code>
    </button>
  );
}

function rawText({ details }: SerializedError): string {
  const { command, raw, leftovers, logId } = details;
  return [
    command &&
      `$ ${command.command}\n${command.lastLines.join('\n')}\nexit code ${command.exitCode ?? 'unknown'}`,
    raw,
    leftovers && leftovers.length > 0 && `Left behind: ${leftovers.join(', ')}`,
    logId && `Log entry ${logId}`,
  ]
    .filter((part) => typeof part === 'string')
    .join('\n\n');
}
