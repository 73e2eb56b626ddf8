# The flavours we build. A flavour is one folder: { name; description; modules; build; systems?; }
#   modules.<base>  modules added to every role (base: tiny or nixpkgs)
#   build           context -> derivation; the context is made in ../compose.nix
#   systems         the kinds of machine that it can be built for; left out: all
{
  docker = import ./docker;
  vm = import ./vm;
  vm-ramdisk = import ./vm-ramdisk;
}
