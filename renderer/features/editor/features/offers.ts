/** What can be written at the cursor. Pure: the code editor only draws what is offered. */

import { type OptionName, typeInWords, writePath } from '#shared/model/options.ts';
import { pythonName } from '#shared/nixLanguage/composition/roleUses.ts';
import { type CompletionContext, completionContext } from '#shared/nixLanguage/cursor/completion.ts';
import { placeAt } from '#shared/nixLanguage/cursor/place.ts';
import type { Range } from '#shared/nixLanguage/text/range.ts';
import { count } from '#shared/words.ts';
import { describeGroup, describeOption } from '../knowledge/descriptions.ts';
import type { Origin } from '../knowledge/knowledge.ts';
import { driverFunctions, driverNames, nodeMethods } from '../knowledge/testDriver.ts';
import type { LanguageDocument } from '../language/languageDocument.ts';

export interface Offer {
  readonly label: string;
  readonly kind: 'attribute' | 'option' | 'role' | 'package' | 'node' | 'method' | 'function' | 'snippet';
  /** In small beside the label. */
  readonly detail: string;
  /** Markdown. */
  readonly text: string;
  /** Inserted, with places for the cursor as `$1`, `${2:word}`, `$0`. */
  readonly insert: string;
  readonly range: Range;
  /** Whether something can follow at once, so that it is asked again. */
  readonly goesOn: boolean;
  /** The path of the package that it is, for asking what more there is to say. */
  readonly package?: readonly string[];
}

/** What has to be known of the project's base before it can be said what fits. */
export type Wanted =
  | { readonly kind: 'options'; readonly path: readonly string[] }
  | { readonly kind: 'packages'; readonly path: readonly string[]; readonly text: string };

export interface OfferFacts {
  /** A file that a role imports holds options at its outermost level. */
  readonly isModule: boolean;
  readonly origin: Origin;
  /** The names that can follow the path of options that is wanted. */
  readonly options: readonly OptionName[];
  /** The packages that are wanted. */
  readonly packages: readonly string[];
}

type Draft = Omit<Offer, 'range' | 'goesOn'> & { readonly goesOn?: boolean };

const attributes: readonly (Draft & { readonly label: string })[] = [
  {
    label: 'roles',
    kind: 'attribute',
    detail: 'kinds of machines',
    text: 'One name for each kind of machine.',
    insert: 'roles = {\n  ${1:server} = { pkgs, ... }: {\n    $0\n  };\n};',
  },
  {
    label: 'testScript',
    kind: 'attribute',
    detail: 'Python',
    text: 'A program that checks whether the running system does what it should.',
    insert: "testScript = ''\n  start_all()\n\n  with subtest(\"${1:what is tested}\"):\n      $0\n'';",
  },
  {
    label: 'rolesDistribution',
    kind: 'attribute',
    detail: 'nodes for each role',
    text: 'How many nodes each role has at first, or their names.',
    insert: 'rolesDistribution = {\n  ${1:client} = ${2:2};\n};',
  },
  {
    label: 'dockerPorts',
    kind: 'attribute',
    detail: 'ports on this machine',
    text: 'Ports of nodes that this machine can reach on the flavour docker.',
    insert: 'dockerPorts.${1:server} = [ "${2:8080}:${3:80}" ];',
  },
  {
    label: 'extraVolumes',
    kind: 'attribute',
    detail: 'folders of this machine',
    text: 'Folders of this machine that every node sees.',
    insert: 'extraVolumes = [ "$1:$2:ro" ];',
  },
];

const roleSnippet: Draft = {
  label: 'role',
  kind: 'snippet',
  detail: 'a new kind of machine',
  text: 'A role with its own configuration.',
  insert: '${1:name} = { pkgs, ... }: {\n  $0\n};',
};

const tinyService: Draft = {
  label: 'service',
  kind: 'snippet',
  detail: 'a program that is kept running',
  text: 'A service with a command and the port that it listens on.',
  insert: 'services.${1:web} = {\n  command = "${2:httpd -f -p 80}";\n  port = ${3:80};\n};',
};

const systemdService: Draft = {
  label: 'service',
  kind: 'snippet',
  detail: 'a program that is kept running',
  text: 'A service of systemd that starts with the node.',
  insert:
    'systemd.services.${1:web} = {\n  wantedBy = [ "multi-user.target" ];\n  path = [ pkgs.${2:python3} ];\n  script = "${3:python3 -m http.server 80}";\n};',
};

const builders: readonly Draft[] = [
  {
    label: 'writeShellScriptBin',
    kind: 'function',
    detail: 'name text',
    text: 'A package with one command made from lines of shell.',
    insert: "writeShellScriptBin \"${1:name}\" ''\n  $0\n''",
  },
  {
    label: 'runCommand',
    kind: 'function',
    detail: 'name environment commands',
    text: 'A file or folder made by commands when the composition is built.',
    insert: "runCommand \"${1:name}\" { } ''\n  $0\n''",
  },
  {
    label: 'writeText',
    kind: 'function',
    detail: 'name text',
    text: 'A file with this content.',
    insert: 'writeText "${1:name}" "$0"',
  },
];

/** What has to be found out for an offset; `null` when nothing has. */
export function wantedAt(document: LanguageDocument, offset: number, isModule: boolean): Wanted | null {
  const context = completionContext(document.parsed, offset, isModule ? 'module' : 'composition');
  if (context.kind === 'option-path') return { kind: 'options', path: context.path };
  if (context.kind === 'package') return { kind: 'packages', path: context.path, text: context.partial };
  return null;
}

/** Everything that fits at an offset. */
export function offersAt(document: LanguageDocument, offset: number, facts: OfferFacts): Offer[] {
  const { parsed } = document;
  const context = completionContext(parsed, offset, facts.isModule ? 'module' : 'composition');
  if (context.kind === 'none') return snippetsAmongRoles(document, offset);
  // A name whose value is written already needs no second one.
  const hasValue = /^\s*(?:=|\.)/.test(parsed.text.slice(context.range.end));
  return draftsFor(document, context, facts).map((draft) => ({
    goesOn: false,
    ...draft,
    insert:
      hasValue && context.kind !== 'package' && context.kind !== 'test-driver' ? draft.label : draft.insert,
    range: context.range,
  }));
}

function snippetsAmongRoles({ parsed }: LanguageDocument, offset: number): Offer[] {
  const { path, nodes } = placeAt(parsed, offset);
  const [first, ...more] = path;
  if ((first?.name !== 'roles' && first?.name !== 'nodes') || more.length > 0) return [];
  const before = /(?:^|[\n;{])[^\S\n]*(\w*)$/.exec(parsed.text.slice(0, offset));
  if (before === null || nodes.some((node) => node.kind === 'string' && node.start < offset)) return [];
  const start = offset - (before[1]?.length ?? 0);
  return [{ ...roleSnippet, range: { start, end: offset }, goesOn: false }];
}

function draftsFor(
  document: LanguageDocument,
  context: Exclude<CompletionContext, { kind: 'none' }>,
  facts: OfferFacts,
): Draft[] {
  const { outline } = document;
  switch (context.kind) {
    case 'composition-attribute': {
      const [first] = context.path;
      if (first === undefined) {
        const written = new Set(outline.attributes.map(({ name }) => name));
        return attributes.filter(({ label }) => !written.has(label) || label === context.partial);
      }
      if (first === 'rolesDistribution')
        return outline.roles.map(({ name }) => roleOffer(name, `${name} = \${1:2};`));
      if (first === 'dockerPorts')
        return outline.roles.map(({ name }) => roleOffer(name, `${name} = [ "\${1:8080}:\${2:80}" ];`));
      return [];
    }
    case 'option-path':
      return [...(context.path.length === 0 ? [serviceFor(facts.origin)] : []), ...optionOffers(facts)];
    case 'package': {
      const packages = facts.packages.map((name) => packageOffer([...context.path, name], facts.origin));
      const further = context.path.length === 0 ? builders : [];
      return [...packages, ...further].map((draft) =>
        context.needsPrefix ? { ...draft, insert: prefixed(draft) } : draft,
      );
    }
    case 'test-driver':
      return context.object === null ? [...nodeOffers(document), ...functionOffers()] : methodOffers();
  }
}

const prefixed = ({ kind, insert }: Draft): string =>
  // A function with its arguments is one entry of a list in parentheses only.
  kind === 'function' ? `(pkgs.${insert})` : `pkgs.${insert}`;

function roleOffer(name: string, insert: string): Draft {
  return { label: name, kind: 'role', detail: 'role', text: '', insert };
}

const serviceFor = (origin: Origin): Draft => (origin === 'tiny' ? tinyService : systemdService);

const packageTexts: Readonly<Record<Origin, { readonly detail: string; readonly text: string }>> = {
  tiny: { detail: 'tiny base', text: 'Commands of busybox.' },
  nixpkgs: { detail: 'nixpkgs', text: '' },
  usual: { detail: 'usual', text: 'This project’s own nixpkgs has not been read yet.' },
};

function packageOffer(path: readonly string[], origin: Origin): Draft {
  const name = path.at(-1) ?? '';
  return { label: name, kind: 'package', ...packageTexts[origin], insert: name, package: path };
}

function optionOffers({ options, origin }: OfferFacts): Draft[] {
  return options.map((each) => {
    const { name, option } = each;
    const written = /^[A-Za-z_][\w'-]*$/.test(name) ? name : JSON.stringify(name);
    if (option === null) {
      return {
        label: name,
        kind: 'option',
        detail: count(each.count, 'option'),
        text: describeGroup(each),
        insert: `${written}.`,
        goesOn: true,
      };
    }
    return {
      label: name,
      kind: 'option',
      detail: typeInWords(option),
      text: `\`${writePath(option.path)}\`: ${describeOption(option, origin)}`,
      insert: `${written}${valueSnippet(each, typeInWords(option))}`,
    };
  });
}

/** The usual shape of a value of the option's type, with the cursor where its content goes. */
function valueSnippet({ name, below }: OptionName, type: string): string {
  if (below === 'named')
    return name === 'files' || name === 'etc' ? '."$1".text = "$0";' : '.${1:name} = {\n  $0\n};';
  if (below === 'listed') return ' = [\n  {\n    $0\n  }\n];';
  if (type.startsWith('list of')) return ' = [ $0 ];';
  if (type === 'boolean') return ' = ${0:true};';
  if (type.endsWith('text of several lines')) return " = ''\n  $0\n'';";
  if (below === 'options' || type.startsWith('set')) return ' = {\n  $0\n};';
  if (/string|text|path/.test(type) && !type.includes('package')) return ' = "$0";';
  return ' = $0;';
}

function nodeOffers({ outline }: LanguageDocument): Draft[] {
  return outline.roles.flatMap(({ name }) => {
    const wanted = outline.rolesDistribution.find((each) => each.name === name)?.nodes ?? 1;
    const names =
      typeof wanted !== 'number'
        ? wanted
        : wanted === 1
          ? [name]
          : Array.from({ length: Math.min(wanted, 20) }, (_, index) => `${name}${index + 1}`);
    return names.map((node) => ({
      label: pythonName(node),
      kind: 'node' as const,
      detail: `node of role ${name}`,
      text: '',
      insert: pythonName(node),
    }));
  });
}

function functionOffers(): Draft[] {
  const functions = driverFunctions.map(({ name, parameters, text, snippet }) => ({
    label: name,
    kind: 'function' as const,
    detail: `(${parameters})`,
    text,
    insert: name === 'subtest' ? 'subtest("$1")' : (snippet ?? `${name}()`),
  }));
  const group: Draft = {
    label: 'with subtest',
    kind: 'snippet',
    detail: 'a part with a name',
    text: 'Groups calls under a sentence of yours.',
    insert: 'with subtest("${1:what is tested}"):\n    $0',
  };
  const names = driverNames.map(({ name, text }) => ({
    label: name,
    kind: 'node' as const,
    detail: '',
    text,
    insert: name,
  }));
  return [...functions, group, ...names];
}

function methodOffers(): Draft[] {
  return nodeMethods.map(({ name, parameters, text, snippet }) => ({
    label: name,
    kind: 'method',
    detail: `(${parameters.replaceAll('DEFAULT_TIMEOUT', '900')})`,
    text,
    insert: snippet ?? `${name}()`,
  }));
}
