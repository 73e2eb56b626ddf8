/** Explanations of Nix itself, and of flake.nix. */
import type { ExplanationText } from './explanation.ts';

const constructs = 'https://nix.dev/manual/nix/stable/language/syntax';
const strings = 'https://nix.dev/manual/nix/stable/language/string-literals';
const operators = 'https://nix.dev/manual/nix/stable/language/operators';
const switching = 'docs/nix-library.md#switching-to-nixpkgs';

export const languageTexts = {
  function: {
    title: 'A function',
    text: 'What stands before the colon goes in, what follows it comes out. With names in braces the function is given a set and takes these names out of it; `...` means that there may be others. There are no further parentheses: a function is applied by writing its argument after it.',
    example: '{ pkgs, lib, ... }:\n{\n  environment.systemPackages = [ pkgs.wget ];\n}',
    docs: constructs,
  },
  set: {
    title: 'A set',
    text: 'Names and their values between braces. Every `name = value` ends with a semicolon. Their order does not matter, and no name may be given twice.',
    example: '{\n  port = 80;\n  host = "server";\n}',
    docs: constructs,
  },
  recursiveSet: {
    title: 'A set that knows itself',
    text: 'After `rec` the values of a set can use the other names of the same set. Without it they only see the names around the set.',
    example: 'rec {\n  port = 80;\n  address = "server:${toString port}";\n}',
    docs: constructs,
  },
  list: {
    title: 'A list',
    text: 'Values between square brackets, separated by blanks and not by commas. A function with its argument is one entry only when it stands in parentheses.',
    example: '[ 80 443 (8000 + 80) ]',
    docs: constructs,
  },
  string: {
    title: 'A text',
    text: 'Text between double quotes. `${…}` in it is replaced by a value, `\\n` is a line break, and `\\"` a quote.',
    example: '"http://server:80/"',
    docs: strings,
  },
  indentedString: {
    title: 'A text over several lines',
    text: 'Text between two pairs of single quotes may have several lines; the indentation that all of them share is taken away. `${…}` is replaced by a value. To write a shell’s own `${…}` put two single quotes before it.',
    example: "''\n  echo one\n  echo ''${HOME}\n''",
    docs: strings,
  },
  interpolation: {
    title: 'A value inside of a text',
    text: 'What stands between `${` and `}` is computed by Nix, and its text put in its place. A package gives its path in /nix/store, and Nix remembers that the text needs it. Numbers need `toString`.',
    example: 'let port = 80; in "http://server:${toString port}/"',
    docs: strings,
  },
  path: {
    title: 'A path',
    text: 'Means a file of this project, relative to the file it is written in. It needs no quotes, but a slash: ./a.nix. In a flake git must know the file (`git add`), else Nix says that it does not exist.',
    example: '{\n  imports = [ ./common.nix ];\n}',
    docs: constructs,
  },
  let: {
    title: 'Names for what follows',
    text: 'Between `let` and `in` values get names, each ended by a semicolon. After `in` stands the value that uses them; nobody else sees the names.',
    example: 'let\n  port = 80;\nin\n{\n  services.web.port = port;\n}',
    docs: constructs,
  },
  with: {
    title: 'with: names of a set at hand',
    text: 'In what follows, the names of the set can be used without writing it before them: after `with pkgs;` it is enough to say `wget`. Names from `let` and from arguments come first.',
    example: 'with { wget = 1; }; [ wget ]',
    docs: constructs,
  },
  inherit: {
    title: 'inherit: take a name over',
    text: '`inherit x;` is short for `x = x;`, and `inherit (set) x;` for `x = set.x;`.',
    example: 'let port = 80; in { inherit port; }',
    docs: constructs,
  },
  condition: {
    title: 'One value or another',
    text: 'Gives one of two values; there is always an `else`. In a role’s configuration, settings are better switched with `lib.mkIf`.',
    example: 'if true then 80 else 8080',
    docs: constructs,
  },
  assertion: {
    title: 'assert: something that must hold',
    text: 'If the condition is false, evaluation ends here with an error; else the value after the semicolon counts.',
    example: 'assert 1 < 2; { }',
    docs: constructs,
  },
  update: {
    title: 'Joining two sets',
    text: '`a // b` has the names of both sets; where both have one, b’s counts. Sets inside of them are replaced as a whole and not joined.',
    example: '{ port = 80; } // { host = "server"; }',
    docs: operators,
  },
  concatenation: {
    title: 'Joining two lists',
    text: '`a ++ b` is a list with the entries of both. Texts and numbers are joined with a single +.',
    example: '[ 80 ] ++ [ 443 ]',
    docs: operators,
  },
  import: {
    title: 'import: the value of another file',
    text: 'Reads a file and gives the value that it holds. If that is a function, it is not yet applied: its argument follows.',
    example: 'import ./server.nix { port = 80; }',
    docs: constructs,
  },
  mkIf: {
    title: 'mkIf: settings under a condition',
    text: 'The settings only count if the condition is true. Unlike `if`, it may ask about the configuration that is just being made.',
    example:
      '{ config, lib, ... }:\n{\n  services.web = lib.mkIf (config.networking.hostName == "server") {\n    command = "httpd -f";\n  };\n}',
    docs: 'docs/nix-library.md#options',
  },
  priority: {
    title: 'Which setting wins',
    text: 'When an option is set in several places, mkForce makes this one count before the others, and mkDefault lets every other one count before it.',
    example: '{ lib, ... }:\n{\n  networking.hostName = lib.mkDefault "node";\n}',
    docs: 'docs/nix-library.md#options',
  },
  mkMerge: {
    title: 'mkMerge: several settings as one',
    text: 'Takes a list of configurations and counts all of them, as if each stood in a file of its own. It is mostly used with mkIf.',
    example:
      '{ lib, ... }:\nlib.mkMerge [\n  { networking.hostName = "a"; }\n  (lib.mkIf true { environment.shellInit = ":"; })\n]',
    docs: 'docs/nix-library.md#options',
  },
  optional: {
    title: 'A list that may be empty',
    text: '`lib.optional condition x` is `[ x ]` or the empty list, `lib.optionals condition list` the list or the empty one. It adds to lists with ++.',
    example: '{ lib, ... }: [ 80 ] ++ lib.optional true 443',
    docs: operators,
  },
  scriptPackage: {
    title: 'A command of your own',
    text: 'Makes a package with one command from a few lines of shell: the first text is the command’s name, the second what it does. Put it into environment.systemPackages and it can be called on the node.',
    example:
      '{ pkgs, ... }:\n{\n  environment.systemPackages = [\n    (pkgs.writeShellScriptBin "greet" "wget -qO- http://server/")\n  ];\n}',
    docs: 'docs/nix-library.md#options',
  },
  runCommand: {
    title: 'A file made by a build',
    text: 'Runs shell commands once, when the composition is built, and keeps what they write to $out. Builds have no network, so that everybody gets the same.',
    example: "{ pkgs, ... }: pkgs.runCommand \"numbers\" { } ''\n  seq 10 > $out\n''",
    docs: 'docs/nix-library.md#options',
  },
  flake: {
    title: 'flake.nix: what the project is made from',
    text: 'Says where everything comes from (`inputs`) and what the project gives (`outputs`). flake.lock keeps the exact version of every input, so that others build the same.',
    example: '{\n  description = "A small lab";\n  outputs = { self }: { };\n}',
    docs: 'docs/nix-library.md',
  },
  flakeInputs: {
    title: 'Inputs of the project',
    text: 'Each name is something that the project is built with, e.g. `nxc` (this program’s Nix library) or `nixpkgs`. The address is followed once; from then on flake.lock says which version it is, until you update it.',
    example: '{\n  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-25.11";\n}',
    docs: switching,
  },
  flakeOutputs: {
    title: 'Outputs of the project',
    text: 'A function of the inputs that gives what can be built. Here these are packages, one for each composition and flavour.',
    example:
      '{\n  outputs = { self, nxc }: {\n    packages.x86_64-linux = nxc.lib.compose { composition = ./composition.nix; };\n  };\n}',
    docs: 'docs/nix-library.md#compose',
  },
  compose: {
    title: 'compose: from a composition to what can be built',
    text: 'Takes a composition and the packages to build it from (`nixpkgs`, or `nxc.tinyBase` to begin with) and gives a package for each flavour.',
    example:
      '{ nxc }:\nnxc.lib.compose {\n  system = "x86_64-linux";\n  nixpkgs = nxc.tinyBase;\n  composition = ./composition.nix;\n}',
    docs: 'docs/nix-library.md#compose',
  },
} as const satisfies Record<string, ExplanationText>;
