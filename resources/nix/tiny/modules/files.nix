# files."/path": files anywhere in a node.
{ lib, config, ... }:
{
  config.assertions = lib.concatLists (
    lib.mapAttrsToList (path: file: [
      {
        assertion = lib.hasPrefix "/" path;
        message = "files.\"${path}\": the path must be absolute, like \"/${path}\".";
      }
      {
        assertion = file.text != null || file.source != null;
        message = "files.\"${path}\" has no content: give it `text' or `source'.";
      }
      {
        assertion = file.text == null || file.source == null;
        message = "files.\"${path}\" has both `text' and `source': give it one.";
      }
      {
        assertion = config.users.users ? ${file.user};
        message = "files.\"${path}\".user: there is no user `${file.user}'.";
      }
      {
        assertion = file.group == null || config.users.groups ? ${file.group};
        message = "files.\"${path}\".group: there is no group `${toString file.group}'.";
      }
    ]) (lib.filterAttrs (_: file: file.enable) config.files)
  );

  options.files = lib.mkOption {
    type = lib.types.attrsOf lib.types.file;
    default = { };
    description = "Files by absolute path: text or source, mode, user, group.";
  };
}
