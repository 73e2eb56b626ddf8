/** From what Nix wrote to an AppError: what is wrong, where in the user's files, and what to do next. */
import { AppError, type SourcePosition } from '#shared/errors.ts';
import type { NixLog } from '../internalJson.ts';
import { advice } from './advice.ts';
import { layOut, type NixErrorLayout } from './layout.ts';
import type { ProjectSources } from './projectSources.ts';
import type { Explanation, Scene } from './rule.ts';
import { rules } from './rules/index.ts';

/** Characters of Nix's text that are kept; a trace through nixpkgs can be megabytes. */
const rawLimit = 100_000;

export interface NixFailure {
  readonly log: Pick<NixLog, 'errors' | 'plain' | 'tails'>;
  /** `null` when a signal ended Nix. */
  readonly exitCode: number | null;
  /** The command as the user could type it. */
  readonly command: string;
  readonly sources: ProjectSources;
  readonly compositionFile?: string | undefined;
}

const dependencyFailed = /dependenc(?:y|ies) of derivation '([^']+)' failed to build/;

/** Explains a failed Nix command. Never throws on a text it does not know: that comes back in Nix's own words. */
export async function readNixError(failure: NixFailure): Promise<AppError> {
  const texts = failure.log.errors.length > 0 ? failure.log.errors : [failure.log.plain.join('\n')];
  const layouts = texts.map((text) => layOut(text)).filter((layout) => layout.message !== '');
  // What failed because something else did is only worth a word when that something is not known.
  const layout = layouts.find(({ message }) => !dependencyFailed.test(message)) ?? layouts[0];
  const raw = [...failure.log.errors, ...failure.log.plain].join('\n').slice(0, rawLimit);
  const details = {
    raw,
    command: {
      command: failure.command,
      exitCode: failure.exitCode,
      // A trace ends with what matters least.
      lastLines: (layout?.message ?? raw).trimEnd().split('\n').slice(-10),
    },
  };
  if (layout === undefined) {
    const how =
      failure.exitCode === null ? 'was ended by a signal' : `ended with exit code ${failure.exitCode}`;
    return new AppError('nix-build', `Nix ${how} and did not say why.`, {
      hint: `Run it by hand to see more: ${failure.command}`,
      details,
    });
  }
  const scene = await makeScene(failure, layout, layouts);
  const explanation = await explain(scene);
  const position = explanation.position ?? scene.position;
  const where =
    position === undefined
      ? ''
      : `${scene.sources.name(position.file)}:${position.line}:${position.column}: `;
  return new AppError(
    explanation.code ?? 'nix-evaluation',
    await inProjectWords(where + explanation.message, scene.sources),
    {
      hint: await inProjectWords(explanation.hint, scene.sources),
      retryable: explanation.retryable ?? false,
      details: position === undefined ? details : { ...details, position },
    },
  );
}

async function makeScene(
  { log, sources, compositionFile }: NixFailure,
  layout: NixErrorLayout,
  all: readonly NixErrorLayout[],
): Promise<Scene> {
  return {
    layout,
    position: await ownPosition(layout, sources),
    sources,
    compositionFile,
    dependents: all.flatMap(({ message }) => dependencyFailed.exec(message)?.[1] ?? []),
    tail: (derivation) => log.tails.get(derivation) ?? [],
  };
}

/** The first place that is in a file of the project. */
async function ownPosition(
  layout: NixErrorLayout,
  sources: ProjectSources,
): Promise<SourcePosition | undefined> {
  for (const { path, line, column } of layout.places) {
    const file = await sources.locate(path);
    if (file === undefined) continue;
    const source = await sources.read(file);
    if (source !== undefined && line <= source.split('\n').length) return { file, line, column };
  }
  return undefined;
}

async function explain(scene: Scene): Promise<Explanation> {
  for (const rule of rules) {
    const match = rule.pattern.exec(scene.layout.message);
    if (match === null) continue;
    const explanation = await rule.explain(match, scene);
    if (explanation !== undefined) return explanation;
  }
  // Thrown by a composition or a library, whose authors chose their words for its users.
  const { message } = scene.layout;
  const [first = ''] = message.split('\n');
  return {
    // The place of the only definition that can be meant is told by the position.
    message: first.replace(/ Definition values:$/, ''),
    hint: advice(message) || 'This message comes from the Nix code itself; the full text has its trace.',
  };
}

const storeFile = /\/[^\s`'":]*\/[0-9a-z]{32}-[^\s`'":/]*source\/[^\s`'":,;)]+/g;

/** The same text with the user's own files called as the user calls them. */
async function inProjectWords(text: string, sources: ProjectSources): Promise<string> {
  const paths = [...new Set([...text.matchAll(storeFile)].map(([path]) => path))];
  let result = text;
  for (const path of paths) {
    const file = await sources.locate(path);
    if (file !== undefined) result = result.replaceAll(path, sources.name(file));
  }
  return result;
}
