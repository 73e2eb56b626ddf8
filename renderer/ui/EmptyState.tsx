import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { CommandLine } from './CommandLine.tsx';
import './EmptyState.css';

export interface EmptyStateProps {
  readonly icon: LucideIcon;
  readonly title: string;
  /** What will be here, and what it is good for. */
  readonly children: ReactNode;
  /** One button. */
  readonly action?: ReactNode;
  /** The command that does the same. */
  readonly command?: string | null;
}

/** An empty place teaches. */
export function EmptyState({ icon: Icon, title, children, action, command }: EmptyStateProps) {
  return (
    <div className="empty-state">
      <Icon size={24} strokeWidth={1.5} aria-hidden />
      <h2>{title}</h2>
      <p className="muted">{children}</p>
      {action}
      {typeof command === 'string' && <CommandLine command={command} />}
    </div>
  );
}
