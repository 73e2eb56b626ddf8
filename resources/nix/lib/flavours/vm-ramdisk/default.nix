# Virtual machines whose systems are in the initrd: no disk at all, for more memory.
let
  flavour = {
    name = "vm-ramdisk";
    description = "Virtual machines on this machine, with QEMU; everything is in their memory";
    modules = {
      tiny = [ ];
    };
    build = import ../machine/build.nix {
      inherit flavour;
      layout = "ramdisk";
    };
  };
in
flavour
