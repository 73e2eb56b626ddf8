# Virtual machines whose systems are on a read-only disk image.
let
  flavour = {
    name = "vm";
    description = "Virtual machines on this machine, with QEMU";
    modules = {
      tiny = [ ];
    };
    build = import ../machine/build.nix {
      inherit flavour;
      layout = "image";
    };
  };
in
flavour
