# services.<name>: commands that are kept running.
{
  lib,
  config,
  errors,
  ...
}:
let
  inherit (lib) mkOption types;
  service = types.submoduleWith {
    unknownOption =
      { path, definitions, ... }@unknown:
      if lib.any (definition: definition.value ? command) definitions then
        errors.unknownOption unknown
      else
        errors.notAService {
          path = lib.init path;
          inherit definitions;
        };
    modules = [
      (
        { name, definitions, ... }:
        {
          options = {
            command = mkOption {
              type = types.str;
              default = throw (
                errors.notAService {
                  path = [
                    "services"
                    name
                  ];
                  inherit definitions;
                }
              );
              description = "The command that is the service. It stays in the foreground.";
            };
            enable = mkOption {
              type = types.bool;
              default = true;
              description = "Whether the service exists at all.";
            };
            description = mkOption {
              type = types.str;
              default = "";
              description = "What the service is, in a few words.";
            };
            port = mkOption {
              type = types.nullOr types.port;
              default = null;
              description = "The TCP port that it listens on. It only says so: the command opens it.";
            };
            ports = mkOption {
              type = types.listOf types.port;
              default = [ ];
              description = "More TCP ports that it listens on.";
            };
            environment = mkOption {
              type = types.attrsOf types.variable;
              default = { };
              description = "Environment variables of the command.";
            };
            preStart = mkOption {
              type = types.lines;
              default = "";
              description = "Shell commands run by root before each start.";
            };
            restart = mkOption {
              type = types.enum [
                "always"
                "on-failure"
                "no"
              ];
              default = "always";
              description = "When to start it again after it has ended.";
            };
            user = mkOption {
              type = types.str;
              default = "root";
              description = "The user that runs the command.";
            };
            workingDirectory = mkOption {
              type = types.str;
              default = "/";
              description = "The folder that the command starts in.";
            };
          };
        }
      )
    ];
  };
in
{
  config.assertions = lib.mapAttrsToList (name: service: {
    assertion = config.users.users ? ${service.user};
    message = "services.${name}.user: there is no user `${service.user}'. Add users.users.${service.user} = { isSystemUser = true; };";
  }) config.services;

  options.services = mkOption {
    type = types.attrsOf service;
    default = { };
    description = "Commands that are kept running, by name.";
  };
}
