# The flavours we build. A flavour is one folder: { name; description; modules; build; systems?; … }
#   modules.<base>  modules added to every role (base: tiny or nixpkgs); without it there is no such flavour on the base
#   missing.<base>  why there is none, and what to use instead
#   deployed        false where roles get neither names nor sizes from us
#   build           context -> derivation; the context is made in ../compose.nix
#   systems         the kinds of machine that it can be built for; left out: all
{
  docker = import ./docker;
  nixos-test = import ./nixos-test;
  nixos-test-driver = import ./nixos-test-driver;
  nixos-test-ssh = import ./nixos-test-ssh;
  vm = import ./vm;
  vm-ramdisk = import ./vm-ramdisk;
}
