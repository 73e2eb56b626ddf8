# nixpkgs as compose.nix sees it: every role is a NixOS system, over ONE instance of nixpkgs
# (an instance a role is most of what evaluation costs).
{
  nixpkgs,
  system,
  overlays,
}:
let
  pkgs = import nixpkgs { inherit system overlays; };
  inherit (pkgs) lib;
  versions = import ./nixpkgs-versions.nix { inherit lib; };

  evalConfig = import (toString nixpkgs + "/nixos/lib/eval-config.nix");
  # eval-config has its own
  ownSpecialArgs = specialArgs: removeAttrs specialArgs [ "modulesPath" ];

  commonModules = role: [
    {
      _file = "nxc: ${toString ./nixpkgs.nix}";
      nixpkgs.pkgs = pkgs;
    }
    (import ../nixos/node.nix { inherit role versions; })
  ];
in
{
  name = "nixpkgs";
  inherit
    pkgs
    lib
    versions
    commonModules
    ;
  nixpkgsVersion = lib.version or null;
  modulesPath = "${toString nixpkgs}/nixos/modules";

  # { name; nodes = { <variable> = module; }; specialArgs; testScript; } -> { test; driver; }
  nixosTest =
    test:
    versions.nixosTest (
      {
        inherit nixpkgs system pkgs;
      }
      // test
      // {
        specialArgs = ownSpecialArgs test.specialArgs;
      }
    );

  evalRole =
    {
      role,
      modules,
      specialArgs,
      deployed ? true,
    }:
    let
      evaluated = evalConfig {
        inherit system;
        specialArgs = ownSpecialArgs specialArgs;
        modules = commonModules role ++ lib.optional deployed ../nixos/deployed.nix ++ modules;
      };
    in
    {
      inherit (evaluated.config.system) build;
      inherit (evaluated.config.system.build) toplevel;
      inherit (evaluated.config.system.boot.loader) kernelFile;
      machine = import ./machine.nix {
        inherit (evaluated) config;
        ssh = evaluated.config.services.openssh.enable;
        ports = evaluated.config.networking.firewall.allowedTCPPorts;
      };
      # all that can be set, for the editor
      inherit (evaluated) options;
      description = import ./nixpkgs-describe.nix {
        inherit lib role;
        inherit (evaluated) config options;
      };
    };
}
