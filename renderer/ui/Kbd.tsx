import { shortcutLabels } from './shortcuts.ts';
import { isMac } from './system.ts';
import './Kbd.css';

/** A shortcut as the keys of this system's keyboard. */
export function Kbd({ shortcut }: { readonly shortcut: string }) {
  const labels = shortcutLabels(shortcut, isMac);
  return (
    <kbd className="keys" aria-label={labels.join(' ')}>
      {labels.map((label) => (
        <span key={label}>{label}</span>
      ))}
    </kbd>
  );
}
