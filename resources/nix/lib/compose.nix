# compose: what a project's flake.nix gives as packages.<system>.
#
#   nxc.lib.compose { nixpkgs; system; composition = ./composition.nix; … }
#   -> { "<composition>::<flavour>" = derivation; …; flavoursJson = derivation; }
#
# Each derivation has an attribute `nxc`: what can be known about the composition without
# building anything (see docs/nix-library.md).
{
  nixpkgs,
  system,
  composition ? null,
  compositions ? null,
  # one flavour, several, or (by default) all of them; names or flavours of one's own
  flavour ? null,
  flavours ? null,
  overlays ? [ ],
  # modules added to every role
  extraConfigurations ? [ ],
  setup ? null,
  NUR ? null,
  repoOverrides ? { },
  nur ? { },
  helpers ? { },
  # names for the composition when there is one
  compositionName ? "composition",
  ...
}:
let
  inherit (builtins)
    attrNames
    concatMap
    concatStringsSep
    elem
    functionArgs
    intersectAttrs
    isAttrs
    isFunction
    isList
    isPath
    isString
    listToAttrs
    map
    mapAttrs
    replaceStrings
    toXML
    typeOf
    ;

  # ---- the base --------------------------------------------------------------------------
  isTiny = nixpkgs._type or null == "nxc-tiny-base";
  base =
    if isTiny then
      import ./bases/tiny.nix {
        tinyBase = nixpkgs;
        inherit system overlays;
      }
    else
      import ./bases/nixpkgs.nix { inherit nixpkgs system overlays; };

  # ---- flavours --------------------------------------------------------------------------
  known = import ./flavours;
  named =
    name:
    known.${name}
      or (throw "There is no flavour `${name}' here. Flavours: ${concatStringsSep ", " (attrNames known)}.");
  chosen =
    let
      wanted = if flavours != null then flavours else flavour;
    in
    if wanted == null then
      # those that this kind of machine and this base can have
      listToAttrs (
        concatMap (
          name:
          if elem system (known.${name}.systems or [ system ]) && known.${name}.modules ? ${base.name} then
            [
              {
                inherit name;
                value = known.${name};
              }
            ]
          else
            [ ]
        ) (attrNames known)
      )
    else if isString wanted then
      { ${wanted} = named wanted; }
    else if isList wanted then
      listToAttrs (
        map (
          item:
          if isString item then
            {
              name = item;
              value = named item;
            }
          else
            {
              inherit (item) name;
              value = item;
            }
        ) wanted
      )
    else if wanted ? build then
      { ${wanted.name} = wanted; }
    else
      wanted;

  # ---- compositions ----------------------------------------------------------------------
  example = ''
    { pkgs, ... }: {
      roles = {
        server = { pkgs, ... }: { };
        client = { pkgs, ... }: { };
      };
      testScript = "start_all()";
    }'';
  indent = text: "  " + replaceStrings [ "\n" ] [ "\n  " ] text;

  load =
    name: given:
    if isPath given || isString given then
      {
        inherit name;
        file = toString given;
        value = import given;
      }
    else
      {
        inherit name;
        file = if isPath compositions then toString compositions else "composition `${name}'";
        value = given;
      };
  loaded =
    if compositions != null then
      let
        set = if isPath compositions || isString compositions then import compositions else compositions;
      in
      if !isAttrs set then
        throw "${toString compositions} must give a set of compositions: { one = import ./one.nix; two = import ./two.nix; }"
      else
        map (name: load name set.${name}) (attrNames set)
    else if composition != null then
      [ (load compositionName composition) ]
    else
      throw "nxc.lib.compose needs `composition = ./composition.nix;' or `compositions = ./compositions.nix;'.";

  # ---- setup -----------------------------------------------------------------------------
  setupValue =
    if setup == null then
      { params = { }; }
    else if isPath setup || isString setup then
      { params = { }; } // builtins.fromTOML (builtins.readFile setup)
    else
      setup;

  # ---- packages of others ----------------------------------------------------------------
  nurValue = import ./nur.nix {
    inherit (base) pkgs;
    inherit NUR nur repoOverrides;
  };

  # ---- one composition for one flavour ---------------------------------------------------
  # `{ ... }:' and `args:' take everything; other functions get what they name
  takesEverything =
    function:
    let
      pattern = toXML function;
    in
    replaceStrings [ "ellipsis=\"1\"" "<varpat" ] [ "" "" ] pattern != pattern;

  call =
    { file, value, ... }:
    available:
    let
      wanted = functionArgs value;
      missing = builtins.filter (name: !wanted.${name} && !(available ? ${name})) (attrNames wanted);
    in
    if isAttrs value && !(value ? __functor) then
      throw "${file} must be a function that gives { roles; testScript; }, and it is a set. Write `{ pkgs, ... }:' before it:\n${indent example}"
    else if !isFunction value then
      throw "${file} must be a function that gives { roles; testScript; }, and it is a ${typeOf value}. Write:\n${indent example}"
    else if missing != [ ] then
      throw "${file} asks for the argument `${builtins.head missing}', which compositions do not get. They can ask for: ${concatStringsSep ", " (attrNames available)}."
    else
      value (if takesEverything value then available else intersectAttrs wanted available);

  checked =
    file: result:
    let
      roles = result.roles or result.nodes or null;
    in
    if !isAttrs result then
      throw "${file} must give a set { roles = { … }; testScript = …; }, and it gives a ${typeOf result}. Write:\n${indent example}"
    else if roles == null then
      throw "${file} has no roles${
        if result == { } then "" else " (it has: ${concatStringsSep ", " (attrNames result)})"
      }. Write:\n${indent example}"
    else if !isAttrs roles then
      throw "In ${file}, `roles' must be a set { <name> = <configuration>; }, and it is a ${typeOf roles}. Write:\n${indent example}"
    else if roles == { } then
      throw "In ${file}, `roles' is empty: a composition needs at least one role. Write:\n${indent example}"
    else
      result
      // {
        inherit roles;
      };

  transpose =
    loadedComposition: flavourName: flavourDefinition:
    let
      inherit (loadedComposition) name file;
      specialArgs = {
        inherit helpers;
        nur = nurValue;
        flavour = {
          inherit (flavourDefinition) name description;
        };
        setup = setupValue;
        inherit (base) modulesPath;
      };
      result = checked file (
        call loadedComposition (
          specialArgs
          // {
            inherit (base) pkgs lib;
            inherit system;
          }
        )
      );
      roleModules = mapAttrs (
        _: module:
        [
          {
            _file = file;
            imports = [ module ];
          }
        ]
        ++ extraConfigurations
      ) result.roles;
      roles = mapAttrs (
        role: modules:
        base.evalRole {
          inherit role specialArgs;
          deployed = flavourDefinition.deployed or true;
          modules = flavourDefinition.modules.${base.name} ++ modules;
        }
      ) roleModules;
      testScript = result.testScript or null;
    in
    if !(flavourDefinition.modules ? ${base.name}) then
      throw (
        flavourDefinition.missing.${base.name}
          or "The flavour ${flavourName} does not work with the ${base.name} base."
      )
    else
      flavourDefinition.build {
        inherit
          base
          system
          roles
          roleModules
          specialArgs
          ;
        inherit (base) pkgs lib;
        compositionName = name;
        composition = result;
        testScript = if testScript == null then "" else testScript;
      }
      // {
        nxc = {
          composition = name;
          flavour = flavourName;
          base = base.name;
          inherit (base) nixpkgsVersion;
          roles = mapAttrs (_: role: role.description) roles;
          rolesDistribution = result.rolesDistribution or { };
          dockerPorts = result.dockerPorts or { };
          inherit testScript;
        };
      };

  # ---- all of it -------------------------------------------------------------------------
  packages = concatMap (
    loadedComposition:
    map (flavourName: {
      name = "${loadedComposition.name}::${flavourName}";
      value = transpose loadedComposition flavourName chosen.${flavourName};
    }) (attrNames chosen)
  ) loaded;
in
listToAttrs packages
// {
  flavoursJson = base.pkgs.writeTextFile {
    name = "flavours.json";
    text = builtins.toJSON (
      mapAttrs (_: definition: { inherit (definition) name description; }) chosen
    );
  };
}
