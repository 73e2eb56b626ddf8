/**
 * flake.lock: what each input of a flake is pinned to. We write it ourselves so that a project builds without a
 * network (docs/decisions/0001-library-reference.md); everything we do not know in it is kept as it is.
 */
import * as z from 'zod';
import { AppError } from '../errors.ts';
import { parseJsonText } from './jsonText.ts';

/** Where templates say that our Nix library comes from. */
export const libraryReference = 'github:nxc-desktop/nxc-desktop?dir=resources/nix';

/** The name that projects give to our library among their inputs. */
export const libraryInput = 'nxc';

const reference = z.looseObject({ type: z.string() });
const node = z.looseObject({
  inputs: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
  locked: reference.optional(),
  original: reference.optional(),
});
const flakeLock = z.looseObject({ nodes: z.record(z.string(), node), root: z.string(), version: z.int() });

export type FlakeLock = z.infer<typeof flakeLock>;
type Reference = z.infer<typeof reference>;

/** A folder with the Nix library in it; `narHash` is Nix's hash of it, as `sha256-…`. */
export interface LibraryPin {
  readonly path: string;
  readonly narHash: string;
}

/**
 * Reads a lock.
 *
 * @throws AppError `nix-evaluation` with the place when it is not JSON or not a lock
 */
export function parseFlakeLock(text: string, file: string): FlakeLock {
  const hint = 'Restore it with `git checkout flake.lock`, or delete it and run `nxc build -u`.';
  const parsed = flakeLock.safeParse(parseJsonText(text, file, { code: 'nix-evaluation', hint }));
  if (parsed.success) return parsed.data;
  throw new AppError('nix-evaluation', 'flake.lock is JSON, but not a lock that Nix could use.', {
    hint,
    details: { position: { file, line: 1, column: 1 }, raw: z.prettifyError(parsed.error) },
  });
}

/** As Nix lays it out: two spaces, names in order. */
export function printFlakeLock(lock: FlakeLock): string {
  return `${JSON.stringify(sorted(lock), null, 2)}\n`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

export const emptyFlakeLock: FlakeLock = { nodes: { root: {} }, root: 'root', version: 7 };

/** What the project's input for our library is pinned to; `undefined` when it is not pinned. */
export function lockedLibrary(lock: FlakeLock): Reference | undefined {
  return lock.nodes[libraryNode(lock) ?? '']?.locked;
}

/** Names of the flake's inputs that are pinned, except those that follow another one. */
export function declaredInputs(lock: FlakeLock): string[] {
  const inputs = Object.entries(lock.nodes[lock.root]?.inputs ?? {});
  return inputs.filter(([, target]) => typeof target === 'string').map(([name]) => name);
}

/** What every input of the flake is pinned to, those that follow another one included. */
export function lockedInputs(lock: FlakeLock): { readonly name: string; readonly locked: Reference }[] {
  return Object.entries(lock.nodes[lock.root]?.inputs ?? {}).flatMap(([name, target]) => {
    const locked = lock.nodes[nodeOf(lock, target) ?? '']?.locked;
    return locked === undefined ? [] : [{ name, locked }];
  });
}

/** The node that an input names: by its name, or by the path of inputs from the root that it follows. */
function nodeOf(lock: FlakeLock, target: string | readonly string[], depth = 0): string | undefined {
  if (typeof target === 'string') return target;
  // A lock whose inputs follow each other in a circle names nothing.
  if (depth > target.length + Object.keys(lock.nodes).length) return undefined;
  let name: string | undefined = lock.root;
  for (const step of target) {
    const next: string | readonly string[] | undefined = lock.nodes[name ?? '']?.inputs?.[step];
    name = next === undefined ? undefined : nodeOf(lock, next, depth + 1);
  }
  return name;
}

function libraryNode(lock: FlakeLock): string | undefined {
  const name = lock.nodes[lock.root]?.inputs?.[libraryInput];
  return typeof name === 'string' ? name : undefined;
}

/** The lock with our library pinned to a folder of this machine. Its other inputs stay as they are. */
export function withLibrary(lock: FlakeLock, pin: LibraryPin, original: Reference): FlakeLock {
  const name = libraryNode(lock) ?? freeName(lock);
  const root = lock.nodes[lock.root] ?? {};
  const previous = lock.nodes[name];
  return {
    ...lock,
    nodes: {
      ...lock.nodes,
      [lock.root]: { ...root, inputs: { ...root.inputs, [libraryInput]: name } },
      [name]: {
        ...previous,
        locked: { type: 'path', path: pin.path, narHash: pin.narHash },
        original: previous?.original ?? original,
      },
    },
  };
}

function freeName(lock: FlakeLock): string {
  let name = libraryInput;
  for (let number = 2; name in lock.nodes; number++) name = `${libraryInput}_${number}`;
  return name;
}

/** Whether our library is all that the project needs: then nothing of it can come from a binary cache. */
export function needsNothingElse(lock: FlakeLock): boolean {
  const others = Object.keys(lock.nodes).filter((name) => name !== lock.root);
  return others.length === 1 && others[0] === libraryNode(lock) && lockedLibrary(lock)?.type === 'path';
}

/** A GitHub reference as flake.nix writes it. */
const githubReference = /^github:([^/?]+)\/([^/?]+)(?:\/([^?]+))?(?:\?dir=([^&]+))?$/;
const libraryUrl = /\bnxc\s*(?:\.\s*url\s*=|=\s*\{[^}]*?\burl\s*=)\s*"([^"]+)"/;

/**
 * The input for our library that a flake.nix declares, in the form in which the lock repeats it.
 *
 * @returns `undefined` when the project gets its library from somewhere else
 */
export function declaredLibrary(flakeSource: string): Reference | undefined {
  const url = libraryUrl.exec(flakeSource)?.[1] ?? '';
  const match = githubReference.exec(url);
  const own = githubReference.exec(libraryReference);
  if (match === null || match[1] !== own?.[1] || match[2] !== own?.[2]) return undefined;
  const [, owner, repo, ref, dir] = match;
  return {
    type: 'github',
    owner,
    repo,
    ...(ref === undefined ? {} : { ref }),
    ...(dir === undefined ? {} : { dir }),
  };
}
