# What a definition can be wrapped in (mkIf, mkMerge, priorities, order), and how it is unwrapped.
let
  inherit (builtins)
    concatMap
    isAttrs
    isBool
    map
    ;

  isType = type: value: isAttrs value && (value._type or null) == type;

  defaultPriority = 100;
  defaultOrder = 1000;

  mkIf = condition: content: {
    _type = "if";
    inherit condition content;
  };
  mkMerge = contents: {
    _type = "merge";
    inherit contents;
  };
  mkOverride = priority: content: {
    _type = "override";
    inherit priority content;
  };
  mkOrder = priority: content: {
    _type = "order";
    inherit priority content;
  };

  # Open the wrappers around an attribute set without looking at any condition (conditions may
  # depend on the result). Gives [ { attrs; wrap; } ]: the bare set, and what each of its
  # attributes has to be wrapped in.
  pushDown =
    value:
    if isType "merge" value then
      concatMap pushDown value.contents
    else if isType "if" value then
      rewrap (mkIf value.condition) (pushDown value.content)
    else if isType "override" value then
      rewrap (mkOverride value.priority) (pushDown value.content)
    else if isType "order" value then
      rewrap (mkOrder value.priority) (pushDown value.content)
    else
      [
        {
          attrs = value;
          wrap = inner: inner;
        }
      ];
  rewrap =
    around: map (part: part // { wrap = inner: around (part.wrap inner); });

  # The definitions inside a value's wrappers: [ { value; priority; order; } ], conditions decided.
  discharge =
    value:
    if isType "merge" value then
      concatMap discharge value.contents
    else if isType "if" value then
      if !isBool value.condition then
        throw "`mkIf' called with a non-Boolean condition"
      else if value.condition then
        discharge value.content
      else
        [ ]
    else if isType "override" value then
      map (inner: inner // { inherit (value) priority; }) (discharge value.content)
    else if isType "order" value then
      map (inner: inner // { order = value.priority; }) (discharge value.content)
    else
      [
        {
          inherit value;
          priority = defaultPriority;
          order = defaultOrder;
        }
      ];
in
{
  inherit
    isType
    mkIf
    mkMerge
    mkOverride
    mkOrder
    pushDown
    discharge
    ;
  mkOptionDefault = mkOverride 1500;
  mkDefault = mkOverride 1000;
  mkForce = mkOverride 50;
  mkBefore = mkOrder 500;
  mkAfter = mkOrder 1500;
}
