/** Where other languages stand in the text: Python in the test script, shell in build phases and services. */
import type { NixDocument } from '../syntax/document.ts';
import type { Expression, StringLiteral } from '../syntax/tree.ts';
import { visitAll } from '../syntax/visit.ts';
import { decodeString } from './embeddedText.ts';
import type { OutlineScript } from './outline.ts';
import { functionName } from './settings.ts';

/** Attributes whose value is shell, by the last name of their path. */
const shellAttributes: ReadonlySet<string> = new Set([
  ...['unpack', 'patch', 'configure', 'build', 'check', 'install', 'fixup', 'installCheck', 'dist'].flatMap(
    (phase) => {
      const capital = phase.charAt(0).toUpperCase() + phase.slice(1);
      return [`${phase}Phase`, `pre${capital}`, `post${capital}`];
    },
  ),
  ...['script', 'preStart', 'postStart', 'preStop', 'postStop', 'reload', 'command'],
  ...['ExecStart', 'ExecStartPre', 'ExecStartPost', 'ExecStop', 'ExecReload'],
  ...['shellHook', 'shellInit', 'interactiveShellInit', 'loginShellInit', 'buildCommand'],
  ...['postBootCommands', 'preBootCommands', 'initScript'],
]);

/** Functions whose last argument is shell. */
const shellFunctions: ReadonlySet<string> = new Set([
  'runCommand',
  'runCommandCC',
  'runCommandLocal',
  'runCommandNoCC',
  'writeShellScript',
  'writeShellScriptBin',
  'writeScript',
  'writeScriptBin',
]);

/** The script that a string is. */
export function readScript(
  document: NixDocument,
  string: StringLiteral,
  language: OutlineScript['language'],
  name: string,
): OutlineScript {
  return { language, name, range: string.content, embedded: decodeString(document.text, string) };
}

/** Every piece of shell in the text, first to last. */
export function findShellScripts(document: NixDocument): OutlineScript[] {
  const found: OutlineScript[] = [];
  const take = (expression: Expression, name: string) => {
    if (expression.kind === 'string') found.push(readScript(document, expression, 'shell', name));
    else if (expression.kind === 'parenthesized') take(expression.inner, name);
  };
  visitAll(document.root, (node) => {
    if (node.kind === 'binding') {
      const name = node.path.names.at(-1)?.name;
      const isActivation = node.path.names.some((each) => each.name === 'activationScripts');
      if (name && (shellAttributes.has(name) || isActivation)) take(node.value, name);
    } else if (node.kind === 'application') {
      const name = headName(node);
      if (name !== null && shellFunctions.has(name)) take(node.argument, name);
    }
  });
  return found;
}

/** The name of the function that an application with one or more arguments applies. */
function headName(expression: Expression): string | null {
  return expression.kind === 'application' ? headName(expression.function) : functionName(expression);
}
