# What the tiny base offers, for completion and hovers: `nix eval --impure --json --file` of this file is tinyBase.json,
# and a test compares the two. Prints { options = [ { path; type; text; } ]; packages; }.
let
  tiny = ../../../../resources/nix/tiny;
  lib = import (tiny + "/lib.nix");

  # the types, remembering what they are made of
  base = lib.types // import (tiny + "/types.nix") {
    lib = lib // {
      inherit types;
    };
    inherit types;
  };
  types = base // {
    submodule = module: types.submoduleWith { modules = if builtins.isList module then module else [ module ]; };
    submoduleWith = arguments: lib.types.submoduleWith arguments // { inside = arguments.modules; };
    attrsOf =
      element:
      lib.types.attrsOf element
      // {
        inherit element;
      }
      # without what a set of settings is called inside of the library
      // lib.optionalAttrs (element ? inside) { description = "set of settings by name"; };
    coercedTo = from: convert: to: lib.types.coercedTo from convert to // lib.optionalAttrs (to ? inside) { inherit (to) inside; };
  };

  optionsOf =
    path: modules:
    walk path
      (lib.evalModules {
        inherit modules;
        specialArgs = {
          lib = lib // {
            inherit types;
          };
          roleName = "role";
          name = "name";
          definitions = [ ];
          errors = { };
        };
      }).options;

  walk =
    path: tree:
    if tree._type or null == "option" then
      lib.optionals (!(tree.internal or false)) (
        [
          {
            path = lib.concatStringsSep "." path;
            type = tree.type.description;
            text = tree.description or "";
          }
        ]
        ++ lib.optionals (tree.type ? inside) (optionsOf path tree.type.inside)
        ++ lib.optionals (tree.type ? element && tree.type.element ? inside) (
          optionsOf (path ++ [ "<name>" ]) tree.type.element.inside
        )
      )
    else
      lib.concatLists (lib.mapAttrsToList (name: walk (path ++ [ name ])) tree);

  names = builtins.attrNames (import (tiny + "/packages/names.nix") { tools = { }; });
in
{
  options = optionsOf [ ] (import (tiny + "/modules"));
  packages = names;
}
