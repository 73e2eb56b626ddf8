# Option types that only the tiny base has.
{ lib, types }:
let
  inherit (lib) mkOption;
in
{
  # an environment variable's value: text, or what has an obvious text
  variable =
    types.coercedTo
      (types.oneOf [
        types.int
        types.path
        (types.listOf types.str)
      ])
      (
        value: if builtins.isList value then lib.concatStringsSep ":" value else toString value
      )
      types.str;

  file = types.submodule (
    { config, ... }:
    {
      options = {
        text = mkOption {
          type = types.nullOr types.lines;
          default = null;
          description = "The content.";
        };
        source = mkOption {
          type = types.nullOr types.path;
          default = null;
          description = "Or the file or folder that it is.";
        };
        mode = mkOption {
          type = types.strMatching "symlink|0?[0-7]{3,4}";
          default = if config.source != null then "symlink" else "0644";
          description = "Octal permissions; `symlink': a link to the source in the store.";
        };
        user = mkOption {
          type = types.str;
          default = "root";
          description = "The owner.";
        };
        group = mkOption {
          type = types.nullOr types.str;
          default = null;
          description = "The owning group.";
        };
        enable = mkOption {
          type = types.bool;
          default = true;
          description = "Whether the file exists.";
        };
      };
    }
  );
}
