import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readComposition } from '#shared/nixLanguage/composition/readComposition.ts';
import { parseNix } from '#shared/nixLanguage/syntax/document.ts';
import {
  clientRole,
  compositionFile,
  isTutorial,
  ownLines,
  ownLinesOf,
  pageLine,
  serverRole,
} from './tutorialProject.ts';

const templates = join(import.meta.dirname, '../../../resources/nix/templates');
const read = (template: string, file: string): string =>
  readFileSync(join(templates, template, file), 'utf8');
const composition = read('tutorial', compositionFile);

describe('the template', () => {
  test('is told from the others', () => {
    expect(isTutorial(read('tutorial', 'flake.nix'))).toBe(true);
    expect(isTutorial(read('webserver', 'flake.nix'))).toBe(false);
  });

  test('has the roles and the page that the tour speaks of', () => {
    const document = parseNix(composition);
    expect(readComposition(document).roles.map(({ name }) => name)).toEqual([serverRole, clientRole]);
    const line = pageLine(document);
    expect(composition.split('\n')[(line ?? 0) - 1]).toContain('<h1>Hello from the server</h1>');
    expect(ownLines(document)).toEqual([]);
  });
});

describe('lines of one’s own', () => {
  const changed = composition.replace('This page was built by Nix.', 'I built this.');

  test('are those that the template does not have', () => {
    expect(ownLinesOf(changed)).toEqual(['<p>I built this.</p>']);
    expect(ownLinesOf(composition.replace('<h1>', 'Hi!\n          <h1>'))).toEqual(['Hi!']);
  });

  test('are not those that were only moved or taken away', () => {
    expect(ownLinesOf(composition.replace(/ *<p>This page.*\n/, ''))).toEqual([]);
    expect(ownLinesOf(composition.replaceAll('          <', '  <'))).toEqual([]);
  });

  test('are as they are sent, and none whose value only Nix knows', () => {
    expect(ownLinesOf(changed.replace('I built', "It''${'s''' here"))).toEqual([]);
    expect(ownLinesOf(changed.replace('I built', "I ''' built"))).toEqual(["<p>I '' built this.</p>"]);
    expect(ownLinesOf(changed.replace('I built', '${pkgs.name} built'))).toEqual([]);
  });

  test('are found while something else is broken', () => {
    expect(ownLinesOf(changed.replace('port = 80;', 'port = 80'))).toEqual(['<p>I built this.</p>']);
    expect(ownLinesOf('')).toEqual([]);
  });
});
