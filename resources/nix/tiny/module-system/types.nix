# Option types. A type is { name; description; check; merge; emptyValue?; }:
# check looks at one definition, merge :: path -> [ { value; file; pos; … } ] -> value.
{
  show,
  properties,
  mergeDefinitions,
  evalSubmodule,
}:
let
  inherit (builtins)
    all
    concatLists
    concatMap
    concatStringsSep
    elem
    elemAt
    filter
    foldl'
    genList
    head
    isAttrs
    isBool
    isFloat
    isFunction
    isInt
    isList
    isPath
    isString
    length
    listToAttrs
    map
    mapAttrs
    match
    substring
    unsafeGetAttrPos
    zipAttrsWith
    ;

  mergeEqual =
    path: definitions:
    let
      first = head definitions;
    in
    if length definitions == 1 || all (definition: definition.value == first.value) definitions then
      first.value
    else
      throw (
        "The option `${show.optionPath path}' has conflicting definition values:"
        + show.definitions definitions
        + "\nUse `lib.mkForce value' or `lib.mkDefault value' to change the priority on any of these definitions."
      );

  mkType =
    {
      name,
      description ? name,
      check ? _: true,
      merge ? mergeEqual,
      ...
    }@type:
    {
      inherit
        name
        description
        check
        merge
        ;
    }
    // type;

  isPackage = value: value ? outPath;
  looksLikePath =
    value: isPath value || value ? outPath || (isString value && substring 0 1 value == "/");

  quoted = value: if isString value then "\"${value}\"" else toString value;

  integerBetween =
    name: description: low: high:
    mkType {
      inherit name description;
      check = value: isInt value && value >= low && value <= high;
    };

  types = {
    bool = mkType {
      name = "bool";
      description = "boolean";
      check = isBool;
    };
    int = mkType {
      name = "int";
      description = "signed integer";
      check = isInt;
    };
    ints = {
      unsigned = mkType {
        name = "unsignedInt";
        description = "unsigned integer, meaning >=0";
        check = value: isInt value && value >= 0;
      };
      positive = mkType {
        name = "positiveInt";
        description = "positive integer, meaning >0";
        check = value: isInt value && value > 0;
      };
      between =
        low: high:
        integerBetween "intBetween"
          "integer between ${toString low} and ${toString high} (both inclusive)"
          low
          high;
    };
    float = mkType {
      name = "float";
      description = "floating point number";
      check = isFloat;
    };
    port =
      integerBetween "unsignedInt16" "16 bit unsigned integer; between 0 and 65535 (both inclusive)" 0
        65535;
    str = mkType {
      name = "str";
      description = "string";
      check = isString;
    };
    nonEmptyStr = mkType {
      name = "nonEmptyStr";
      description = "non-empty string";
      check = value: isString value && match "[[:space:]]*" value == null;
    };
    strMatching =
      pattern:
      mkType {
        name = "strMatching";
        description = "string matching the pattern ${pattern}";
        check = value: isString value && match pattern value != null;
      };
    separatedString =
      separator:
      mkType {
        name = "separatedString";
        description =
          if separator == "\n" then
            "strings concatenated with \"\\n\""
          else
            "strings concatenated with \"${separator}\"";
        check = isString;
        merge = _: definitions: concatStringsSep separator (map (definition: definition.value) definitions);
      };
    lines = types.separatedString "\n";
    commas = types.separatedString ",";
    path = mkType {
      name = "path";
      check = looksLikePath;
    };
    package = mkType {
      name = "package";
      check = isPackage;
      # one that the base lacks says so, and here it is known who asked for it
      merge =
        path: definitions:
        let
          absent = filter (definition: definition.value ? absent) definitions;
        in
        if absent == [ ] then
          mergeEqual path definitions
        else
          throw ((head absent).value.absent (show.places absent));
    };
    attrs = mkType {
      name = "attrs";
      description = "attribute set";
      check = isAttrs;
      emptyValue = { };
      merge = _: foldl' (merged: definition: merged // definition.value) { };
    };
    unspecified = types.anything // {
      name = "unspecified";
      description = "unspecified value";
    };
    raw = mkType {
      name = "raw";
      description = "raw value";
    };
    anything = mkType {
      name = "anything";
      merge =
        path: definitions:
        if length definitions > 1 && all (definition: isPlainSet definition.value) definitions then
          (types.attrsOf types.anything).merge path definitions
        else
          mergeEqual path definitions;
    };
    enum =
      values:
      mkType {
        name = "enum";
        description = "one of ${concatStringsSep ", " (map quoted values)}";
        check = value: elem value values;
      };
    nullOr =
      type:
      mkType {
        name = "nullOr";
        description = "null or ${type.description}";
        check = value: value == null || type.check value;
        emptyValue = null;
        merge =
          path: definitions:
          let
            nulls = filter (definition: definition.value == null) definitions;
          in
          if length nulls == length definitions then
            null
          else if nulls != [ ] then
            throw (
              "The option `${show.optionPath path}' is defined both null and not null, in:"
              + show.definitions definitions
            )
          else
            type.merge path definitions;
      };
    listOf =
      type:
      mkType {
        name = "listOf";
        description = "list of ${type.description}s";
        check = isList;
        emptyValue = [ ];
        merge =
          path: definitions:
          let
            element =
              number: definition: index:
              let
                found =
                  mergeDefinitions.optional
                    (path ++ [ "[definition ${toString number}-entry ${toString (index + 1)}]" ])
                    type
                    [
                      {
                        inherit (definition) file pos;
                        value = elemAt definition.value index;
                      }
                    ];
              in
              if found.defined then [ found.value ] else [ ];
            elements =
              number:
              let
                definition = elemAt definitions (number - 1);
              in
              concatLists (genList (element number definition) (length definition.value));
          in
          concatLists (genList (index: elements (index + 1)) (length definitions));
      };
    attrsOf =
      type:
      mkType {
        name = "attrsOf";
        description = "attribute set of ${type.description}s";
        check = isPlainSet;
        emptyValue = { };
        merge =
          path: definitions:
          let
            merged = zipAttrsWith (name: mergeDefinitions.optional (path ++ [ name ]) type) (
              map (
                definition:
                mapAttrs (name: value: {
                  inherit (definition) file;
                  inherit value;
                  pos = unsafeGetAttrPos name definition.value;
                }) definition.value
              ) definitions
            );
          in
          listToAttrs (
            concatMap (
              name:
              if merged.${name}.defined then
                [
                  {
                    inherit name;
                    inherit (merged.${name}) value;
                  }
                ]
              else
                [ ]
            ) (builtins.attrNames merged)
          );
      };
    lazyAttrsOf = types.attrsOf;
    submodule = module: types.submoduleWith { modules = if isList module then module else [ module ]; };
    submoduleWith =
      {
        modules,
        specialArgs ? { },
        unknownOption ? null,
        shorthandOnlyDefinesConfig ? true,
      }:
      mkType {
        name = "submodule";
        check = value: isAttrs value || isFunction value || isPath value;
        emptyValue = evalSubmodule {
          path = [ "<name>" ];
          definitions = [ ];
          inherit modules specialArgs unknownOption;
        };
        merge =
          path: definitions:
          evalSubmodule {
            inherit
              path
              definitions
              modules
              specialArgs
              unknownOption
              ;
          };
      };
    either =
      first: second:
      mkType {
        name = "either";
        description = "${first.description} or ${second.description}";
        check = value: first.check value || second.check value;
        merge =
          path: definitions:
          if all (definition: first.check definition.value) definitions then
            first.merge path definitions
          else if all (definition: second.check definition.value) definitions then
            second.merge path definitions
          else
            mergeEqual path definitions;
      };
    oneOf =
      alternatives:
      foldl' types.either (head alternatives) (builtins.tail alternatives);
    coercedTo =
      from: convert: to:
      mkType {
        name = "coercedTo";
        description = "${to.description} or ${from.description} convertible to it";
        check = value: to.check value || from.check value && to.check (convert value);
        merge =
          path: definitions:
          to.merge path (
            map (
              definition:
              definition
              // {
                value = if from.check definition.value then convert definition.value else definition.value;
              }
            ) definitions
          );
      };
    uniq = type: type;
    addCheck = type: check: type // { check = value: type.check value && check value; };
    functionTo =
      type:
      mkType {
        name = "functionTo";
        description = "function that evaluates to a(n) ${type.description}";
        check = isFunction;
      };
  };

  isPlainSet = value: isAttrs value && !(value ? outPath);
in
types // { inherit mkType; }
