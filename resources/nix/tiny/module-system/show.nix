# How paths, places and values are written in messages. The words are those of nixpkgs' module
# system, so that one reader of messages serves both bases.
let
  inherit (builtins)
    attrNames
    concatStringsSep
    isAttrs
    isFunction
    isPath
    map
    match
    stringLength
    substring
    toJSON
    tryEval
    unsafeDiscardStringContext
    ;
in
rec {
  # [definition 1-entry 2] is how a list's elements are called
  attribute =
    name:
    if match "[a-zA-Z_][a-zA-Z0-9_'-]*|\\[definition .*|<name>" name != null then
      name
    else
      toJSON name;

  optionPath = path: concatStringsSep "." (map attribute path);

  position = pos: "${pos.file}:${toString pos.line}:${toString pos.column}";

  # A definition's place: the attribute itself where Nix remembers it, else the module's file.
  place = definition: if definition.pos or null != null then position definition.pos else definition.file;

  value =
    given:
    let
      shown =
        if isFunction given then
          "<function>"
        else if given ? outPath then
          "<derivation ${given.name or "?"}>"
        else if isAttrs given then
          "{ ${concatStringsSep " " (map attribute (attrNames given))} }"
        else if isPath given then
          toString given
        else
          toJSON given;
      tried = tryEval (shorten (unsafeDiscardStringContext shown));
    in
    if tried.success then tried.value else "<error>";

  shorten = text: if stringLength text <= 200 then text else "${substring 0 200 text}…";

  places = list: concatStringsSep "" (map (definition: "\n- In `${place definition}'") list);

  definitions =
    list:
    concatStringsSep "" (
      map (
        definition:
        "\n- In `${place definition}'${
          if definition ? value then ": ${value definition.value}" else ""
        }"
      ) list
    );

}
