# `lib` as roles of the tiny base see it: the helpers of nixpkgs' lib that compositions use,
# under the same names, and the module system.
let
  modules = import ./module-system;
  inherit (builtins)
    attrNames
    concatMap
    concatStringsSep
    elem
    elemAt
    filter
    foldl'
    genList
    getAttr
    head
    isAttrs
    isList
    isString
    length
    listToAttrs
    map
    mapAttrs
    replaceStrings
    split
    stringLength
    substring
    tail
    ;

  upper = stringToCharacters "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  lower = stringToCharacters "abcdefghijklmnopqrstuvwxyz";
  stringToCharacters = text: genList (index: substring index 1 text) (stringLength text);
  nameValuePair = name: value: { inherit name value; };

  lists = rec {
    optional = condition: value: if condition then [ value ] else [ ];
    optionals = condition: values: if condition then values else [ ];
    singleton = value: [ value ];
    flatten = value: if isList value then concatMap flatten value else [ value ];
    unique = foldl' (seen: value: if elem value seen then seen else seen ++ [ value ]) [ ];
    range = first: last: if first > last then [ ] else genList (index: first + index) (last - first + 1);
    replicate = count: value: genList (_: value) count;
    imap0 = function: values: genList (index: function index (elemAt values index)) (length values);
    imap1 =
      function: values: genList (index: function (index + 1) (elemAt values index)) (length values);
    last = values: elemAt values (length values - 1);
    init = values: take (length values - 1) values;
    take = count: values: genList (elemAt values) (if count < length values then count else length values);
    drop =
      count: values:
      genList (index: elemAt values (index + count)) (
        if length values > count then length values - count else 0
      );
    reverseList = values: genList (index: elemAt values (length values - 1 - index)) (length values);
    foldr =
      function: start: values:
      foldl' (result: value: function value result) start (reverseList values);
    foldl = foldl';
    zipListsWith =
      function: first: second:
      genList (index: function (elemAt first index) (elemAt second index)) (
        if length first < length second then length first else length second
      );
    forEach = values: function: map function values;
    remove = unwanted: filter (value: value != unwanted);
    subtractLists = unwanted: filter (value: !(elem value unwanted));
    findFirst =
      predicate: default: values:
      let
        found = filter predicate values;
      in
      if found == [ ] then default else head found;
    count = predicate: values: length (filter predicate values);
  };

  strings = rec {
    inherit stringToCharacters;
    concatStrings = concatStringsSep "";
    concatMapStrings = function: values: concatStrings (map function values);
    concatMapStringsSep =
      separator: function: values:
      concatStringsSep separator (map function values);
    concatImapStringsSep =
      separator: function: values:
      concatStringsSep separator (lists.imap1 function values);
    concatLines = concatMapStrings (line: line + "\n");
    optionalString = condition: text: if condition then text else "";
    hasPrefix = prefix: text: substring 0 (stringLength prefix) text == prefix;
    hasSuffix =
      suffix: text:
      stringLength text >= stringLength suffix
      && substring (stringLength text - stringLength suffix) (stringLength suffix) text == suffix;
    hasInfix = infix: text: replaceStrings [ infix ] [ "" ] text != text;
    removePrefix =
      prefix: text:
      if hasPrefix prefix text then substring (stringLength prefix) (stringLength text) text else text;
    removeSuffix =
      suffix: text:
      if hasSuffix suffix text then
        substring 0 (stringLength text - stringLength suffix) text
      else
        text;
    splitString =
      separator: text: filter isString (split (escapeRegex separator) text);
    escape = characters: replaceStrings characters (map (character: "\\" + character) characters);
    escapeRegex = escape (stringToCharacters "\\[{()^$?*+|.");
    escapeShellArg = value: "'${replaceStrings [ "'" ] [ "'\\''" ] (toString value)}'";
    escapeShellArgs = concatMapStringsSep " " escapeShellArg;
    toLower = replaceStrings upper lower;
    toUpper = replaceStrings lower upper;
    toInt =
      text:
      let
        value = builtins.fromJSON text;
      in
      if builtins.isInt value then value else throw "lib.toInt: \"${text}\" is not a whole number";
    fixedWidthString =
      width: filler: text:
      if stringLength text >= width then text else fixedWidthString width filler (filler + text);
    fixedWidthNumber = width: number: fixedWidthString width "0" (toString number);
    makeBinPath = concatMapStringsSep ":" (package: "${package}/bin");
    versionAtLeast = have: want: builtins.compareVersions have want >= 0;
    versionOlder = have: want: builtins.compareVersions have want < 0;
    boolToString = value: if value then "true" else "false";
  };

  attrsets = rec {
    inherit nameValuePair;
    optionalAttrs = condition: set: if condition then set else { };
    mapAttrsToList = function: set: map (name: function name set.${name}) (attrNames set);
    mapAttrs' = function: set: listToAttrs (mapAttrsToList function set);
    filterAttrs =
      predicate: set:
      listToAttrs (
        concatMap (
          name: if predicate name set.${name} then [ (nameValuePair name set.${name}) ] else [ ]
        ) (attrNames set)
      );
    genAttrs = names: function: listToAttrs (map (name: nameValuePair name (function name)) names);
    attrByPath =
      path: default: set:
      if path == [ ] then
        set
      else if isAttrs set && set ? ${head path} then
        attrByPath (tail path) default set.${head path}
      else
        default;
    hasAttrByPath = path: set: path == [ ] || set ? ${head path} && hasAttrByPath (tail path) set.${head path};
    getAttrFromPath =
      path: attrByPath path (throw "lib.getAttrFromPath: there is no ${concatStringsSep "." path}");
    setAttrByPath =
      path: value:
      if path == [ ] then value else { ${head path} = setAttrByPath (tail path) value; };
    recursiveUpdate =
      left: right:
      left
      // mapAttrs (
        name: value:
        if isAttrs value && isAttrs (left.${name} or null) && !(value ? outPath) then
          recursiveUpdate left.${name} value
        else
          value
      ) right;
    attrVals = names: set: map (name: getAttr name set) names;
    mergeAttrsList = foldl' (merged: set: merged // set) { };
    cartesianProduct =
      sets:
      foldl' (
        products: name:
        concatMap (product: map (value: product // { ${name} = value; }) sets.${name}) products
      ) [ { } ] (attrNames sets);
    isDerivation = value: value.type or null == "derivation";
  };

  trivial = {
    id = value: value;
    const = value: _: value;
    flip =
      function: first: second:
      function second first;
    pipe = foldl' (value: function: function value);
    min = first: second: if first < second then first else second;
    max = first: second: if first > second then first else second;
    mod = number: divisor: number - number / divisor * divisor;
    warn = message: builtins.trace "warning: ${message}";
    importJSON = path: builtins.fromJSON (builtins.readFile path);
    importTOML = path: builtins.fromTOML (builtins.readFile path);
    getExe =
      package: "${package}/bin/${package.meta.mainProgram or package.pname or (builtins.parseDrvName package.name).name}";
    getBin = package: package;
  };

  fromBuiltins = {
    inherit (builtins)
      add
      all
      any
      attrNames
      attrValues
      bitAnd
      bitOr
      concatLists
      concatMap
      concatStringsSep
      deepSeq
      elem
      elemAt
      filter
      foldl'
      functionArgs
      genList
      getAttr
      groupBy
      hasAttr
      head
      isAttrs
      isBool
      isFunction
      isInt
      isList
      isString
      length
      listToAttrs
      mapAttrs
      partition
      removeAttrs
      replaceStrings
      seq
      sort
      splitVersion
      stringLength
      sub
      substring
      tail
      toJSON
      trace
      typeOf
      zipAttrsWith
      ;
  };
in
fromBuiltins
// trivial
// lists
// strings
// attrsets
// removeAttrs modules [ "show" ]
// {
  inherit lists strings attrsets trivial;
  inherit (modules) types;
  modules = removeAttrs modules [ "show" ];
  options = {
    inherit (modules) mkOption mkEnableOption;
  };
}
