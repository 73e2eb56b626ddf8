# The names of the tiny base's options, to check that the documentation knows them all.
let
  lib = import ../tiny/lib.nix;
  types = lib.types // import ../tiny/types.nix { inherit lib; inherit (lib) types; };
  inherit
    (lib.evalModules {
      modules = import ../tiny/modules;
      specialArgs = {
        lib = lib // {
          inherit types;
        };
        roleName = "role";
        errors = { };
      };
    })
    options
    ;
  names =
    path: tree:
    if tree._type or null == "option" then
      lib.optional (!(tree.internal or false)) (lib.concatStringsSep "." path)
    else
      lib.concatLists (lib.mapAttrsToList (name: names (path ++ [ name ])) tree);
in
names [ ] options
