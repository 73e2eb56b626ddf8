/** Finds what there is to explain at a place of a text. */
import { driverFunctions, driverNames, nodeMethods } from '#renderer/features/editor/knowledge/testDriver.ts';
import { writePath } from '#shared/model/options.ts';
import { functionName } from '#shared/nixLanguage/composition/settings.ts';
import type { FileKind } from '#shared/nixLanguage/cursor/completion.ts';
import { type Construct, constructAt } from '#shared/nixLanguage/cursor/construct.ts';
import { isInComment, placeAt } from '#shared/nixLanguage/cursor/place.ts';
import type { NixDocument } from '#shared/nixLanguage/syntax/document.ts';
import type { TreeNode } from '#shared/nixLanguage/syntax/visit.ts';
import { type Range, touches } from '#shared/nixLanguage/text/range.ts';
import type { Explanation, Subject } from './explanation.ts';
import { type ExplainedKey, textOf } from './texts.ts';

export interface Found {
  readonly key: ExplainedKey;
  readonly range: Range;
  readonly here: string | null;
  readonly subject?: Subject;
}

/** What the file is, as far as explaining goes. */
export type ExplainedFile = 'flake' | FileKind;

/** The explanation of what stands at an offset; `null` in comments and where nothing is known. */
export function explanationAt(
  document: NixDocument,
  offset: number,
  file: ExplainedFile,
): Explanation | null {
  const found = findConstruct(document, offset, file);
  return found === null ? null : { subject: null, ...found, ...textOf(found.key) };
}

function findConstruct(document: NixDocument, offset: number, file: ExplainedFile): Found | null {
  if (isInComment(document, offset)) return null;
  const inFlake = file === 'flake' ? flakeKey(document, offset) : null;
  if (inFlake !== null) return inFlake;
  const construct = file === 'flake' ? null : constructAt(document, offset, file);
  return (construct === null ? null : ofConstruct(construct)) ?? ofSyntax(document, offset);
}

const attributeKeys: Readonly<Record<string, ExplainedKey>> = {
  roles: 'roles',
  nodes: 'roles',
  testScript: 'testScript',
  rolesDistribution: 'rolesDistribution',
  dockerPorts: 'dockerPorts',
  extraVolumes: 'extraVolumes',
};

/** By the beginning of an option's path, the longest one first. */
const optionKeys: readonly (readonly [prefix: string, key: ExplainedKey])[] = [
  ['environment.systemPackages', 'systemPackages'],
  ['environment.variables', 'variables'],
  ['environment.etc', 'etc'],
  ['networking.firewall', 'firewall'],
  ['networking', 'networking'],
  ['systemd.services', 'systemdService'],
  ['services', 'services'],
  ['files', 'files'],
  ['users', 'users'],
  ['boot.postBootCommands', 'bootCommands'],
  ['system.activationScripts', 'bootCommands'],
  ['imports', 'imports'],
  ['fileSystems', 'sharedDirectory'],
  ['nxc.sharedDirs', 'sharedDirectory'],
];

const callKeys: Readonly<Record<string, ExplainedKey>> = {
  succeed: 'succeed',
  fail: 'fail',
  wait_until_succeeds: 'waitUntil',
  wait_until_fails: 'waitUntil',
  wait_for_unit: 'waitForUnit',
  wait_for_job: 'waitForUnit',
  wait_for_open_port: 'waitForPort',
  wait_for_closed_port: 'waitForPort',
};

const functionKeys: Readonly<Record<string, ExplainedKey>> = {
  start_all: 'startAll',
  join_all: 'startAll',
  subtest: 'subtest',
  retry: 'retry',
};

function ofConstruct(construct: Construct): Found | null {
  switch (construct.kind) {
    case 'role':
      return { key: 'role', range: construct.range, here: `The role “${construct.role}”` };
    case 'composition-attribute': {
      const key = attributeKeys[construct.name];
      return key === undefined ? null : { key, range: construct.range, here: null };
    }
    case 'option':
      return {
        key: optionKey(construct.path.join('.')),
        range: construct.range,
        here: writePath(construct.path),
        subject: { kind: 'option', path: construct.path },
      };
    case 'package':
      return {
        key: 'package',
        range: construct.range,
        here: `The package “${construct.name}”`,
        subject: { kind: 'package', path: construct.name.split('.') },
      };
    case 'test-call': {
      const known = nodeMethods.find(({ name }) => name === construct.method);
      if (known === undefined) return null;
      const { name, parameters, text } = known;
      return {
        key: callKeys[name] ?? 'testCall',
        range: construct.range,
        here: `${name}(${readable(parameters)}) — ${text}`,
      };
    }
    case 'test-function': {
      const { name, range } = construct;
      const known = driverFunctions.find((each) => each.name === name);
      if (known !== undefined) {
        const here = `${name}(${readable(known.parameters)}) — ${known.text}`;
        return { key: functionKeys[name] ?? 'testFunction', range, here };
      }
      const variable = driverNames.find((each) => each.name === name);
      return variable === undefined
        ? null
        : { key: 'testFunction', range, here: `${name} — ${variable.text}` };
    }
    case 'plain':
      return null;
  }
}

const readable = (parameters: string): string => parameters.replaceAll('DEFAULT_TIMEOUT', '900');

function optionKey(path: string): ExplainedKey {
  return optionKeys.find(([prefix]) => path === prefix || path.startsWith(`${prefix}.`))?.[1] ?? 'option';
}

function flakeKey(document: NixDocument, offset: number): Found | null {
  const { path, nodes } = placeAt(document, offset);
  const binding = nodes.findLast((node) => node.kind === 'binding');
  if (binding?.kind !== 'binding' || !touches(binding.path, offset)) return null;
  const first = (path[0] ?? binding.path.names[0])?.name;
  const name = binding.path.names.find((each) => touches(each, offset));
  const range = name ?? binding.path;
  if (first === 'inputs')
    return { key: 'flakeInputs', range: { start: range.start, end: range.end }, here: null };
  if (path.length > 0) return null;
  if (first === 'outputs')
    return { key: 'flakeOutputs', range: { start: range.start, end: range.end }, here: null };
  return first === 'description'
    ? { key: 'flake', range: { start: range.start, end: range.end }, here: null }
    : null;
}

const functionNames: Readonly<Record<string, ExplainedKey>> = {
  mkIf: 'mkIf',
  mkForce: 'priority',
  mkDefault: 'priority',
  mkOverride: 'priority',
  mkMerge: 'mkMerge',
  optional: 'optional',
  optionals: 'optional',
  writeShellScriptBin: 'scriptPackage',
  writeShellScript: 'scriptPackage',
  writeShellApplication: 'scriptPackage',
  writeScriptBin: 'scriptPackage',
  runCommand: 'runCommand',
  compose: 'compose',
  import: 'import',
};

/** Innermost first: of the constructs around the place the one whose own signs the place touches. */
function ofSyntax(document: NixDocument, offset: number): Found | null {
  const { nodes } = placeAt(document, offset);
  for (const node of nodes.toReversed()) {
    const found = ofNode(document, node, offset);
    if (found !== null) return found;
  }
  return null;
}

function ofNode(document: NixDocument, node: TreeNode, offset: number): Found | null {
  const at = (key: ExplainedKey, start: number, end: number): Found | null =>
    start <= offset && offset <= end ? { key, range: { start, end }, here: null } : null;
  const word = (key: ExplainedKey, length: number): Found | null => at(key, node.start, node.start + length);
  switch (node.kind) {
    case 'identifier':
    case 'selection': {
      const key = functionNames[functionName(node) ?? ''];
      return key === undefined ? null : at(key, node.start, node.end);
    }
    case 'string': {
      const inside = node.parts.find((part) => part.kind === 'interpolation' && touches(part, offset));
      if (inside !== undefined) return at('interpolation', inside.start, inside.end);
      return at(node.indented ? 'indentedString' : 'string', node.start, node.end);
    }
    case 'path':
      return at('path', node.start, node.end);
    case 'list':
      return at('list', node.start, node.start + 1) ?? at('list', node.end - 1, node.end);
    case 'set':
      if (node.recursive && offset < node.open) return at('recursiveSet', node.start, node.open);
      return at('set', node.open, node.open + 1) ?? at('set', node.end - 1, node.end);
    case 'let':
      return word('let', 'let'.length) ?? inKeyword(document, node.body.start, offset);
    case 'with':
      return word('with', 'with'.length);
    case 'inherit':
      return word('inherit', 'inherit'.length);
    case 'assert':
      return word('assertion', 'assert'.length);
    case 'if':
      return word('condition', 'if'.length);
    case 'function':
      return at(node === document.root ? 'composition' : 'function', node.start, node.body.start);
    case 'binary': {
      const key = node.operator === '//' ? 'update' : node.operator === '++' ? 'concatenation' : null;
      return key === null ? null : at(key, node.left.end, node.right.start);
    }
    default:
      return null;
  }
}

/** `in` stands before the body of a `let`. */
function inKeyword(document: NixDocument, bodyStart: number, offset: number): Found | null {
  const before = document.text.slice(0, bodyStart).trimEnd();
  if (!before.endsWith('in')) return null;
  const start = before.length - 2;
  return touches({ start, end: before.length }, offset)
    ? { key: 'let', range: { start, end: before.length }, here: null }
    : null;
}
