# The tiny base: what a project gives as `nixpkgs` to do without nixpkgs.
#   nixpkgs = nxc.tinyBase;
#   nixpkgs = nxc.tinyBase.override { busybox = ./busybox; };
let
  seed = ./seed/busybox;

  missing = throw ''
    The tiny base needs a static busybox, and `tiny/seed/busybox' of the NXC library is missing.
    Get one:  apt-get install busybox-static
    then run: nxc doctor
    (it copies the machine's busybox beside the library), or name one yourself:
      nixpkgs = nxc.tinyBase.override { busybox = ./busybox; };'';

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

  make =
    {
      busybox ? (if builtins.pathExists seed then seed else missing),
    }:
    {
      _type = "nxc-tiny-base";
      override = arguments: make ({ inherit busybox; } // arguments);
      busybox = program busybox;
      lib = import ./lib.nix;
    };
in
make { }
