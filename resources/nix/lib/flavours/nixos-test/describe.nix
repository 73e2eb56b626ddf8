# What a role needs to be described without the framework: the options that machines of a test have.
{ lib, modulesPath, ... }:
{
  imports = [
    "${modulesPath}/virtualisation/qemu-vm.nix"
    "${modulesPath}/testing/test-instrumentation.nix"
  ];
  networking.hostName = lib.mkDefault "";
}
