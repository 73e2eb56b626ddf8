# The nodes of a test, by the names that the framework can take: it makes each a variable of Python.
#   { roles = [ "web-server" ]; distribution = { }; } -> { web_server = { name = "web-server"; role; number; }; }
{ lib }:
{ roles, distribution }:
let
  unknown = lib.subtractLists roles (lib.attrNames distribution);
  # as everywhere: a role that nobody distributes has its own name
  namesOf =
    role:
    let
      wanted = distribution.${role} or 1;
    in
    if lib.isList wanted then
      wanted
    else if wanted == 1 then
      [ role ]
    else
      map (number: "${role}${toString number}") (lib.range 1 wanted);

  planned = lib.concatMap (role: map (name: { inherit role name; }) (namesOf role)) roles;
  variable = lib.replaceStrings [ "-" "." ] [ "_" "_" ];
  byVariable = lib.groupBy (node: variable node.name) planned;
  clash = lib.findFirst (nodes: lib.length nodes > 1) null (lib.attrValues byVariable);
  named = lib.mapAttrs (_: nodes: lib.head nodes) byVariable;
in
if unknown != [ ] then
  throw "rolesDistribution names the role `${lib.head unknown}', which the composition does not have. Its roles are: ${lib.concatStringsSep ", " roles}."
else if clash != null then
  throw "The nodes ${lib.concatMapStringsSep " and " (node: "`${node.name}'") clash} would both be `${variable (lib.head clash).name}' in the test script. Give one of them another name."
else
  # the framework numbers its machines, and with them their addresses, in the order of their names
  lib.listToAttrs (
    lib.imap1 (number: id: lib.nameValuePair id (named.${id} // { inherit number; })) (lib.attrNames named)
  )
