import { Command as Menu } from 'cmdk';
import { FileText } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useRef, useState } from 'react';
import type { Command } from '#renderer/app/commands.ts';
import { useApp } from '#renderer/app/context.ts';
import { frameCommands } from '#renderer/app/frameCommands.ts';
import { useProjectFiles } from '#renderer/features/files/projectFiles.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { CommandLine } from '#renderer/ui/CommandLine.tsx';
import { Kbd } from '#renderer/ui/Kbd.tsx';
import './Palette.css';
import { type PaletteMode, palette } from './paletteState.ts';
import { rank } from './rank.ts';

const close = (): void => palette.dispatch({ type: 'closed' });

export function Palette() {
  const { mode } = useSlice(palette, (state) => state);
  const chosen = useRef<(() => void) | null>(null);
  const choose: Choose = (run) => {
    chosen.current = run;
    close();
  };
  return (
    <Dialog.Root open={mode !== null} onOpenChange={(open) => open || close()}>
      <Dialog.Portal>
        <Dialog.Content
          className="palette"
          aria-describedby={undefined}
          onCloseAutoFocus={() => {
            // Only once the keyboard is back where it was: what is done now may take it elsewhere.
            if (chosen.current !== null) queueMicrotask(chosen.current);
            chosen.current = null;
          }}
        >
          <Dialog.Title className="visually-hidden">
            {mode === 'files' ? 'Open a file' : 'Search all commands'}
          </Dialog.Title>
          {mode !== null && <Search mode={mode} choose={choose} />}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Closes the palette, and does something when that has happened. */
type Choose = (run: () => void) => void;

function Search({ mode, choose }: { readonly mode: PaletteMode; readonly choose: Choose }) {
  const { commands } = useApp();
  const [typed, setTyped] = useState('');
  const [selected, setSelected] = useState('');
  const cliLine = mode === 'commands' ? (commands.get(selected)?.cliLine?.() ?? null) : null;
  return (
    <Menu
      label="Search"
      loop
      value={selected}
      onValueChange={setSelected}
      filter={(value, wanted, keywords = []) => rank(keywords[0] ?? value, keywords.slice(1), wanted)}
    >
      <Menu.Input
        className="palette-input"
        value={typed}
        onValueChange={setTyped}
        placeholder={mode === 'files' ? 'Type a file’s name' : 'Type what you want to do'}
      />
      <Menu.List className="palette-list">
        <Menu.Empty className="palette-empty">
          {mode === 'files' ? 'No file of this project is called that.' : 'No command is called that.'}
        </Menu.Empty>
        {mode === 'files' ? <Files choose={choose} /> : <Commands choose={choose} />}
      </Menu.List>
      <footer className="palette-footer">
        {cliLine === null ? (
          <span className="palette-hints">
            <span>
              <Kbd shortcut="Enter" /> {mode === 'files' ? 'opens the file' : 'runs the command'}
            </span>
            <span>
              <Kbd shortcut="Escape" /> closes
            </span>
          </span>
        ) : (
          <>
            <span>In a shell</span>
            <CommandLine bare command={cliLine} />
          </>
        )}
      </footer>
    </Menu>
  );
}

function Commands({ choose }: { readonly choose: Choose }) {
  const { commands } = useApp();
  const all = useSlice(commands.items, (items) => items);
  const shown = all.filter(({ hidden, when }) => hidden !== true && when?.() !== false);
  const categories = [...new Set(shown.map(({ category }) => category))];
  return categories.map((category) => (
    <Menu.Group key={category} heading={category}>
      {shown
        .filter((command) => command.category === category)
        .map((command) => (
          <CommandEntry key={command.id} command={command} choose={choose} />
        ))}
    </Menu.Group>
  ));
}

function CommandEntry({ command, choose }: { readonly command: Command; readonly choose: Choose }) {
  const { commands } = useApp();
  const { id, title, category, icon: Icon, shortcuts } = command;
  return (
    <Menu.Item
      className="palette-item"
      value={id}
      keywords={[title, category]}
      onSelect={() => choose(() => void commands.execute(id))}
    >
      <span className="palette-icon">{Icon && <Icon size={16} aria-hidden />}</span>
      <span className="palette-title truncate">{title}</span>
      {shortcuts?.[0] !== undefined && <Kbd shortcut={shortcuts[0]} />}
    </Menu.Item>
  );
}

function Files({ choose }: { readonly choose: Choose }) {
  const { commands } = useApp();
  const { files } = useProjectFiles();
  return files.map(({ path }) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    return (
      <Menu.Item
        key={path}
        className="palette-item"
        value={path}
        keywords={[name, path]}
        onSelect={() => choose(() => void commands.execute(frameCommands.openFile, { file: path }))}
      >
        <span className="palette-icon">
          <FileText size={16} aria-hidden />
        </span>
        <span>{name}</span>
        <span className="palette-title truncate muted">{path.slice(0, -name.length - 1)}</span>
      </Menu.Item>
    );
  });
}
