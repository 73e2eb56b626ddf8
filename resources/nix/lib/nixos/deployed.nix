# What a NixOS node has that we start: its name is known then, and its size can be chosen.
{ lib, ... }:
let
  inherit (lib) mkDefault mkOption types;
in
{
  _file = "nxc: lib/nixos/deployed.nix";

  # the same options as in the tiny base, whatever the flavour
  options = {
    virtualisation.memorySize = mkOption {
      type = types.int;
      default = 1024;
      description = "Memory of a virtual machine, in MiB.";
    };
    virtualisation.cores = mkOption {
      type = types.int;
      default = 1;
      description = "Processors of a virtual machine.";
    };
  };

  # the flavour names nodes when it starts them: role1, role2 …
  config.networking.hostName = mkDefault "";
}
