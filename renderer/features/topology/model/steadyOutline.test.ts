import { expect, test } from 'vitest';
import { readComposition } from '#shared/nixLanguage/composition/readComposition.ts';
import { type NixDocument, parseNix } from '#shared/nixLanguage/syntax/document.ts';
import { webLab } from '#shared/nixLanguage/testing/fixtures.ts';
import { steadyOutline } from './steadyOutline.ts';

const read = (text: string, previous: NixDocument | null) => {
  const parsed = parseNix(text, previous);
  return { parsed, outline: readComposition(parsed) };
};

test('a quote that is just typed does not take the roles after it away', () => {
  const good = read(webLab, null);
  const broken = read(webLab.replace('root = "/srv/www";', 'root = "/srv/www;'), good.parsed);
  expect(broken.parsed.problems).not.toEqual([]);
  const names = steadyOutline(broken).outline.roles.map(({ name }) => name);
  expect(names).toEqual(['server', 'client', 'storage']);
});

test('a mistake that hides nothing does not hold the picture back', () => {
  const good = read(webLab, null);
  const typed = webLab.replace('storage = {', 'cache = { }\n    storage = {');
  const { outline, text } = steadyOutline(read(typed, good.parsed));
  expect(outline.roles.map(({ name }) => name)).toContain('cache');
  expect(text.text).toBe(typed);
});
