# networking.*: names and ports. Interfaces and addresses are the flavour's.
{
  lib,
  config,
  roleName,
  ...
}:
let
  inherit (lib) mkOption types;
in
{
  options.networking = {
    hostName = mkOption {
      type = types.str;
      default = roleName;
      description = "The role's name for itself. A node's own name is given when it is started.";
    };
    hosts = mkOption {
      type = types.attrsOf (types.listOf types.str);
      default = { };
      description = "Names by address, added to /etc/hosts.";
    };
    extraHosts = mkOption {
      type = types.lines;
      default = "";
      description = "Lines added to /etc/hosts.";
    };
    firewall = {
      enable = mkOption {
        type = types.bool;
        default = false;
        description = "There is no firewall in the tiny base: true is an error.";
      };
      allowedTCPPorts = mkOption {
        type = types.listOf types.port;
        default = [ ];
        description = "TCP ports that others use. They only say so: nothing is closed.";
      };
      allowedUDPPorts = mkOption {
        type = types.listOf types.port;
        default = [ ];
        description = "UDP ports that others use. They only say so: nothing is closed.";
      };
    };
  };

  config = {
    assertions = [
      {
        assertion = !config.networking.firewall.enable;
        message = "networking.firewall.enable = true: the tiny base has no firewall, every port of a node is open.\n${import ../switch.nix}";
      }
    ];
    networking.extraHosts = lib.concatStringsSep "\n" (
      lib.mapAttrsToList (
        address: names: "${address} ${toString names}"
      ) config.networking.hosts
    );
  };
}
