# From what people write (files, functions, attribute sets, imports) to a flat list of
# [ { file; options; config; } ].
{ show }:
let
  inherit (builtins)
    attrNames
    concatMap
    concatStringsSep
    elem
    foldl'
    functionArgs
    head
    isAttrs
    isFunction
    isList
    isPath
    isString
    listToAttrs
    mapAttrs
    removeAttrs
    typeOf
    ;

  metaAttributes = [
    "_class"
    "_file"
    "freeformType"
    "imports"
    "key"
    "meta"
  ];

  withArticle =
    type: if elem (builtins.substring 0 1 type) [ "a" "i" ] then "an ${type}" else "a ${type}";

  # A function that names its arguments gets exactly those, so that one that is missing can be
  # named; the arguments themselves stay lazy.
  callModule =
    file: arguments: function:
    let
      wanted = functionArgs function;
      given = mapAttrs (
        name: hasDefault:
        arguments.${name} or (throw ''
          module argument `${name}' (wanted by ${file}) does not exist.
          A role is a function { pkgs, lib, config, ... }: { … }; it can ask for: ${concatStringsSep ", " (attrNames arguments)}.'')
      ) (removeDefaults wanted);
      removeDefaults =
        names:
        removeAttrs names (
          builtins.filter (name: names.${name} && !(arguments ? ${name})) (attrNames names)
        );
    in
    function (arguments // given);

  structured =
    file: module:
    let
      stray = removeAttrs module (
        metaAttributes
        ++ [
          "config"
          "options"
        ]
      );
    in
    if module ? config || module ? options then
      if stray != { } then
        throw (
          "Module `${file}' has an unsupported attribute `${head (attrNames stray)}'. This is caused by "
          + "introducing a top-level `config' or `options' attribute. Add configuration attributes "
          + "immediately on the top level instead, or move all of them "
          + "(namely: ${concatStringsSep " " (attrNames stray)}) into the explicit `config' attribute."
        )
      else
        {
          inherit file;
          options = module.options or { };
          config = module.config or { };
        }
    else
      {
        inherit file;
        options = { };
        config = removeAttrs module metaAttributes;
      };

  # key: a module that comes from a file counts once, however often it is imported
  collect =
    arguments: file: key: module:
    if isPath module || isString module then
      collect arguments (toString module) (toString module) (import module)
    else if isFunction module then
      collect arguments file key (callModule file arguments module)
    else if isAttrs module && module ? __functor then
      collect arguments file key (module.__functor module)
    else if isAttrs module && module._type or null != null && !(elem module._type wrappers) then
      throw "module ${file} is ${withArticle module._type} while a set or a function was expected"
    else if isAttrs module && module._type or null != null then
      [
        {
          inherit file key;
          options = { };
          config = module;
        }
      ]
    else if isAttrs module then
      let
        own = module._file or file;
        imports = module.imports or [ ];
      in
      if !isList imports then
        throw "Module `${own}': `imports' is ${withArticle (typeOf imports)} while a list was expected: imports = [ ./file.nix ];"
      else
        [ (structured own module // { key = module.key or key; }) ]
        ++ concatMap (collect arguments own null) imports
    else
      throw (
        "module ${file} is ${withArticle (typeOf module)} while a set or a function was expected"
      );

  wrappers = [
    "if"
    "merge"
    "override"
    "order"
  ];

  once =
    modules:
    (foldl'
      (
        { seen, list }:
        module:
        if module.key != null && seen ? ${module.key} then
          { inherit seen list; }
        else
          {
            seen =
              if module.key == null then
                seen
              else
                seen
                // listToAttrs [
                  {
                    name = module.key;
                    value = true;
                  }
                ];
            list = list ++ [ module ];
          }
      )
      {
        seen = { };
        list = [ ];
      }
      modules
    ).list;
in
arguments: modules: once (concatMap (collect arguments "<unknown-file>" null) modules)
