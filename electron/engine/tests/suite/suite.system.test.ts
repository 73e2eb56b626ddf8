/** The scripts beside this file, on every platform that runs here, with the tutorial's real nodes. */
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildOptions } from '#shared/contract/builds.ts';
import type { JobProgress } from '#shared/contract/jobs.ts';
import { userDirectories } from '../../platform/userDirectories.ts';
import { findKernel } from '../../projects/library/kernel.ts';
import { createServices } from '../../services.ts';

const kernel = await findKernel(process.env, userDirectories().data);
const scripts = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.py'));

/** What scripts may need and a platform has not. */
const missing: Readonly<Record<'docker' | 'vm', readonly string[]>> = { docker: ['monitor'], vm: [] };

describe.each(['docker', 'vm'] as const)('on %s', (flavour) => {
  // A name of its own: Docker knows projects by their folder's name.
  const home = realpathSync(mkdtempSync(join(tmpdir(), `nxc-suite-${flavour}-`)));
  const environment = {
    ...process.env,
    NXC_HOME: join(home, 'home'),
    ...(kernel === undefined ? {} : { NXC_KERNEL: dirname(dirname(kernel.image)) }),
  };
  const directory = join(home, `suite-${basename(home).toLowerCase()}`);
  const target = { directory, composition: 'composition', flavour };
  const services = createServices({ environment, directories: userDirectories(environment) });
  const work = () => ({ signal: new AbortController().signal, report: (_: JobProgress) => {} });

  beforeAll(async () => {
    (await services.tests()).prepareRunner();
    await (await services.projects()).init({ directory, template: 'tutorial', overwrite: false });
    await (await services.builds()).build(target, buildOptions.parse({}), work());
    await (await services.deployments()).start(target, { reuse: true }, work());
  }, 300_000);

  afterAll(async () => {
    await (await services.deployments()).stop(target, work());
    await services.close();
    rmSync(home, { recursive: true });
  }, 120_000);

  test.each(scripts)('%s', { timeout: 240_000 }, async (name) => {
    const source = readFileSync(join(import.meta.dirname, name), 'utf8');
    const need = /^# needs: (\w+)$/m.exec(source)?.[1];
    const run = (await services.tests()).run(
      { target, script: { name, source }, timeoutMs: 200_000 },
      work(),
    );
    if (need !== undefined && missing[flavour].includes(need)) {
      // Told before anything is run.
      await expect(run).rejects.toMatchObject({
        code: 'bad-input',
        message: expect.stringContaining(flavour),
      });
      return;
    }
    expect((await run).failure).toBeNull();
    if (name === 'forward.py') expect(await fetchPage(28_574)).toContain('Hello from the server');
  });
});

async function fetchPage(port: number): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.end('GET / HTTP/1.0\r\n\r\n');
  return text(socket);
}
