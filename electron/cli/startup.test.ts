import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';

const main = join(import.meta.dirname, 'main.ts');

/** Writes the address of every module that is loaded to standard error. */
const recorder = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  import { writeSync } from 'node:fs';
  registerHooks({ load: (url, context, next) => { writeSync(2, url + '\\n'); return next(url, context); } });
`)}`;

async function modulesLoadedBy(...words: string[]): Promise<string[]> {
  const { stderr } = await execa(process.execPath, ['--import', recorder, main, ...words]);
  return stderr.split('\n');
}

test.each([['--help'], ['start', '--help'], ['--version'], ['__complete', 'nxc sta']])(
  'nxc %s loads neither the contract nor any heavy library',
  async (...words) => {
    const modules = await modulesLoadedBy(...words);
    expect(modules).toContainEqual(expect.stringContaining('/electron/cli/program.ts'));
    const heavy =
      /node_modules\/(?!commander|picocolors)|shared\/(contract|rpc)\/|electron\/engine\/(?!platform\/resources)/;
    expect(modules.filter((url) => heavy.test(url))).toEqual([]);
  },
);

test('the engine loads Docker only for what needs it', async () => {
  const modules = await modulesLoadedBy('templates');
  expect(modules).toContainEqual(expect.stringContaining('/electron/engine/createEngine.ts'));
  expect(modules.filter((url) => url.includes('/flavours/docker/'))).toEqual([]);
});
