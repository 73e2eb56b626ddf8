# What runs once when a node starts, before its services.
{ lib, ... }:
let
  inherit (lib) mkOption types;
in
{
  options = {
    boot.postBootCommands = mkOption {
      type = types.lines;
      default = "";
      description = "Shell commands run when a node starts, before its services.";
    };
    boot.homes = mkOption {
      type = types.lines;
      default = "";
      internal = true;
    };
    system.activationScripts = mkOption {
      type = types.attrsOf (
        types.coercedTo types.str (text: { inherit text; }) (
          types.submodule {
            options = {
              text = mkOption {
                type = types.lines;
                description = "The commands.";
              };
              deps = mkOption {
                type = types.listOf types.str;
                default = [ ];
                description = "Accepted and not needed: scripts run in the order of their names.";
              };
            };
          }
        )
      );
      default = { };
      description = "Named shell commands run when a node starts.";
    };
    system.stateVersion = mkOption {
      type = types.str;
      default = "tiny";
      description = "Accepted and not used.";
    };
  };
}
