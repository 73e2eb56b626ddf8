# environment.*: commands, variables and files in /etc.
{ lib, config, ... }:
let
  inherit (lib) mkOption types;
  # these belong to whoever runs the node (Docker mounts them)
  foreign = [
    "hosts"
    "hostname"
    "resolv.conf"
  ];
in
{
  options.environment = {
    systemPackages = mkOption {
      type = types.listOf types.package;
      default = [ ];
      description = "Packages whose commands are found by everybody. busybox's always are.";
    };
    variables = mkOption {
      type = types.attrsOf types.variable;
      default = { };
      description = "Environment variables of services and shells.";
    };
    shellInit = mkOption {
      type = types.lines;
      default = "";
      description = "Shell commands run when a shell starts.";
    };
    etc = mkOption {
      type = types.attrsOf types.file;
      default = { };
      description = "Files below /etc: text or source, mode.";
    };
  };

  config = {
    assertions = map (name: {
      assertion = !(config.environment.etc ? ${name});
      message = "environment.etc.\"${name}\": /etc/${name} is made by what runs the node; use networking.extraHosts or networking.hosts for names.";
    }) foreign;
    files = lib.mapAttrs' (name: file: lib.nameValuePair "/etc/${name}" file) config.environment.etc;
    environment.etc = {
      "set-environment".text =
        "export HOME=\${HOME:-/root}\n"
        + lib.concatStrings (
          lib.mapAttrsToList (
            name: value: "export ${name}=${lib.escapeShellArg value}\n"
          ) config.environment.variables
        );
      profile.text = ''
        export PATH=/run/wrappers/bin:/run/current-system/sw/bin:/usr/bin:/bin
        . /etc/set-environment
        export ENV=/etc/shrc
        ${config.environment.shellInit}
        [ -z "''${PS1-}" ] || . /etc/shrc
      '';
      shrc.text = ''
        PS1='[\u@\h:\w]\$ '
        alias ll='ls -l'
      '';
      "os-release".text = ''
        NAME="NXC tiny base"
        ID=nxc-tiny
        PRETTY_NAME="NXC tiny base (busybox)"
      '';
    };
  };
}
