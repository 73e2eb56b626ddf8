/** What can be written at the cursor. Pure: the code editor only draws what is offered. */
import { pythonName } from '#shared/nixLanguage/composition/roleUses.ts';
import { type CompletionContext, completionContext } from '#shared/nixLanguage/cursor/completion.ts';
import { placeAt } from '#shared/nixLanguage/cursor/place.ts';
import type { Range } from '#shared/nixLanguage/text/range.ts';
import { driverFunctions, driverNames, nodeMethods } from '../knowledge/testDriver.ts';
import { type KnownOption, namesBelow, tinyPackages, typeInWords } from '../knowledge/tinyBase.ts';
import type { LanguageDocument } from '../language/languageDocument.ts';

export interface Offer {
  readonly label: string;
  readonly kind: 'attribute' | 'option' | 'role' | 'package' | 'node' | 'method' | 'function' | 'snippet';
  /** In small beside the label. */
  readonly detail: string;
  readonly text: string;
  /** Inserted, with places for the cursor as `$1`, `${2:word}`, `$0`. */
  readonly insert: string;
  readonly range: Range;
  /** Whether something can follow at once, so that it is asked again. */
  readonly goesOn: boolean;
}

export interface OfferFacts {
  /** Options and packages are known for the tiny base only. */
  readonly isTiny: boolean;
  /** A file that a role imports holds options at its outermost level. */
  readonly isModule: boolean;
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

const serviceSnippet: Draft = {
  label: 'service',
  kind: 'snippet',
  detail: 'a program that is kept running',
  text: 'A service with a command and the port that it listens on.',
  insert: 'services.${1:web} = {\n  command = "${2:httpd -f -p 80}";\n  port = ${3:80};\n};',
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
      if (!facts.isTiny) return [];
      return [...(context.path.length === 0 ? [serviceSnippet] : []), ...optionOffers(context.path)];
    case 'package': {
      if (context.path.length > 0) return [];
      const packages = facts.isTiny ? tinyPackages.map(packageOffer) : [];
      return [...packages, ...builders].map((draft) =>
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

function packageOffer(name: string): Draft {
  return { label: name, kind: 'package', detail: 'tiny base', text: 'Commands of busybox.', insert: name };
}

function optionOffers(path: readonly string[]): Draft[] {
  return namesBelow(path).map(({ name, option, options }) => {
    if (option === null) {
      const inside = options.map((each) => each.path).join('\n');
      return { label: name, kind: 'option', detail: '…', text: inside, insert: `${name}.`, goesOn: true };
    }
    return {
      label: name,
      kind: 'option',
      detail: typeInWords(option),
      text: option.text,
      insert: `${name}${valueSnippet(option, options.length > 1)}`,
    };
  });
}

/** The usual shape of a value of the option's type, with the cursor where its content goes. */
function valueSnippet(option: KnownOption, hasInner: boolean): string {
  const type = typeInWords(option);
  if (hasInner)
    return option.path === 'files' || option.path === 'environment.etc'
      ? '."$1".text = "$0";'
      : '.${1:name} = {\n  $0\n};';
  if (type.startsWith('list of')) return ' = [ $0 ];';
  if (type === 'boolean') return ' = ${0:true};';
  if (type.endsWith('text of several lines')) return " = ''\n  $0\n'';";
  if (type.startsWith('set of')) return ' = {\n  $0\n};';
  if (/string|text/.test(type)) return ' = "$0";';
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
