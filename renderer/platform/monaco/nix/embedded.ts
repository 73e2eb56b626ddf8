/** Which language a string holds, told by the name that it is given to or the function that takes it. */

export type EmbeddedName = 'python' | 'shell';

/** Functions of nixpkgs' and of the tiny base's `pkgs` that take a script. */
const functions: Readonly<Record<string, EmbeddedName>> = {
  runCommand: 'shell',
  runCommandLocal: 'shell',
  runCommandCC: 'shell',
  writeShellScript: 'shell',
  writeShellScriptBin: 'shell',
  writeShellApplication: 'shell',
  writePython3: 'python',
  writePython3Bin: 'python',
};

const shellNames = new Set([
  'script',
  'reload',
  'command',
  'buildCommand',
  'shellHook',
  'shellInit',
  'loginShellInit',
  'interactiveShellInit',
  'activationScripts',
  'initScript',
]);

/** As in `preStart`, `postInstall`, `buildPhase` and `boot.postBootCommands`. */
const shellPatterns = /^(?:pre|post)[A-Z]|Phase$|Commands$/;

export function languageOfName(name: string): EmbeddedName | null {
  if (name === 'testScript') return 'python';
  return shellNames.has(name) || shellPatterns.test(name) ? 'shell' : null;
}

export function languageOfFunction(name: string): EmbeddedName | null {
  return functions[name] ?? null;
}
