import { describe, expect, test } from 'vitest';
import { testFiles } from '../testing/testFiles.ts';
import { createLanguageService } from './languageService.ts';

const text = '{ pkgs, ... }: {\n  roles = { server = { }; };\n}\n';

async function service(initial: Readonly<Record<string, string>>) {
  const { files, disk } = await testFiles(initial);
  return { files, disk, language: createLanguageService(files) };
}

describe('the language service', () => {
  test('reads a file that no editor shows, and follows every change at once', async () => {
    const { files, language } = await service({ 'composition.nix': text });
    const slice = language.document('composition.nix');
    expect(slice.getState()).toBeNull();
    const { buffer } = await files.open('composition.nix');
    expect(slice.getState()?.outline.roles.map(({ name }) => name)).toEqual(['server']);
    const seen: (string | undefined)[] = [];
    slice.subscribe((state) => seen.push(state?.problems[0]?.code));
    buffer.replace(text.replace('{ };', '{ }'));
    buffer.edit([{ offset: text.indexOf('{ };') + 3, length: 0, text: ';' }]);
    expect(seen).toEqual(['missing-semicolon', undefined]);
    expect(slice.getState()).toMatchObject({ version: buffer.version, path: 'composition.nix' });
  });

  test('keeps the newest version without a mistake', async () => {
    const { files, language } = await service({ 'composition.nix': text });
    const slice = language.document('composition.nix');
    const { buffer } = await files.open('composition.nix');
    buffer.replace(`${text}}`);
    expect(slice.getState()?.parsed.lastGood?.text).toBe(text);
  });

  test('has nothing to say about a file that is not there, until it is', async () => {
    const { files, disk, language } = await service({});
    const slice = language.document('roles/web.nix');
    await expect(files.open('roles/web.nix')).rejects.toMatchObject({ code: 'not-found' });
    expect(slice.getState()).toBeNull();
    disk.set('roles/web.nix', '{ }');
    await files.open('roles/web.nix');
    expect(slice.getState()?.outline.kind).toBe('other');
  });

  test('forgets what it knew when another project is opened', async () => {
    const { files, language } = await service({ 'composition.nix': text });
    const slice = language.document('composition.nix');
    await files.open('composition.nix');
    files.enter('/other');
    expect(slice.getState()).toBeNull();
    expect(language.document('composition.nix')).not.toBe(slice);
  });
});
