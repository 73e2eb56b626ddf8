# virtualisation.*, nxc.*: what a node is as a virtual machine. Other flavours take no notice.
{ lib, ... }:
let
  inherit (lib) mkOption types;
in
{
  options = {
    virtualisation.memorySize = mkOption {
      type = types.int;
      default = 96;
      description = "Memory of a virtual machine, in MiB.";
    };
    virtualisation.cores = mkOption {
      type = types.int;
      default = 1;
      description = "Processors of a virtual machine.";
    };
    nxc.template = mkOption {
      type = types.either types.bool types.str;
      default = true;
      description = "Whether virtual machines may start from the snapshot of one that has booted; or why not.";
    };
  };
}
