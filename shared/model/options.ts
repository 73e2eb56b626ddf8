/** Options that a role can set, as a list: what is found in it by the path that people write. */

export interface KnownOption {
  /** Names from the outside in; `<name>` stands for a name of the user's choice, `*` for an entry of a list. */
  readonly path: readonly string[];
  readonly type: string;
  readonly text: string;
  /** Its value when nobody sets it, as Nix would write it; `null` when there is none, or none that can be said shortly. */
  readonly default: string | null;
  /** The files that declare it. */
  readonly from: readonly string[];
}

export interface OptionName {
  readonly name: string;
  /** `null` for a name that is only the way to options. */
  readonly option: KnownOption | null;
  /** What comes next below the name: a name of the user's choice, entries of a list, options, or nothing. */
  readonly below: 'named' | 'listed' | 'options' | 'nothing';
  /** How many options there are below. */
  readonly count: number;
  /** The first of them. */
  readonly examples: readonly (readonly string[])[];
}

const mostExamples = 6;

/** The option that a path means, or the nearest one around it. */
export function findOption(options: readonly KnownOption[], path: readonly string[]): KnownOption | null {
  let found: KnownOption | null = null;
  for (const option of options) {
    if (option.path.length > path.length || option.path.length <= (found?.path.length ?? 0)) continue;
    if (leadsTo(path, option.path)) found = option;
  }
  return found;
}

/** The names that can follow a path, in the list's order; none where the user chooses the name. */
export function namesBelow(options: readonly KnownOption[], path: readonly string[]): OptionName[] {
  const depth = path.length;
  const names = new Map<string, KnownOption[]>();
  for (const option of options) {
    const next = option.path[depth];
    if (next === undefined || isPlaceholder(next) || !leadsTo(option.path, path)) continue;
    const known = names.get(next);
    if (known === undefined) names.set(next, [option]);
    else known.push(option);
  }
  return [...names].map(([name, inside]) => {
    const option = inside.find((each) => each.path.length === depth + 1) ?? null;
    const further = inside.filter((each) => each !== option);
    return {
      name,
      option,
      below: kindOf(further[0]?.path[depth + 1]),
      count: further.length,
      examples: further.slice(0, mostExamples).map((each) => each.path),
    };
  });
}

function kindOf(step: string | undefined): OptionName['below'] {
  if (step === undefined) return 'nothing';
  if (step === '<name>') return 'named';
  return step === '*' ? 'listed' : 'options';
}

/** Whether the longer path begins with the shorter one. */
function leadsTo(longer: readonly string[], shorter: readonly string[]): boolean {
  return shorter.every((step, index) => {
    const other = longer[index];
    return other !== undefined && (step === other || isPlaceholder(step) || isPlaceholder(other));
  });
}

const isPlaceholder = (step: string): boolean => step === '<name>' || step === '*';

const plainName = /^[A-Za-z_][\w'-]*$/;

/** A path as it is written in Nix, with quotes where a name needs them. */
export function writePath(path: readonly string[]): string {
  return path
    .map((step) => (plainName.test(step) || isPlaceholder(step) ? step : JSON.stringify(step)))
    .join('.');
}

const inWords: readonly (readonly [string | RegExp, string])[] = [
  [/strings? concatenated with "\\n"/g, 'text of several lines'],
  ['16 bit unsigned integer; between 0 and 65535 (both inclusive)', 'port'],
  ['string or signed integer or path or list of strings convertible to it', 'text'],
  ['unspecified value', 'anything'],
  [/^unspecified$/, 'anything'],
  [/(?:lazy )?attribute set/g, 'set'],
];

/** An option's type in words for people. */
export function typeInWords({ type }: Pick<KnownOption, 'type'>): string {
  return inWords.reduce<string>(
    (text, [technical, plain]) => text.replaceAll(asPattern(technical), plain),
    type,
  );
}

function asPattern(technical: string | RegExp): string | RegExp {
  return technical instanceof RegExp && !technical.global
    ? new RegExp(technical, `${technical.flags}g`)
    : technical;
}
