/** What the marks and lines of the picture mean. */
import { Info } from 'lucide-react';
import { Popover } from 'radix-ui';
import { IconButton } from '#renderer/ui/Button.tsx';
import type { StateName } from '#renderer/ui/StateLabel.tsx';
import { MarkIcon } from './Marks.tsx';

const states: readonly (readonly [StateName, string])[] = [
  ['absent', 'Not running'],
  ['working', 'Starting or stopping'],
  ['running', 'Running'],
  ['stale', 'Paused or ended'],
  ['failed', 'Failed'],
];

export function Legend() {
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <IconButton icon={Info} label="What the picture means" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="topology-legend" align="end" sideOffset={4} collisionPadding={8}>
          <h3>Nodes</h3>
          <ul>
            {states.map(([state, words]) => (
              <li key={state}>
                <MarkIcon state={state} />
                {words}
              </li>
            ))}
          </ul>
          <h3>Roles and lines</h3>
          <ul>
            <li>
              <LineSample className="legend-line" />
              Who needs whom, with the port or folder
            </li>
            <li>
              <LineSample className="legend-line legend-dashed" />
              The text says so, Nix has not confirmed it yet
            </li>
            <li>
              <LineSample className="legend-line legend-faded" />
              Taken out of the text, Nix has not seen that yet
            </li>
          </ul>
          <h3>Keys</h3>
          <p>Arrows go from role to role, Enter opens its menu, + and − change its number of nodes.</p>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function LineSample({ className }: { readonly className: string }) {
  return (
    <svg width={24} height={12} aria-hidden="true">
      <path className={className} d="M0 6H17" />
      <path className={`${className} legend-arrow`} d="M24 6L16 2V10Z" />
    </svg>
  );
}
