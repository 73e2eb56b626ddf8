# What every NixOS node has, whatever its flavour.
{ role, versions }:
{ lib, ... }:
{
  _file = "nxc: lib/nixos/node.nix";

  # the part that no restart changes; the node's own name is known when it starts
  environment.etc."nxc/role".text = "${role}\n";

  # the flavour names nodes when it starts them: role1, role2 …
  networking.hostName = lib.mkDefault "";

  # Nodes live for minutes: neither manuals nor a promise about old state.
  documentation.enable = lib.mkDefault false;
  documentation.nixos.enable = lib.mkDefault false;
  system.stateVersion = lib.mkDefault versions.release;
}
