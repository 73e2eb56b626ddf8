import type { Command } from 'commander';
import type { TargetStatus } from '#shared/contract/deployments.ts';
import type { SerializedError } from '#shared/errors.ts';
import type { RunWork } from '../commandOptions.ts';
import { findProblem } from '../findProblem.ts';
import { nodeTable } from '../output/deploymentText.ts';
import type { Style } from '../output/style.ts';
import { ago, table } from '../output/text.ts';

export function declareStatus(program: Command, run: RunWork): Command {
  return program
    .command('status')
    .summary('what is built, running and out of date')
    .action((_options: unknown, command: Command) =>
      run(command, async (session) => {
        const client = await session.client();
        const { directory, name, defaultFlavour } = await client.projects.open({
          directory: session.directory,
        });
        const targets = await client.deployments.status({ directory }, { signal: session.signal });
        session.print(`${session.style.bold(name)}  ${directory}`);
        for (const line of statusLines(targets, Date.now(), session.style)) session.print(line);
        const problem = await findProblem(session, { directory, defaultFlavour, targets });
        for (const line of problemLines(problem, session.style)) session.print(line);
        return { directory, name, targets, problem };
      }),
    );
}

const buildWords: Readonly<Record<TargetStatus['build'], string>> = {
  never: 'never built',
  built: 'built',
  stale: 'stale: the sources are newer',
  broken: 'broken: the build is gone from the store',
};

/** The flavour matrix and under it the nodes of what runs. `now` is in milliseconds since the epoch. */
export function statusLines(targets: readonly TargetStatus[], now: number, style: Style): string[] {
  const rows = targets.map(({ composition, flavour, build, builtAt, deployment, problem }) => [
    composition,
    flavour,
    build === 'built' && builtAt !== null ? `built ${ago(now - builtAt)}` : buildWords[build],
    deployment === null ? (problem === undefined ? '' : 'not known') : deploymentWord(deployment),
  ]);
  const matrix = table([['COMPOSITION', 'FLAVOUR', 'BUILD', 'NODES'], ...rows], (cell, row, column) => {
    if (row === 0) return style.dim(cell);
    return column === 2 ? paintBuild(targets[row - 1]?.build, cell, style) : cell;
  });
  const deployed = targets.flatMap(({ deployment }) => deployment ?? []);
  return [
    ...matrix,
    ...deployed.flatMap((deployment) => [
      '',
      style.bold(`${deployment.target.composition}::${deployment.target.flavour}`),
      ...nodeTable(deployment, style).map((line) => `  ${line}`),
      ...(deployment.notices ?? []).map((notice) => `  ${style.yellow('notice:')} ${notice}`),
    ]),
    ...unknownLines(targets, style),
  ];
}

/** Once for each flavour that could not be asked. */
function unknownLines(targets: readonly TargetStatus[], style: Style): string[] {
  const problems = new Map(targets.flatMap(({ flavour, problem }) => (problem ? [[flavour, problem]] : [])));
  return [...problems].flatMap(([flavour, { message, hint }]) => [
    '',
    `${style.yellow('warning:')} What runs on ${flavour} is not known: ${message}`,
    ...(hint === undefined ? [] : [`${style.cyan('hint:')} ${hint}`]),
  ]);
}

/** In short: the whole of it is what `nxc build` is for. */
function problemLines(problem: SerializedError | null, style: Style): string[] {
  if (problem === null) return [];
  return [
    '',
    `${style.yellow('warning:')} It cannot be built as it is: ${problem.message}`,
    `${style.cyan('hint:')} \`nxc build\` shows the place and what to do. What runs is not touched by it.`,
  ];
}

function deploymentWord({ freshness, nodes }: NonNullable<TargetStatus['deployment']>): string {
  const running = nodes.filter(({ status }) => status.state === 'running').length;
  const summary = `${running}/${nodes.length} running`;
  if (freshness === 'current') return summary;
  return freshness === 'lost' ? 'lost: only its file is left' : `${summary}, of an older build`;
}

function paintBuild(build: TargetStatus['build'] | undefined, text: string, style: Style): string {
  if (build === 'built') return style.green(text);
  return build === 'never' ? style.dim(text) : style.yellow(text);
}
