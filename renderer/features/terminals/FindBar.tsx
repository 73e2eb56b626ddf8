import { ArrowDown, ArrowUp, CaseSensitive, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { useApp } from '#renderer/app/context.ts';
import type { FindResults, Screen } from '#renderer/platform/xterm/screen.ts';
import { IconButton } from '#renderer/ui/Button.tsx';
import { TextInput } from '#renderer/ui/Field.tsx';
import { screensOf } from './screens.ts';

const none: FindResults = { index: -1, count: 0 };

/** Searches in what a screen shows and keeps. Enter goes up, to what was written before: that is what is looked for. */
export function FindBar({ screen }: { readonly screen: () => Screen | null }) {
  const app = useApp();
  const [text, setText] = useState('');
  const [isCaseSensitive, setCaseSensitive] = useState(false);
  const [results, setResults] = useState(none);

  useEffect(() => screen()?.onFindResults(setResults), [screen]);
  useEffect(() => () => screen()?.endFind(), [screen]);

  function find(
    wanted: string,
    options: { backwards: boolean; isGrowing?: boolean; sensitive?: boolean },
  ): void {
    if (wanted === '') {
      screen()?.endFind();
      setResults(none);
      return;
    }
    const { sensitive = isCaseSensitive, ...rest } = options;
    screen()?.find(wanted, { ...rest, isCaseSensitive: sensitive });
  }

  function close(): void {
    screensOf(app).search(null);
    screen()?.focus();
  }

  function press(event: KeyboardEvent): void {
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter') find(text, { backwards: !event.shiftKey });
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <search className="terminal-find" onKeyDown={press}>
      <TextInput
        aria-label="Find in the terminal"
        placeholder="Find"
        autoFocus
        value={text}
        onChange={({ target: { value } }) => {
          setText(value);
          find(value, { backwards: true, isGrowing: true });
        }}
      />
      <output className="muted tabular">{resultWords(text, results)}</output>
      <IconButton
        icon={CaseSensitive}
        label="Match case"
        pressed={isCaseSensitive}
        onClick={() => {
          setCaseSensitive(!isCaseSensitive);
          find(text, { backwards: true, isGrowing: true, sensitive: !isCaseSensitive });
        }}
      />
      <IconButton
        icon={ArrowUp}
        label="Earlier match"
        shortcut="Enter"
        onClick={() => find(text, { backwards: true })}
      />
      <IconButton
        icon={ArrowDown}
        label="Later match"
        shortcut="Shift+Enter"
        onClick={() => find(text, { backwards: false })}
      />
      <IconButton icon={X} label="Close the search" shortcut="Escape" onClick={close} />
    </search>
  );
}

function resultWords(text: string, { index, count }: FindResults): string {
  if (text === '') return '';
  if (count === 0) return 'Not found';
  return index < 0 ? `${count} found` : `${index + 1} of ${count}`;
}
