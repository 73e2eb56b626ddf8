/** What the tour knows of the template `tutorial`. A test compares it with the template itself. */
import { decodeString } from '#shared/nixLanguage/composition/embeddedText.ts';
import { type NixDocument, parseNix } from '#shared/nixLanguage/syntax/document.ts';
import type { StringLiteral } from '#shared/nixLanguage/syntax/tree.ts';
import { visitAll } from '#shared/nixLanguage/syntax/visit.ts';

export const compositionFile = 'composition.nix';
export const serverRole = 'server';
export const clientRole = 'client';

/** What to type on the client to see the page. */
export const fetchCommand = 'wget -qO- http://server/';

const pageFile = '/srv/www/index.html';
const templateLines: readonly string[] = [
  '<h1>Hello from the server</h1>',
  '<p>This page was built by Nix.</p>',
];

/** Whether a project was made from the tutorial. @param flake the text of its `flake.nix` */
export function isTutorial(flake: string): boolean {
  return /^\s*description\s*=\s*"NXC tutorial:/m.test(flake);
}

/** Lines of the page that the template does not have, as the server will send them. */
export function ownLines(document: NixDocument): readonly string[] {
  const page = findPage(document);
  if (page === null) return [];
  return decodeString(document.text, page)
    .text.split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !templateLines.includes(line) && !line.includes('${'));
}

export const ownLinesOf = (text: string): readonly string[] => ownLines(parseNix(text));

/** Line of the first line of the page, counted from 1. */
export function pageLine(document: NixDocument): number | null {
  const page = findPage(document);
  if (page === null) return null;
  const first = document.slice(page.content).search(/\S/);
  return document.lines.positionAt(page.content.start + Math.max(0, first)).line;
}

function findPage({ root }: NixDocument): StringLiteral | null {
  let found: StringLiteral | null = null;
  visitAll(root, (node) => {
    if (node.kind !== 'binding' || node.value.kind !== 'string') return;
    const names = node.path.names.map(({ name }) => name);
    if (names.includes(pageFile) && names.at(-1) === 'text') found ??= node.value;
  });
  return found;
}
