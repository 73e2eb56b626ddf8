import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type SettingsState, userSettings } from '#shared/contract/settings.ts';
import { createSettingsStore, type SettingsStore } from './index.ts';
import { readSettings } from './readSettings.ts';
import { createRecents } from './recents.ts';

let base: string;
let store: SettingsStore;
const defaults = userSettings.parse({});

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'nxc-settings-'));
  store = createSettingsStore(join(base, 'config'));
});

afterEach(() => {
  store.close();
  rmSync(base, { recursive: true, force: true });
});

const file = (): string => join(base, 'config', 'settings.json');

function write(text: string): void {
  mkdirSync(join(base, 'config'), { recursive: true });
  writeFileSync(file(), text);
}

describe('the settings file', () => {
  test('need not be there', async () => {
    expect(await store.read()).toEqual({ settings: defaults, file: file(), problem: null });
  });

  test('is written in a readable form and keeps what this version does not know', async () => {
    write('{"theme": "dark", "fromTheFuture": {"a": 1}}');
    const state = await store.write({ codeFontSize: 15 });
    expect(state.settings).toEqual({ ...defaults, theme: 'dark', codeFontSize: 15 });
    expect(readFileSync(file(), 'utf8')).toBe(
      '{\n  "theme": "dark",\n  "fromTheFuture": {\n    "a": 1\n  },\n  "codeFontSize": 15\n}\n',
    );
  });

  test('is never overwritten while it cannot be read', async () => {
    write('{"theme": "dark",}');
    const { settings, problem } = await store.read();
    expect(settings).toEqual(defaults);
    expect(problem).toMatchObject({ unreadable: true });
    expect(problem?.message).toContain('settings.json:1:');
    await expect(store.write({ theme: 'light' })).rejects.toMatchObject({ code: 'conflict' });
    expect(readFileSync(file(), 'utf8')).toBe('{"theme": "dark",}');
  });

  test('can be set aside, and is then kept beside the new one', async () => {
    write('broken');
    const { keptAs, state } = await store.setAside();
    expect(readFileSync(keptAs, 'utf8')).toBe('broken');
    expect(state.problem).toBeNull();
    await store.write({ theme: 'light' });
    expect(readdirSync(join(base, 'config'))).toHaveLength(2);
  });

  test('with one wrong value keeps all others', async () => {
    write('{"theme": "purple", "codeFontSize": 15}');
    const { settings, problem } = await store.read();
    expect(settings).toEqual({ ...defaults, codeFontSize: 15 });
    expect(problem).toEqual({
      message: 'A setting has a value that cannot be used: “theme”. The default holds instead.',
      hint: `Change it here, or in ${file()}, e.g. to "theme": "system".`,
      unreadable: false,
    });
    expect((await store.write({ theme: 'dark' })).problem).toBeNull();
  });

  test('loses no change of several at once', async () => {
    await Promise.all([
      store.write({ theme: 'dark' }),
      store.write({ codeFontSize: 20 }),
      store.write({ motion: 'full' }),
    ]);
    expect((await store.read()).settings).toMatchObject({ theme: 'dark', codeFontSize: 20, motion: 'full' });
  });

  test('tells when somebody edits it', async () => {
    const told = Promise.withResolvers<SettingsState>();
    write('{}');
    store.onChange(told.resolve);
    // The watch begins some time after it was asked for: edit until it has.
    let size = 14;
    const editing = setInterval(() => write(`{"codeFontSize": ${(size++ % 16) + 14}}\n`), 50);
    try {
      expect((await told.promise).settings.codeFontSize).toBeGreaterThanOrEqual(14);
    } finally {
      clearInterval(editing);
    }
  });

  test('always gives settings that fit, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(userSettings.safeParse(readSettings(text, 'settings.json').settings).success).toBe(true);
      }),
    );
  });
});

describe('recent projects', () => {
  test('come latest first, once each, and say whether they are still there', async () => {
    let now = 1;
    const recents = createRecents(base, () => now++);
    await recents.remember(base, 'here');
    await recents.remember('/nowhere', 'gone');
    await recents.remember(base, 'here again');
    expect(await recents.list()).toEqual([
      { directory: base, name: 'here again', openedAt: 3, exists: true },
      { directory: '/nowhere', name: 'gone', openedAt: 2, exists: false },
    ]);
    expect(await recents.forget('/nowhere')).toHaveLength(1);
  });

  test('begin anew when their file is damaged', async () => {
    writeFileSync(join(base, 'recent-projects.json'), '[{"directory": 1}]');
    const recents = createRecents(base);
    expect(await recents.list()).toEqual([]);
    expect(await recents.remember(base, 'here')).toHaveLength(1);
  });
});
