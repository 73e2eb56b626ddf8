import { expect, test } from 'vitest';
import { readDocument } from '#renderer/features/editor/language/languageDocument.ts';
import { editedScript, lineNow, type ScriptLines } from './editedScript.ts';

const compose = (script: string): string => `{ pkgs, ... }: {
  roles = { server = { }; };
  testScript = ''
${script}
  '';
}
`;

const read = (script: string) => editedScript(readDocument('composition.nix', 1, compose(script), null));

test('the script is the Python, with the lines that it has in the file', () => {
  expect(read('    with subtest("a"):\n        server.succeed("x")\n')).toEqual({
    path: 'composition.nix',
    source: 'with subtest("a"):\n    server.succeed("x")',
    ...{ firstLine: 4, lastLine: 5, isComputed: false },
  });
  expect(read('')).toBeNull();
  expect(editedScript(readDocument('composition.nix', 1, '{ roles = { }; }', null))).toBeNull();
});

test('what Nix puts in is told from what is only written alike', () => {
  expect(read('    server.succeed("echo ${pkgs.hello}")')?.isComputed).toBe(true);
  expect(read(`    server.succeed("echo ''\${HOME}")`)).toMatchObject({
    isComputed: false,
    source: 'server.succeed("echo ${HOME}")',
  });
});

test('a line is found again where the text above it was changed', () => {
  const before = read('    one()\n    two()\n    one()');
  const ran: ScriptLines = { file: 'composition.nix', source: before?.source ?? '', first: 1, shift: 3 };
  const after = read('    zero()\n    zero()\n    one()\n    two()\n    one()');
  expect([1, 2, 3].map((line) => lineNow(line, ran, before))).toEqual([4, 5, 6]);
  expect([1, 2, 3].map((line) => lineNow(line, ran, after))).toEqual([6, 7, 6]);
  expect(lineNow(2, ran, read('    other()'))).toBe(5);
  expect(lineNow(2, { ...ran, source: null }, after)).toBe(5);
});
