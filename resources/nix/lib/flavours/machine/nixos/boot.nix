# How a NixOS role boots as a virtual machine. Its first stage is the same for all roles of a
# composition: one initrd serves them all.
{ layout }:
{ lib, ... }:
let
  inherit (lib) mkDefault mkForce optionals;
  versions = import ../../../bases/nixpkgs-versions.nix { inherit lib; };
in
{
  _file = "nxc: lib/flavours/machine/nixos/boot.nix";

  imports = [ versions.scriptedFirstStage ];

  boot.loader.grub.enable = mkForce false;
  boot.kernelParams = [ "net.ifnames=0" ];
  networking.usePredictableInterfaceNames = mkDefault false;
  # a node is made for its deployment and gone with it
  fileSystems."/" = {
    device = "tmpfs";
    fsType = "tmpfs";
    options = [ "mode=0755" ];
  };

  boot.initrd.kernelModules = [
    "virtio_pci"
    "virtio_blk"
    "virtio_net"
    "virtio_console"
    "virtio_rng"
    "squashfs"
    "overlay"
    "loop"
  ]
  ++ optionals (layout == "shared") [
    "9p"
    "9pnet_virtio"
  ];
  # loaded by name where the kernel has it
  boot.initrd.availableKernelModules = [ "pvpanic" ];
  boot.initrd.preLVMCommands = "modprobe pvpanic-mmio 2> /dev/null || modprobe pvpanic 2> /dev/null || true\n";
  boot.initrd.postMountCommands = "layout=${layout}\n" + builtins.readFile ./stage1.sh;
}
