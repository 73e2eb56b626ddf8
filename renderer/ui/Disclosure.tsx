import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import './Disclosure.css';

export interface DisclosureProps {
  readonly summary: string;
  readonly children: ReactNode;
  readonly open?: boolean;
}

/** Something that is there for who wants it. */
export function Disclosure({ summary, children, open = false }: DisclosureProps) {
  return (
    <details className="disclosure" open={open}>
      <summary>
        <ChevronRight size={16} aria-hidden />
        {summary}
      </summary>
      {children}
    </details>
  );
}
