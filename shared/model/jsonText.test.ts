import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from '../errors.ts';
import { parseJsonText } from './jsonText.ts';

function problem(text: string): AppError {
  try {
    parseJsonText(text, '/p/nxc.json');
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown;
  }
  throw new Error(`accepted: ${text}`);
}

test.each([
  ['{\n  "composition": "a.nix",\n}', 3, 1],
  ['{\n  "composition" "a.nix"\n}', 2, 17],
  ['{ composition: 1 }', 1, 3],
  ['{ "a": 1', 1, 9],
  ['{\n  "nodes": oops\n}', 2, 12],
  ['[1, [2, {}], {"a": [}]]', 1, 21],
  ['{"a": "text\n"}', 1, 7],
  ['[] x', 1, 4],
  ['[1,]', 1, 4],
  ['', 1, 1],
])('the place of the error in %j', (text, line, column) => {
  const error = problem(text);
  expect(error.details.position).toEqual({ file: '/p/nxc.json', line, column });
  expect(error.message).toMatch(new RegExp(`^nxc\\.json:${line}:${column}: this is not valid JSON: .+\\.$`));
});

test('a byte order mark is no error', () => {
  expect(parseJsonText('\uFEFF{"a":1}', 'x.json')).toEqual({ a: 1 });
});

test('the place in damaged JSON is never behind the damage by more than the text that follows', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), (text, seed) => {
      const at = seed % (text.length + 1);
      const damaged = `${text.slice(0, at)}\u0001${text.slice(at)}`;
      expect(problem(damaged).details.position?.column).toBeLessThanOrEqual(at + 1);
    }),
  );
});

test('every text either parses or gives an AppError with a place inside the text', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      try {
        parseJsonText(text, 'x.json');
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(AppError);
        const line = thrown instanceof AppError ? (thrown.details.position?.line ?? 0) : 0;
        expect(line).toBeGreaterThan(0);
        expect(line).toBeLessThanOrEqual(text.split('\n').length);
      }
    }),
  );
});
