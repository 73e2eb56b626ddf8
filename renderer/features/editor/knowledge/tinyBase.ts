/** The options and packages of the tiny base, as its Nix library itself says (tinyBase.nix, checked by a test). */
import known from './tinyBase.json';

export interface KnownOption {
  /** `<name>` stands for a name of the user's choice. */
  readonly path: string;
  readonly type: string;
  readonly text: string;
}

export const tinyOptions: readonly KnownOption[] = known.options;
export const tinyPackages: readonly string[] = known.packages;

/** The option that a path means, or the nearest one around it. */
export function findOption(path: readonly string[]): KnownOption | null {
  for (let length = path.length; length > 0; length--) {
    const found = tinyOptions.find((option) => fits(option.path.split('.'), path.slice(0, length), length));
    if (found !== undefined) return found;
  }
  return null;
}

export interface OptionName {
  readonly name: string;
  /** Everything below the name, at least one. */
  readonly options: readonly KnownOption[];
  /** Whether the name is an option itself and not only the way to some. */
  readonly option: KnownOption | null;
}

/** The names that can follow a path; none where the user chooses the name. */
export function namesBelow(path: readonly string[]): OptionName[] {
  const names = new Map<string, KnownOption[]>();
  for (const option of tinyOptions) {
    const steps = option.path.split('.');
    const next = steps[path.length];
    if (next === undefined || next === '<name>' || !fits(steps, path, path.length)) continue;
    names.set(next, [...(names.get(next) ?? []), option]);
  }
  return [...names].map(([name, options]) => ({
    name,
    options,
    option: options.find((option) => option.path.split('.').length === path.length + 1) ?? null,
  }));
}

function fits(steps: readonly string[], path: readonly string[], length: number): boolean {
  if (steps.length < length) return false;
  return (
    path.every((name, index) => steps[index] === '<name>' || steps[index] === name) &&
    path.length <= steps.length
  );
}

const inWords: readonly (readonly [string, string])[] = [
  ['strings concatenated with "\\n"', 'text of several lines'],
  ['16 bit unsigned integer; between 0 and 65535 (both inclusive)', 'port'],
  ['string or signed integer or path or list of strings convertible to it', 'text'],
  ['unspecified value', 'anything'],
];

/** An option's type in words for people. */
export function typeInWords({ type }: KnownOption): string {
  return inWords.reduce((text, [technical, plain]) => text.replaceAll(technical, plain), type);
}
