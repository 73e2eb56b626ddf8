# A flavour that is made by the NixOS test framework, by what of a test it gives.
{
  name,
  description,
  # { test; nodes; pkgs; lib; … } -> derivation
  package,
  # { versions; node; } -> modules for one node
  nodeModules ? (_: [ ]),
}:
{
  inherit name description;
  # the framework says what its machines are called and how big they are
  deployed = false;
  modules.nixpkgs = [ ./describe.nix ];
  missing.tiny = "The flavour ${name} is the test framework of nixpkgs, and this project is built from the tiny base, which has none. Run the test script on the flavour docker or vm (nxc start -t), or give `compose' nixpkgs instead of nxc.tinyBase.";
  build =
    {
      pkgs,
      lib,
      base,
      compositionName,
      composition,
      roleModules,
      specialArgs,
      testScript,
      ...
    }@context:
    let
      inherit (base) versions;
      nodes = import ./nodes.nix { inherit lib; } {
        roles = builtins.attrNames roleModules;
        distribution = composition.rolesDistribution or { };
      };
      nodeOf = node: {
        imports =
          base.commonModules node.role
          ++ roleModules.${node.role}
          ++ [ (import ./aliases.nix { inherit versions; planned = nodes; }) ]
          ++ [ { virtualisation.memorySize = lib.mkDefault 1024; } ]
          ++ nodeModules { inherit versions node; };
      };
      test = base.nixosTest {
        # longer ones do not leave enough room for the sockets of the machines
        name = lib.substring 0 50 (lib.strings.sanitizeDerivationName compositionName);
        nodes = lib.mapAttrs (_: nodeOf) nodes;
        inherit specialArgs testScript;
      };
    in
    package (context // { inherit test nodes; });
}
