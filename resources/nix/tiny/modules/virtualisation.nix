# virtualisation.*, nxc.*: what a node is as a virtual machine. Other flavours take no notice.
{ lib, config, ... }:
let
  inherit (lib) mkOption types;
  # with less the kernel of today's distributions does not come up, and says nothing
  leastMemory = 96;
in
{
  config.assertions = [
    {
      assertion = config.virtualisation.memorySize >= leastMemory;
      message = "virtualisation.memorySize = ${toString config.virtualisation.memorySize}: a virtual machine needs at least ${toString leastMemory} MiB.";
    }
    {
      assertion = config.virtualisation.cores >= 1;
      message = "virtualisation.cores = ${toString config.virtualisation.cores}: a virtual machine needs at least one processor.";
    }
  ];

  options = {
    virtualisation.memorySize = mkOption {
      type = types.int;
      default = leastMemory;
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
