# A small module system: the part of nixpkgs' lib.evalModules that a role needs, in its words.
#
#   evalModules { modules; specialArgs?; path?; unknownOption?; } -> { config; options; }
#
# unknownOption :: { path; place; siblings; definition; definitions; } -> string  writes the
# message for an option that nobody declared.
let
  inherit (builtins)
    attrNames
    concatMap
    concatStringsSep
    elemAt
    filter
    foldl'
    head
    isAttrs
    isFunction
    length
    map
    mapAttrs
    sort
    typeOf
    unsafeGetAttrPos
    zipAttrsWith
    ;

  properties = import ./properties.nix;
  show = import ./show.nix;
  collect = import ./collect.nix { inherit show; };
  inherit (properties) isType pushDown discharge;

  # ---- one option's value -----------------------------------------------------------------
  strongest =
    definitions:
    let
      best = foldl' (
        low: definition: if definition.priority < low then definition.priority else low
      ) 1000000 definitions;
    in
    sort (a: b: a.order < b.order) (filter (definition: definition.priority == best) definitions);

  mergeDefinitions = {
    # -> { defined; value; }
    optional =
      path: type: definitions:
      let
        top = strongest (
          concatMap (
            definition:
            map (part: part // { inherit (definition) file pos; }) (discharge definition.value)
          ) definitions
        );
        wrong = filter (definition: !(type.check definition.value)) top;
      in
      {
        defined = top != [ ];
        value =
          if wrong != [ ] then
            throw (
              "A definition for option `${show.optionPath path}' is not of type `${type.description}'. "
              + "Definition values:${show.definitions wrong}"
            )
          else
            type.merge path top;
      };
  };

  evalOption =
    path: option: definitions:
    let
      type = option.type or types.unspecified;
      result = mergeDefinitions.optional path type definitions;
      value =
        if option.readOnly or false && length definitions > 1 then
          throw "The option `${show.optionPath path}' is read-only, but it's set multiple times. Definition values:${show.definitions definitions}"
        else if result.defined then
          result.value
        else if option ? default then
          # a default goes through the type too, so that submodules fill in theirs
          (mergeDefinitions.optional path type [
            {
              value = option.default;
              inherit (option) file;
              pos = null;
            }
          ]).value
        else if type ? emptyValue then
          type.emptyValue
        else
          throw "The option `${show.optionPath path}' is used but not defined.";
    in
    (option.apply or (given: given)) value;

  # ---- the tree of options ----------------------------------------------------------------
  # declarations: [ { file; tree; } ]
  mergeDeclarations =
    path: declarations:
    let
      leaves = filter (declaration: isType "option" declaration.tree) declarations;
      wrong = filter (declaration: !isAttrs declaration.tree) declarations;
    in
    if wrong != [ ] then
      throw "In module `${(head wrong).file}', the option declaration `${show.optionPath path}' is a ${typeOf (head wrong).tree}; write it as lib.mkOption { type = …; }."
    else if leaves == [ ] then
      zipAttrsWith (name: mergeDeclarations (path ++ [ name ])) (
        map (
          declaration:
          mapAttrs (_: tree: {
            inherit (declaration) file;
            inherit tree;
          }) declaration.tree
        ) declarations
      )
    else if length declarations > 1 then
      throw "The option `${show.optionPath path}' in `${(head declarations).file}' is already declared in `${(elemAt declarations 1).file}'."
    else
      (head leaves).tree // { inherit (head leaves) file; };

  # the definitions that reach attribute `name`
  descend =
    name:
    concatMap (
      definition:
      concatMap (
        part:
        if isAttrs part.attrs && part.attrs ? ${name} then
          [
            {
              inherit (definition) file;
              value = part.wrap part.attrs.${name};
              pos = unsafeGetAttrPos name part.attrs;
            }
          ]
        else
          [ ]
      ) (pushDown definition.value)
    );

  evalTree =
    path: options: definitions:
    if isType "option" options then
      evalOption path options definitions
    else
      mapAttrs (
        name: inner: evalTree (path ++ [ name ]) inner (descend name definitions)
      ) options;

  # definitions that no option takes: [ { path; place; siblings; definition; } ]
  findUnknown =
    path: options: definitions:
    if isType "option" options then
      [ ]
    else
      concatMap (
        definition:
        concatMap (
          part:
          if !isAttrs part.attrs then
            throw (
              "The option `${show.optionPath path}' is a set of options, but it is given a value of type ${typeOf part.attrs}. "
              + "Definition values:${show.definitions [ definition ]}\n"
              + "Options in it: ${concatStringsSep ", " (attrNames options)}."
            )
          else
            concatMap (
              name:
              let
                inner = {
                  inherit (definition) file;
                  value = part.attrs.${name};
                  pos = unsafeGetAttrPos name part.attrs;
                };
              in
              if options ? ${name} then
                findUnknown (path ++ [ name ]) options.${name} [ inner ]
              else
                [
                  {
                    path = path ++ [ name ];
                    place = show.place inner;
                    siblings = attrNames options;
                    definition = inner;
                  }
                ]
            ) (attrNames part.attrs)
        ) (pushDown definition.value)
      ) definitions;

  plainUnknownOption =
    { path, definition, ... }:
    "The option `${show.optionPath path}' does not exist. Definition values:${show.definitions [ definition ]}";

  # ---- all of it --------------------------------------------------------------------------
  evalModules =
    {
      modules,
      specialArgs ? { },
      path ? [ ],
      unknownOption ? null,
    }:
    let
      collected = collect ({ inherit config options; } // specialArgs) modules;
      options = mergeDeclarations path (
        concatMap (
          module:
          if module.options == { } then
            [ ]
          else
            [
              {
                inherit (module) file;
                tree = module.options;
              }
            ]
        ) collected
      );
      definitions = concatMap (
        module:
        if module.config == { } then
          [ ]
        else
          [
            {
              inherit (module) file;
              value = module.config;
              pos = null;
            }
          ]
      ) collected;
      tree = evalTree path options definitions;
      unknown = findUnknown path options definitions;
      message = if unknownOption == null then plainUnknownOption else unknownOption;
      config = if unknown != [ ] then throw (message (head unknown // { inherit definitions; })) else tree;
    in
    {
      inherit config options;
    };

  evalSubmodule =
    {
      path,
      definitions,
      modules,
      specialArgs,
      unknownOption,
    }:
    (evalModules {
      inherit path unknownOption;
      specialArgs = specialArgs // {
        name = elemAt path (length path - 1);
        inherit definitions;
        lib = specialArgs.lib or self;
      };
      modules =
        modules
        ++ map (
          definition:
          if isFunction definition.value || !isAttrs definition.value then
            {
              _file = show.place definition;
              imports = [ definition.value ];
            }
          else
            {
              _file = show.place definition;
              config = definition.value;
            }
        ) definitions;
    }).config;

  types = import ./types.nix {
    inherit
      show
      properties
      mergeDefinitions
      evalSubmodule
      ;
  };

  mkOption = attributes: { _type = "option"; } // attributes;

  self = {
    inherit evalModules mkOption types;
    inherit (properties)
      mkIf
      mkMerge
      mkOverride
      mkOptionDefault
      mkDefault
      mkForce
      mkOrder
      mkBefore
      mkAfter
      ;
    mkEnableOption =
      name:
      mkOption {
        type = types.bool;
        default = false;
        example = true;
        description = "Whether to enable ${name}.";
      };
    literalExpression = text: {
      _type = "literalExpression";
      inherit text;
    };
  };
in
self // { inherit show; }
