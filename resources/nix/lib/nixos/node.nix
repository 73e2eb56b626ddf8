# What every NixOS node has, whatever its flavour.
{ role, versions }:
{ lib, ... }:
let
  inherit (lib) mkDefault mkOption types;
in
{
  _file = "nxc: lib/nixos/node.nix";

  # the same option as in the tiny base, whatever the flavour
  options.nxc.template = mkOption {
    type = types.either types.bool types.str;
    default = true;
    description = "Whether virtual machines may start from the snapshot of one that has booted; or why not.";
  };

  config = {
    # the part that no restart changes; the node's own name is known when it starts
    environment.etc."nxc/role".text = "${role}\n";

    # Nodes live for minutes: neither manuals nor a promise about old state.
    documentation.enable = mkDefault false;
    documentation.nixos.enable = mkDefault false;
    system.stateVersion = mkDefault versions.release;
  };
}
