import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import './Tabs.css';

export interface Tab {
  readonly id: string;
  readonly title: string;
  readonly content: ReactNode;
}

export interface TabsProps {
  /** What the tabs choose between, for those who cannot see it. */
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly selected: string;
  readonly onSelect: (id: string) => void;
}

/** Tabs inside a panel. Panels themselves are the dock's tabs. */
export function Tabs({ label, tabs, selected, onSelect }: TabsProps) {
  return (
    <Radix.Root className="tabs" value={selected} onValueChange={onSelect}>
      <Radix.List className="tab-list" aria-label={label}>
        {tabs.map(({ id, title }) => (
          <Radix.Trigger key={id} value={id} className="tab">
            {title}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map(({ id, content }) => (
        <Radix.Content key={id} value={id} className="tab-content">
          {content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
