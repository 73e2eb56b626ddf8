import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pathInside, readDiagnostics, readLocations, readMarkdown, readOffers, uriOf } from './protocol.ts';

const range = { start: { line: 0, character: 1 }, end: { line: 0, character: 4 } };

test('paths go there and back, whatever their letters', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[^/\0]{1,20}$/u),
      fc.stringMatching(/^[^/\0]{1,20}$/u),
      (folder, file) => {
        expect(pathInside(`/home/${folder}`, uriOf(`/home/${folder}`, file))).toBe(file);
      },
    ),
  );
  expect(pathInside('/lab', 'file:///labor/a.nix')).toBeNull();
  expect(pathInside('/lab', 'https://a.example/lab/a.nix')).toBeNull();
  expect(pathInside('/lab', 'file:///lab/%zz')).toBeNull();
});

test.each([
  ['text', 'text'],
  [{ kind: 'plaintext', value: 'text' }, 'text'],
  [{ language: 'nix', value: '{ }' }, '```nix\n{ }\n```'],
  [['one', { language: 'nix', value: '1' }], 'one\n\n```nix\n1\n```'],
  ['', null],
  [[], null],
  [null, null],
])('%j reads %j', (contents, markdown) => {
  expect(readMarkdown(contents)).toBe(markdown);
});

test('offers come alone or with a word on whether there are more, with or without an edit', () => {
  expect(readOffers([{ label: 'a' }])).toMatchObject({
    isIncomplete: false,
    offers: [{ insert: 'a', range: null }],
  });
  const { offers, isIncomplete } = readOffers({
    isIncomplete: true,
    items: [
      { label: 'a', insertTextFormat: 2, textEdit: { newText: 'a.$0', replace: range, insert: range } },
      7,
    ],
  });
  expect(isIncomplete).toBe(true);
  expect(offers).toEqual([expect.objectContaining({ insert: 'a.$0', isSnippet: true, range })]);
});

test('places come alone, as a list, or as links', () => {
  expect(readLocations({ uri: 'file:///a', range })).toEqual([{ uri: 'file:///a', range }]);
  expect(readLocations([{ targetUri: 'file:///a', targetSelectionRange: range }])).toHaveLength(1);
  expect(readLocations(null)).toEqual([]);
});

test('what a server sends never breaks the window', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (answer) => {
      readOffers(answer);
      readLocations(answer);
      readMarkdown(answer);
      readDiagnostics(answer);
    }),
  );
});
