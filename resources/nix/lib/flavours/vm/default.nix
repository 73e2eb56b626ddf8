# Virtual machines whose systems are on a read-only disk image.
#   nxc.lib.flavours.vm.withSharedStore   of nixpkgs: they read the builder's /nix/store instead,
#                                         without an image to make, and without templates
let
  make =
    layout:
    import ../machine/flavour.nix {
      name = "vm";
      description = "Virtual machines on this machine, with QEMU";
      inherit layout;
    };
in
make "image" // { withSharedStore = make "shared"; }
