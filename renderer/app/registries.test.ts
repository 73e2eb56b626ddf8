import { File } from 'lucide-react';
import { describe, expect, test } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { type CommandKey, createCommands } from './commands.ts';
import { createPanels, type PanelHost, type PanelKind } from './panels.ts';
import { createRegistry } from './registry.ts';

describe('a registry', () => {
  test('keeps the order, tells of changes, and refuses a second one of the same name', () => {
    const registry = createRegistry<{ id: string }>('thing');
    let changes = 0;
    registry.items.subscribe(() => changes++);
    registry.register({ id: 'a' });
    const remove = registry.register({ id: 'b' });
    expect(registry.items.getState().map(({ id }) => id)).toEqual(['a', 'b']);
    expect(() => registry.register({ id: 'a' })).toThrow('Two things are called “a”.');
    remove();
    expect(registry.get('b')).toBeUndefined();
    expect(changes).toBe(3);
  });
});

describe('commands', () => {
  const openFile = 'file.open' as CommandKey<{ file: string }>;

  test('run with their argument, and only when they make sense', async () => {
    const opened: (string | undefined)[] = [];
    let isOpen = false;
    const commands = createCommands(() => {});
    commands.register({
      id: openFile,
      title: 'Open a file',
      category: 'Project',
      when: () => isOpen,
      run: (request) => void opened.push(request?.file),
    });
    await commands.execute(openFile, { file: 'a.nix' });
    isOpen = true;
    await commands.execute(openFile, { file: 'b.nix' });
    await commands.execute(openFile);
    await commands.execute('nothing.there');
    expect(opened).toEqual(['b.nix', undefined]);
  });

  test('tell what they threw, with the command that did', async () => {
    const failures: string[] = [];
    const commands = createCommands((command, thrown) =>
      failures.push(`${command.title}: ${String(thrown)}`),
    );
    commands.register({
      id: 'x',
      title: 'Try',
      category: 'Test',
      run: () => Promise.reject(new AppError('not-yet', 'Not yet.')),
    });
    await commands.execute('x');
    expect(failures).toEqual(['Try: AppError: Not yet.']);
  });
});

describe('panels', () => {
  const kind = (id: string, area: PanelKind['area']): PanelKind => ({
    id,
    title: id,
    icon: File,
    area,
    singleton: true,
    component: () => null,
  });

  test('wait for the dock, and go to the side bar when that is their place', () => {
    const shown: string[] = [];
    const opened: string[] = [];
    const panels = createPanels(({ id }) => shown.push(id));
    panels.register(kind('files', 'left'));
    panels.register(kind('editor', 'main'));
    panels.open('files');
    panels.open('editor', { instance: 'a.nix' });
    expect(panels.isOpen('editor')).toBe(false);
    const host: PanelHost = {
      open: ({ id }, { instance }) => opened.push(`${id}:${instance}`),
      close: () => {},
      isOpen: () => true,
      closeActive: () => {},
      activate: () => {},
      resetLayout: () => {},
    };
    const detach = panels.attach(host);
    expect(shown).toEqual(['files']);
    expect(opened).toEqual(['editor:a.nix']);
    expect(panels.isOpen('editor')).toBe(true);
    detach();
    expect(panels.isOpen('editor')).toBe(false);
    expect(() => panels.open('nothing')).toThrow('There is no panel called “nothing”.');
  });
});
