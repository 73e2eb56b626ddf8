/** What stands where no panel is open. */
import { Network } from 'lucide-react';
import { useSlice } from '#renderer/store/slice.ts';
import { Kbd } from '#renderer/ui/Kbd.tsx';
import type { CommandKey } from './commands.ts';
import { useApp } from './context.ts';
import { frameCommands } from './frameCommands.ts';

const offered: readonly CommandKey<never>[] = [
  frameCommands.openFile as CommandKey<never>,
  frameCommands.palette,
  frameCommands.doctor,
];

export function DockWatermark() {
  const { commands } = useApp();
  const all = useSlice(commands.items, (items) => items);
  const shown = offered.flatMap((id) =>
    all.filter((command) => command.id === id && command.when?.() !== false),
  );
  return (
    <div className="watermark">
      <Network size={32} strokeWidth={1.25} aria-hidden />
      <ul>
        {shown.map(({ id, title, shortcuts }) => (
          <li key={id}>
            <button type="button" className="watermark-command" onClick={() => void commands.execute(id)}>
              <span>{title}</span>
              {shortcuts?.[0] !== undefined && <Kbd shortcut={shortcuts[0]} />}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
