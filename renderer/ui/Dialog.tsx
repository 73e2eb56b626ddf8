import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { IconButton } from './Button.tsx';
import './Dialog.css';

export interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** One or two sentences under the title. */
  readonly description?: string;
  readonly children?: ReactNode;
  /** Buttons, the primary one last. */
  readonly actions?: ReactNode;
}

/** Asks or tells one thing. Escape and a click beside it close it. */
export function Dialog({ open, onClose, title, description, children, actions }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={(now) => now || onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="dialog-scrim" />
        <Radix.Content
          className="dialog"
          onOpenAutoFocus={focusWhatMatters}
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
        >
          <header className="dialog-header">
            <Radix.Title asChild>
              <h2>{title}</h2>
            </Radix.Title>
            <IconButton icon={X} label="Close" onClick={onClose} />
          </header>
          {description !== undefined && (
            <Radix.Description className="dialog-description muted">{description}</Radix.Description>
          )}
          {children !== undefined && <div className="dialog-body">{children}</div>}
          {actions !== undefined && <footer className="dialog-actions">{actions}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** The first field, or the button that does it: not the cross, which comes first in the page. */
function focusWhatMatters(event: Event): void {
  const dialog = event.target instanceof HTMLElement ? event.target : null;
  const wanted =
    dialog?.querySelector<HTMLElement>('.dialog-body :is(input, select, textarea)') ??
    dialog?.querySelector<HTMLElement>('.button-primary');
  if (wanted === null || wanted === undefined) return;
  event.preventDefault();
  wanted.focus();
}
