# The framework calls a machine what its variable is called; the others find it by its own name too.
{ versions, planned }:
{ lib, nodes, ... }:
{
  networking.extraHosts = lib.concatStrings (
    lib.mapAttrsToList (
      id: node:
      let
        address = (versions.configOfTestNode nodes.${id}).networking.primaryIPAddress;
      in
      lib.optionalString (id != node.name && address != "") "${address} ${node.name}\n"
    ) planned
  );
}
