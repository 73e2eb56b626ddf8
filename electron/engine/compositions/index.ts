/** What a project's compositions evaluate to, as Nix itself says. Builds nothing. */
import * as z from 'zod';
import type { Target } from '#shared/contract/common.ts';
import { type EvaluatedComposition, evaluatedComposition } from '#shared/contract/compositions.ts';
import type { Project } from '#shared/contract/projects.ts';
import { AppError } from '#shared/errors.ts';
import { listOffers, type OfferedTarget } from '#shared/model/chooseTarget.ts';
import { flavourNames } from '#shared/model/flavours.ts';
import { packageReference } from '../nix/flakeReference.ts';
import type { ProjectNix } from '../nix/projectNix.ts';
import { sourceFingerprint } from '../projects/sourceFingerprint.ts';

/** Answers that are kept: one per composition and flavour of a few projects. */
const rememberedAnswers = 64;

export interface Compositions {
  /**
   * The compositions and flavours that the flake offers on this machine.
   *
   * @throws AppError that explains what Nix complained about
   */
  list(directory: string, signal?: AbortSignal): Promise<OfferedTarget[]>;
  /**
   * Roles, services, ports and test script.
   *
   * @throws AppError that explains what Nix complained about; `not-found` lists what the project offers instead
   */
  evaluate(target: Target, signal?: AbortSignal): Promise<EvaluatedComposition>;
}

export interface CompositionsDependencies {
  readonly projects: { open(directory: string): Promise<Project> };
  readonly nix: ProjectNix;
}

export function createCompositions({ projects, nix }: CompositionsDependencies): Compositions {
  const answers = new Map<string, unknown>();

  /**
   * Flakes are evaluated without looking at anything but their own files and what flake.lock names by content, so the
   * same files give the same answer. Failures are not kept: some come from the machine.
   */
  async function ask(
    project: Project,
    makeArguments: (system: string) => readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<unknown> {
    const root = project.git?.root ?? null;
    const currentKey = async () => {
      const sources = await sourceFingerprint(project.directory, root);
      return JSON.stringify([project.directory, sources, makeArguments('')]);
    };
    const key = await currentKey();
    const known = answers.get(key);
    if (known !== undefined) return known;
    const { output } = await nix.run(project, makeArguments, { signal });
    const answer: unknown = JSON.parse(output);
    // A file saved meanwhile may or may not have been seen.
    if ((await currentKey()) !== key) return answer;
    answers.set(key, answer);
    for (const oldest of answers.keys()) {
      if (answers.size <= rememberedAnswers) break;
      answers.delete(oldest);
    }
    return answer;
  }

  async function listOf(project: Project, signal: AbortSignal | undefined): Promise<OfferedTarget[]> {
    const names = await ask(
      project,
      (system) => ['eval', '--json', `.#packages.${system}`, '--apply', 'builtins.attrNames'],
      signal,
    );
    return z.array(z.string()).parse(names).flatMap(toTarget);
  }

  return {
    async list(directory, signal) {
      return listOf(await projects.open(directory), signal);
    },
    async evaluate({ directory, composition, flavour }, signal) {
      const project = await projects.open(directory);
      const reference = packageReference(`${composition}::${flavour}`, 'nxc');
      try {
        const answer = await ask(project, () => ['eval', '--json', reference, '--show-trace'], signal);
        return readAnswer(answer, `${composition}::${flavour}`);
      } catch (thrown) {
        throw await withOffers(thrown, `${composition}::${flavour}`, () => listOf(project, signal));
      }
    },
  };
}

/** Names are `composition::flavour`; other packages, and images that compositions share, are none of them. */
function toTarget(name: string): OfferedTarget[] {
  const [composition = '', flavour = '', ...rest] = name.split('::');
  const isTarget = composition !== '' && rest.length === 0 && flavourNames.some((known) => known === flavour);
  return isTarget ? [{ composition, flavour }] : [];
}

function readAnswer(answer: unknown, name: string): EvaluatedComposition {
  const parsed = evaluatedComposition.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new AppError('nix-evaluation', `“${name}” evaluates, but does not describe itself as expected.`, {
    hint: 'The project’s Nix library may be of another version: run `nxc build -u` to bring it up to date.',
    details: { raw: z.prettifyError(parsed.error) },
  });
}

/** An error about a package that isn't there, completed with those that are. */
export async function withOffers(
  thrown: unknown,
  name: string,
  list: () => Promise<readonly OfferedTarget[]>,
): Promise<unknown> {
  if (!(thrown instanceof AppError) || thrown.code !== 'not-found') return thrown;
  const offered = await list().catch(() => undefined);
  // The target is there: what was not found is something else.
  if (
    offered === undefined ||
    offered.some((target) => `${target.composition}::${target.flavour}` === name)
  ) {
    return thrown;
  }
  return new AppError('not-found', `This project has no “${name}”.`, {
    hint: name.includes('::nixos-test')
      ? `${listOffers(offered)} The NixOS test framework is part of nixpkgs: the tiny base has none of its flavours.`
      : listOffers(offered),
    details: thrown.details,
    cause: thrown,
  });
}
