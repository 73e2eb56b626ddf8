# The tiny base: what a project gives as `nixpkgs` to do without nixpkgs.
#   nixpkgs = nxc.tinyBase;
#   nixpkgs = nxc.tinyBase.override { busybox = ./busybox; };
#   nixpkgs = nxc.tinyBase.override { kernel = ./kernel; };    # for virtual machines
let
  seeds = {
    busybox = ./seed/busybox;
    kernel = ./seed/kernel;
  };
  seed = name: missing: if builtins.pathExists seeds.${name} then seeds.${name} else missing;

  missingBusybox = throw ''
    The tiny base needs a static busybox, and `tiny/seed/busybox' of the NXC library is missing.
    Get one:  apt-get install busybox-static
    then run: nxc doctor
    (it copies the machine's busybox beside the library), or name one yourself:
      nixpkgs = nxc.tinyBase.override { busybox = ./busybox; };'';

  missingKernel = throw ''
    The flavours vm and vm-ramdisk need a Linux kernel, and `tiny/seed/kernel' of the NXC library is missing.
    Get one:  nxc doctor --fix -f vm
    (it fetches Debian's small kernel for virtual machines into your own folder),
    then build with the library that has it:  nxc build -u -f vm
    Or name one yourself, a folder with `bzImage' and `modules/':
      nixpkgs = nxc.tinyBase.override { kernel = ./kernel; };
    The flavour docker needs no kernel.'';

  # The program's path, whose last part must be called busybox (that is how it knows itself).
  # It depends on the program's content alone, whatever else changes beside it.
  program =
    given:
    if !builtins.isPath given then
      "${given}"
    else if baseNameOf given != "busybox" then
      throw "tinyBase.override: the file must be called `busybox', and it is `${toString given}'."
    else
      "${
        builtins.path {
          name = "busybox-seed";
          path = dirOf given;
          filter = path: _: baseNameOf path == "busybox";
        }
      }/busybox";

  # A folder: bzImage, and modules/ in the order in which they are loaded.
  kernelFolder =
    given:
    if builtins.isPath given then
      builtins.path {
        name = "kernel-seed";
        path = given;
      }
    else
      given;

  make =
    {
      busybox ? seed "busybox" missingBusybox,
      kernel ? seed "kernel" missingKernel,
    }:
    {
      _type = "nxc-tiny-base";
      override = arguments: make ({ inherit busybox kernel; } // arguments);
      busybox = program busybox;
      kernel = kernelFolder kernel;
      lib = import ./lib.nix;
    };
in
make { }
