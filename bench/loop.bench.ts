/**
 * The edit loop: one role of the tutorial is edited, and its nodes answer with the new text. Beside it what the parts
 * cost by hand in the same round: `nix build` of such an edit, and replacing one container with the docker command.
 * Option: --rounds 5
 */
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createNixConfiguration } from '#engine/nix/configuration.ts';
import { run } from './lib/process.ts';
import { median } from './lib/statistics.ts';
import { milliseconds, printTable } from './lib/table.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const nxc = join(import.meta.dirname, '..', 'bin', 'nxc');
const home = await mkdtemp(join(tmpdir(), 'nxc-loop-'));
const env = { ...process.env, NXC_HOME: join(home, 'nxc') };
const project = join(home, 'lab');
const composition = join(project, 'composition.nix');
const byHand = 'nxc-loop-bench-by-hand';

interface StartDocument {
  readonly result: {
    readonly deployment: {
      readonly nodes: readonly {
        readonly name: string;
        readonly status: { readonly address?: string | null };
      }[];
    };
  };
}

async function edit(text: string): Promise<void> {
  const before = await readFile(composition, 'utf8');
  await writeFile(composition, before.replace(/<h1>.*<\/h1>/, `<h1>${text}</h1>`));
}

async function startAndAsk(text: string): Promise<number> {
  const began = performance.now();
  const { output } = await run([nxc, '--json', 'start', '--build'], { cwd: project, env });
  const { nodes } = (JSON.parse(output) as StartDocument).result.deployment;
  const address = nodes.find(({ name }) => name === 'server')?.status.address;
  for (;;) {
    const page = await fetch(`http://${address}/`).then(
      (answer) => answer.text(),
      () => '',
    );
    if (page.includes(text)) return performance.now() - began;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function replaceByHand(composeInfo: string): Promise<number> {
  const info = JSON.parse(await readFile(composeInfo, 'utf8')) as { 'docker-compose-file': string };
  const file = JSON.parse(await readFile(info['docker-compose-file'], 'utf8')) as {
    services: Record<string, { image: string; command: string[] }>;
  };
  const { image = '', command = [] } = file.services.server ?? {};
  const options = ['--detach', '--name', byHand, '--volume', '/nix/store:/nix/store:ro', '--tmpfs', '/run'];
  const removed = await run(['docker', 'rm', '--force', byHand]).catch(() => ({ milliseconds: 0 }));
  const started = await run(['docker', 'run', ...options, '--network', 'none', image, ...command]);
  return removed.milliseconds + started.milliseconds;
}

try {
  await run([nxc, 'init', project], { env });
  await startAndAsk('Hello');
  const { program, flags, environment } = await createNixConfiguration({
    cacheDirectory: join(home, 'cache'),
    environment: env,
  }).read();
  const build = [program, 'build', '.#composition::docker', ...flags, '--out-link', join(home, 'built')];
  const nix: number[] = [];
  const docker: number[] = [];
  const ours: number[] = [];
  for (let round = 0; round < Number(values.rounds); round += 1) {
    await edit(`By hand ${round}`);
    nix.push((await run(build, { cwd: project, env: environment })).milliseconds);
    docker.push(await replaceByHand(await realpath(join(home, 'built'))));
    await edit(`Ours ${round}`);
    ours.push(await startAndAsk(`Ours ${round}`));
  }
  const parts = median(nix) + median(docker);
  console.log('One role edited, until its node answers with the new text; medians.\n');
  printTable(
    ['what', 'median ms'],
    [
      ['nix build', milliseconds(median(nix))],
      ['docker rm and docker run', milliseconds(median(docker))],
      ['nxc start --build, and the page', milliseconds(median(ours))],
      ['ours over the parts', milliseconds(median(ours) - parts)],
    ],
  );
} finally {
  await run([nxc, 'stop'], { cwd: project, env }).catch(() => undefined);
  await run(['docker', 'rm', '--force', byHand]).catch(() => undefined);
  await rm(home, { recursive: true, force: true });
}
