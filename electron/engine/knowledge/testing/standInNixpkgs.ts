/**
 * A folder that answers as nixpkgs does where it is asked for options and packages, with a handful of each. Its `lib`
 * is the tiny base's with what is missing there. For tests without a network; `NXC_NIXPKGS` names a real one.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const tinyLib = join(import.meta.dirname, '../../../../resources/nix/tiny/lib.nix');

const packages = `{ system, overlays }:
let
  tiny = import ${tinyLib};
  lib = tiny // {
    version = "99.05stand-in";
    isOption = value: value._type or null == "option";
    collect = fits: set:
      if fits set then [ set ]
      else if builtins.isAttrs set then builtins.concatMap (lib.collect fits) (builtins.attrValues set)
      else [ ];
    toList = value: if builtins.isList value then value else [ value ];
    getName = package: package.pname;
  };
  package = pname: version: meta: {
    type = "derivation";
    name = "\${pname}-\${version}";
    inherit pname version meta;
  };
in
{
  inherit lib;
  curl = package "curl" "8.1" {
    description = "Gets files by their address";
    homepage = "https://curl.example";
  };
  curlie = package "curlie" "1" { };
  broken = throw "not to be had here";
  python3Packages = {
    numpy = package "numpy" "2.0" { };
  };
}
`;

const evalConfig = (failing: boolean): string => `{ system, specialArgs, modules }:
let
  pkgs = (builtins.head modules).nixpkgs.pkgs;
  option = loc: more: {
    _type = "option";
    inherit loc;
    type = { description = "string"; getSubOptions = _: { }; };
    declarations = [ (toString ../modules + "/services/\${builtins.elemAt loc 1}.nix") ];
  } // more;
in
{
  config.system.build.toplevel = throw "nothing is built";
  options = {
    services.web = {
      enable = option [ "services" "web" "enable" ] {
        type = { description = "boolean"; getSubOptions = _: { }; };
        default = false;
        description = "Whether to enable <literal>web</literal>.";
      };
      package = option [ "services" "web" "package" ] {
        default = ${failing ? 'pkgs.thisNixpkgsHasNoSuch' : 'pkgs.curl'};
        description = { _type = "mdDoc"; text = "Which {option}\`services.web\` it is."; };
      };
      secret = option [ "services" "web" "secret" ] { internal = true; };
      odd = option [ "services" "web" "odd" ] { default = throw "only for some"; };
      hosts = option [ "services" "web" "hosts" ] {
        type = {
          description = "attribute set of submodules";
          getSubOptions = loc: {
            root = option (loc ++ [ "<name>" "root" ]) { defaultText = { _type = "literalExpression"; text = "pkgs.web"; }; };
          };
        };
        default = { };
      };
    };
    nxc.users.names = option [ "nxc" "users" "names" ] { default = [ "ada" ]; };
  };
}
`;

/** @param failing whether the default of one option cannot be had, in a way that Nix does not let anybody catch */
export async function writeStandIn(folder: string, failing = false): Promise<void> {
  await mkdir(join(folder, 'nixos/lib'), { recursive: true });
  await writeFile(join(folder, 'default.nix'), packages);
  await writeFile(join(folder, 'nixos/lib/eval-config.nix'), evalConfig(failing));
}
