/** Asks Nix what a pinned nixpkgs offers. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import type { Project } from '#shared/contract/projects.ts';
import { toAppError } from '#shared/errors.ts';
import { lockedInputs } from '#shared/model/flakeLock.ts';
import type { KnownOption } from '#shared/model/options.ts';
import type { ProjectNix } from '../nix/projectNix.ts';
import type { Library } from '../projects/library/index.ts';
import { readLock } from '../projects/lock.ts';
import { plainText } from './plainText.ts';

/** What is read, and the name of all that it is read from. */
export interface Source {
  /** The same pins, the same library and the same reader have the same key. */
  readonly key: string;
  readonly project: Project;
  /** JSON of what the inputs are pinned to, nixpkgs in front. */
  readonly inputs: string;
  readonly library: string;
}

export interface NixpkgsList {
  readonly nixpkgs: string;
  readonly options: readonly KnownOption[];
  readonly packages: readonly string[];
}

const listAnswer = z.object({
  nixpkgs: z.string(),
  options: z.array(
    z.object({
      path: z.array(z.string()),
      type: z.string(),
      text: z.string().nullable(),
      default: z.string().nullable(),
      from: z.array(z.string()),
    }),
  ),
  packages: z.array(z.string()),
});

const packageAnswer = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('package'),
    version: z.string(),
    description: z.string().nullable(),
    homepage: z.string().nullable(),
  }),
  z.object({ kind: z.literal('set'), names: z.array(z.string()) }),
  z.object({ kind: z.literal('other') }),
]);

export type PackageAnswer = z.infer<typeof packageAnswer>;

export interface NixpkgsReader {
  /** What there is to read of a project; `null` when it pins nothing that could be nixpkgs. */
  source(project: Project): Promise<Source | null>;
  /**
   * All options and the names of all packages; takes seconds, in the background.
   *
   * @throws AppError that explains what Nix complained about, or `cancelled`
   */
  list(source: Source, signal: AbortSignal): Promise<NixpkgsList>;
  /** One attribute of nixpkgs. */
  package(source: Source, path: readonly string[], signal?: AbortSignal): Promise<PackageAnswer>;
}

export interface NixpkgsReaderDependencies {
  readonly nix: ProjectNix;
  readonly library: Library;
  /** Absolute path of the Nix file that describes a nixpkgs: `resources/knowledge/nixos.nix`. */
  readonly reader: string;
}

export function createNixpkgsReader({ nix, library, reader }: NixpkgsReaderDependencies): NixpkgsReader {
  async function ask(
    { project, inputs, library: folder }: Source,
    wanted: string,
    work: { signal?: AbortSignal | undefined; background?: boolean },
  ): Promise<unknown> {
    const expression = (system: string): string =>
      `(import ${nixString(reader)} { inputs = ${nixString(inputs)}; library = ${nixString(folder)}; system = ${nixString(system)}; }).${wanted}`;
    // What is described is not going to be built: nothing of it is written to the store.
    const words = ['eval', '--impure', '--read-only', '--json', '--expr'];
    const { output } = await nix.run(project, (system) => [...words, expression(system)], work);
    return JSON.parse(output);
  }

  return {
    async source(project) {
      const lock = await readLock(project.directory).catch(() => undefined);
      const pinned = lock === undefined ? [] : lockedInputs(lock).filter(({ name }) => name !== 'nxc');
      const likeliest = pinned.toSorted((one, other) => rank(one.name) - rank(other.name));
      if (likeliest.length === 0) return null;
      const inputs = JSON.stringify(likeliest.map(({ locked }) => locked));
      const pin = await library.current();
      const hash = createHash('sha256');
      for (const part of [inputs, pin.narHash, await readFile(reader, 'utf8')]) hash.update(`${part}\0`);
      return { key: hash.digest('hex').slice(0, 32), project, inputs, library: pin.path };
    },
    async list(source, signal) {
      let answer: unknown;
      try {
        answer = await ask(source, 'list true', { signal, background: true });
      } catch (thrown) {
        if (signal.aborted || toAppError(thrown).code !== 'nix-evaluation') throw thrown;
        // Some default of a module may need what this nixpkgs lacks; Nix has no way to go on after that.
        answer = await ask(source, 'list false', { signal, background: true });
      }
      const { options, ...rest } = listAnswer.parse(answer);
      return { ...rest, options: options.map(toOption) };
    },
    async package(source, path, signal) {
      const list = path.map(nixString).join(' ');
      return packageAnswer.parse(await ask(source, `package [ ${list} ]`, { signal }));
    },
  };
}

function toOption({ path, text, ...rest }: z.infer<typeof listAnswer>['options'][number]): KnownOption {
  return {
    ...rest,
    // Older nixpkgs marks a set that could be a list with a `?`.
    path: path.map((step) => (step === '<name?>' ? '<name>' : step)),
    text: plainText(text),
  };
}

/** An input by the usual name is asked first; another one is fetched only when that is not nixpkgs. */
const rank = (name: string): number => (name === 'nixpkgs' ? 0 : /nixpkgs/.test(name) ? 1 : 2);

/** A text as Nix writes strings. */
function nixString(text: string): string {
  return `"${text.replaceAll(/["\\]|\$(?=\{)/g, '\\$&')}"`;
}
