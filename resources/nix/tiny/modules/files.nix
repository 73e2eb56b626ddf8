# files."/path": files anywhere in a node.
{ lib, ... }:
{
  options.files = lib.mkOption {
    type = lib.types.attrsOf lib.types.file;
    default = { };
    description = "Files by absolute path: text or source, mode, user, group.";
  };
}
