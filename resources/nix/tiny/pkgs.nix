# `pkgs` as compositions of the tiny base see it: nixpkgs' simple builders over one busybox.
{
  busybox,
  system,
  lib,
  overlays ? [ ],
}:
let
  inherit (builtins) any attrValues getContext;

  # the shell that runs every build, and every script of a node
  shell = "${busybox}";

  tools = import ./packages/busybox.nix { inherit busybox system; };

  runCommand =
    name: environment: script:
    let
      drv = derivation (
        {
          inherit name system;
          builder = shell;
          args = [
            "sh"
            "-eu"
            "-c"
            script
          ];
          PATH = "${tools}/bin";
          LC_ALL = "C";
          preferLocalBuild = true;
          allowSubstitutes = false;
        }
        // removeAttrs environment [
          "meta"
          "passthru"
          "nativeBuildInputs"
          "buildInputs"
        ]
      );
    in
    drv // { meta = environment.meta or { }; } // environment.passthru or { };

  writeTextFile =
    {
      name,
      text,
      executable ? false,
      destination ? "",
      ...
    }:
    runCommand name
      {
        inherit text;
        passAsFile = [ "text" ];
      }
      ''
        target=$out${destination}
        mkdir -p "$(dirname "$target")"
        cp "$textPath" "$target"
        ${lib.optionalString executable ''chmod +x "$target"''}
      '';

  # builtins.toFile costs no build, but refuses text that mentions what a build makes
  mentionsBuilds = text: any (context: context ? outputs) (attrValues (getContext text));
  writeText =
    name: text:
    if mentionsBuilds text then
      writeTextFile { inherit name text; }
    else
      let
        file = builtins.toFile name text;
      in
      {
        type = "text";
        inherit name;
        outPath = file;
        __toString = _: file;
      };

  writeShellScript =
    name: text:
    writeTextFile {
      inherit name;
      executable = true;
      text = "#!${shell} sh\n${text}";
    };
  writeShellScriptBin =
    name: text:
    writeTextFile {
      inherit name;
      executable = true;
      destination = "/bin/${name}";
      text = "#!${shell} sh\n${text}";
    };

  builders = {
    inherit
      lib
      system
      runCommand
      writeTextFile
      writeText
      writeShellScript
      writeShellScriptBin
      ;
    runCommandLocal = runCommand;
    runCommandNoCC = runCommand;
    writeTextDir =
      path: text:
      writeTextFile {
        name = baseNameOf path;
        inherit text;
        destination = "/${path}";
      };
    writeScript =
      name: text:
      writeTextFile {
        inherit name text;
        executable = true;
      };
    writeScriptBin =
      name: text:
      writeTextFile {
        inherit name text;
        executable = true;
        destination = "/bin/${name}";
      };
    writeShellApplication =
      {
        name,
        text,
        runtimeInputs ? [ ],
        ...
      }:
      writeShellScriptBin name ''
        set -eu
        export PATH=${lib.makeBinPath (runtimeInputs ++ [ tools ])}:$PATH
        ${text}
      '';
    symlinkJoin =
      {
        name,
        paths,
        postBuild ? "",
        ...
      }:
      runCommand name { } ''
        mkdir -p "$out"
        for path in ${lib.escapeShellArgs paths}; do
          cd "$path"
          find . -type d | while read -r folder; do mkdir -p "$out/$folder"; done
          find . ! -type d | while read -r file; do ln -sf "$path/''${file#./}" "$out/$file"; done
        done
        ${postBuild}
      '';
    emptyDirectory = runCommand "empty-directory" { } "mkdir $out";
    emptyFile = writeText "empty-file" "";
    runtimeShell = "${tools}/bin/sh";
    stdenv = {
      hostPlatform = platform;
      buildPlatform = platform;
      isLinux = true;
      inherit (platform) system;
      mkDerivation = throw ''
        pkgs.stdenv.mkDerivation is not in the tiny base: it has no compiler.
        ${import ./switch.nix}'';
    };
    config = { };
    busyboxSeed = busybox;
  };

  platform = {
    inherit system;
    isLinux = true;
    isDarwin = false;
    isx86_64 = system == "x86_64-linux";
    isAarch64 = system == "aarch64-linux";
  };

  base = import ./packages/absent.nix { inherit lib; } // import ./packages/names.nix { inherit tools; } // builders;

  # overlays as in nixpkgs: final: previous: { … }
  final = builtins.foldl' (
    previous: overlay: previous // (overlay final previous)
  ) base overlays;
in
final
