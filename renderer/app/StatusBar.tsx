/** One line about what is there and what is going on. */
import { useSlice } from '#renderer/store/slice.ts';
import { Contained } from './Contained.tsx';
import { useApp } from './context.ts';

export function StatusBar() {
  const { statusItems, notifications } = useApp();
  const items = useSlice(statusItems.items, (all) => all.toSorted((a, b) => a.order - b.order));
  return (
    <footer className="status-bar">
      {(['left', 'right'] as const).map((side) => (
        <div key={side} className="status-side">
          {items
            .filter((item) => item.side === side)
            .map(({ id, component: Component }) => (
              <Contained key={id} what={`“${id}” in the status bar`} notifications={notifications}>
                <Component />
              </Contained>
            ))}
        </div>
      ))}
    </footer>
  );
}
