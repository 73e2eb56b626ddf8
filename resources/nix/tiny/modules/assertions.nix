# assertions and warnings, as in NixOS.
{ lib, ... }:
let
  inherit (lib) mkOption types;
in
{
  options = {
    assertions = mkOption {
      type = types.listOf types.unspecified;
      default = [ ];
      description = "[ { assertion = true or false; message = \"…\"; } ]: what must hold.";
    };
    warnings = mkOption {
      type = types.listOf types.str;
      default = [ ];
      description = "Messages shown at evaluation.";
    };
  };
}
