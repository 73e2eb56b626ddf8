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
in
{
  name = "nixpkgs";
  inherit pkgs lib;
  nixpkgsVersion = lib.version or null;
  modulesPath = "${toString nixpkgs}/nixos/modules";

  evalRole =
    {
      role,
      modules,
      specialArgs,
    }:
    let
      evaluated = evalConfig {
        inherit system;
        # eval-config has its own
        specialArgs = removeAttrs specialArgs [ "modulesPath" ];
        modules = [
          {
            _file = "nxc: ${toString ./nixpkgs.nix}";
            nixpkgs.pkgs = pkgs;
          }
          (import ../nixos/node.nix { inherit role versions; })
        ]
        ++ modules;
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
