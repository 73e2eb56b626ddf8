# What a project's own nixpkgs offers, for the editor: every option of a role, the names of packages, and what one
# package is. Nothing is built; only what is asked for is evaluated.
{
  # what the project's inputs are pinned to, the likeliest first: JSON, as in flake.lock
  inputs,
  # the folder of the Nix library
  library,
  system,
}:
let
  sources = map (locked: builtins.fetchTree (removeAttrs locked [ "dir" ])) (builtins.fromJSON inputs);
  found = builtins.filter (
    source: builtins.pathExists (source.outPath + "/nixos/lib/eval-config.nix")
  ) sources;
  nixpkgs =
    if found == [ ] then
      throw "No input of the project is nixpkgs."
    else
      (builtins.head found).outPath;

  base = import (library + "/lib/bases/nixpkgs.nix") {
    inherit nixpkgs system;
    overlays = [ ];
  };
  inherit (base) lib pkgs;
  docker = (import (library + "/lib/flavours")).docker;

  role = base.evalRole {
    role = "role";
    modules = docker.modules.nixpkgs;
    specialArgs = {
      helpers = { };
      nur = { };
      flavour = {
        inherit (docker) name description;
      };
      setup.params = { };
    };
  };

  # ---- texts -----------------------------------------------------------------------------
  # written as a string, or as { _type = "mdDoc" or "literalExpression" …; text; }
  textOf =
    value:
    if builtins.isString value || value == null then
      value
    else if value ? text then
      toString value.text
    else
      write 1 value;

  # a declaration as a path inside nixpkgs or the library
  origin =
    file:
    let
      text = toString file;
      shorter = root: lib.removePrefix (toString root + "/") text;
    in
    if lib.hasPrefix (toString nixpkgs) text then shorter nixpkgs else shorter library;

  # a value as one would write it, no deeper than one level
  write =
    depth: value:
    if value == null then
      "null"
    else if builtins.isString value then
      builtins.toJSON (builtins.unsafeDiscardStringContext value)
    else if builtins.isBool value || builtins.isInt value || builtins.isFloat value then
      builtins.toJSON value
    else if builtins.isPath value then
      toString value
    else if builtins.isList value then
      if value == [ ] then
        "[ ]"
      else if depth == 0 || builtins.length value > 8 then
        "[ … ]"
      else
        "[ ${lib.concatMapStringsSep " " (write (depth - 1)) value} ]"
    else if builtins.isAttrs value then
      if value.type or null == "derivation" then
        "pkgs.${lib.getName value}"
      else if value == { } then
        "{ }"
      else
        "{ … }"
    else
      "…";
  defaultOf =
    withDefaults: option:
    if option ? defaultText then
      textOf option.defaultText
    else if !withDefaults || !(option ? default) then
      null
    else
      let
        written = builtins.tryEval (write 1 option.default);
      in
      if written.success then written.value else null;

  # ---- options ---------------------------------------------------------------------------
  describe =
    withDefaults: option:
    if (option.internal or false) || (option.visible or true) == false then
      [ ]
    else
      [
        {
          path = option.loc;
          type = option.type.description or "anything";
          text = textOf (option.description or null);
          default = defaultOf withDefaults option;
          from = map origin (option.declarations or [ ]);
        }
      ]
      ++ lib.optionals ((option.visible or true) != "shallow") (
        lib.concatMap (describe withDefaults) (
          lib.collect lib.isOption (removeAttrs (option.type.getSubOptions option.loc) [ "_module" ])
        )
      );
  optionsOf =
    withDefaults:
    lib.concatMap (describe withDefaults) (
      lib.collect lib.isOption (removeAttrs role.options [ "_module" ])
    );

  # ---- packages --------------------------------------------------------------------------
  isName = name: builtins.match "[a-zA-Z_][a-zA-Z0-9_'-]*" name != null;
  namesIn = set: builtins.filter isName (builtins.attrNames set);

  packageAt =
    path:
    let
      value = lib.attrByPath path null pkgs;
      description = value.meta.description or null;
    in
    if lib.isDerivation value then
      {
        kind = "package";
        version = value.version or (builtins.parseDrvName value.name).version;
        description = if builtins.isString description then description else null;
        homepage = lib.findFirst builtins.isString null (lib.toList (value.meta.homepage or null));
      }
    else if builtins.isAttrs value then
      {
        kind = "set";
        names = namesIn value;
      }
    else
      { kind = "other"; };
in
{
  # everything at once; without defaults that have to be evaluated, should one of them fail in a way that cannot be caught
  list = withDefaults: {
    nixpkgs = lib.version;
    options = optionsOf withDefaults;
    packages = namesIn pkgs;
  };
  package =
    path:
    let
      answer = packageAt path;
      tried = builtins.tryEval (builtins.deepSeq answer answer);
    in
    if tried.success then tried.value else { kind = "other"; };
}
