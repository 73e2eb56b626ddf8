/** The colours of a picture outside of the page's own theme. */
import type { StateName } from '#renderer/ui/StateLabel.tsx';

export interface Palette {
  readonly surface: string;
  readonly card: string;
  readonly inset: string;
  readonly border: string;
  readonly line: string;
  readonly text: string;
  readonly muted: string;
  readonly states: Readonly<Record<StateName, string>>;
  readonly font: string;
}

/** The page's tokens as they are now, as colours that mean the same everywhere. For the browser alone. */
export function currentPalette(element: Element): Palette {
  const probe = document.createElement('span');
  element.append(probe);
  const colour = (token: string): string => {
    probe.style.color = `var(--${token})`;
    return getComputedStyle(probe).color;
  };
  const palette: Palette = {
    surface: colour('inset-surface'),
    card: colour('raised-surface'),
    inset: colour('inset-surface'),
    border: colour('border'),
    line: colour('border-strong'),
    text: colour('text'),
    muted: colour('text-muted'),
    states: {
      absent: colour('absent'),
      working: colour('working'),
      running: colour('running'),
      stale: colour('stale'),
      failed: colour('failed'),
    },
    font: getComputedStyle(element).fontFamily.replaceAll('"', "'"),
  };
  probe.remove();
  return palette;
}
