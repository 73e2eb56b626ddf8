import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { driverFunctions, driverNames, nodeMethods } from './testDriver.ts';

const folder = join(import.meta.dirname, '../../../../resources/driver/nxc_driver');
const read = (file: string): string => readFileSync(join(folder, file), 'utf8');

const sources = readdirSync(folder)
  .filter((file) => file.endsWith('.py'))
  .map(read);

/** The text of a class, whichever file it is in. */
function classBody(name: string): string {
  const begin = new RegExp(`^class ${name}\\b.*\n(?:(?: .*)?\n)*`, 'm');
  return sources.map((source) => begin.exec(source)?.[0]).find((body) => body !== undefined) ?? '';
}

/** Public functions of the source that are indented so far, with their parameters. */
function definitions(source: string, indentation: string): [name: string, parameters: string][] {
  const pattern = new RegExp(`^${indentation}def ([a-z]\\w*)\\(([^)]*)\\):`, 'gm');
  return [...source.matchAll(pattern)].map(([, name = '', parameters = '']) => [
    name,
    parameters.replace(/^self(?:, )?/, ''),
  ]);
}

describe('the editor knows the test driver', () => {
  test('every method of a node, with its parameters', () => {
    // A node's class is put together from several, each in a file of its own.
    const bases = /class Machine\(([^)]*)\)/.exec(read('machine.py'))?.[1]?.split(', ') ?? [];
    const classes = ['Machine', ...bases].map(classBody);
    const properties = classes.flatMap((body) => [...body.matchAll(/@property\n {4}def (\w+)/g)]);
    const names = new Set(properties.map(([, name]) => name));
    const methods = classes.flatMap((body) => definitions(body, ' {4}')).filter(([name]) => !names.has(name));
    const known = nodeMethods.map(({ name, parameters }) => [name, parameters]);
    expect(known.toSorted()).toEqual(methods.toSorted());
  });

  test('every function, with its parameters', () => {
    const all = sources.flatMap((source) => [...definitions(source, ' {4}'), ...definitions(source, '')]);
    for (const { name, parameters } of driverFunctions) expect(all).toContainEqual([name, parameters]);
  });

  test('every other name', () => {
    const source = read('namespace.py');
    for (const { name } of driverNames) expect(source).toContain(`"${name}": `);
  });

  test('and inserts calls of what there is', () => {
    for (const { name, snippet } of [...nodeMethods, ...driverFunctions])
      expect(snippet ?? `${name}(`).toMatch(new RegExp(`^${name}\\(`));
  });
});
