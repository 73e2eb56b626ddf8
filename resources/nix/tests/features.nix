# A role that uses every option of the tiny base.
{
  pkgs,
  lib,
  helpers,
  flavour,
  setup,
  nur,
  modulesPath,
  system,
}:
{
  roles.a =
    { config, ... }:
    {
      options.site.greeting = lib.mkOption {
        type = lib.types.str;
        default = "hello";
      };
      config = {
        services = {
          once = {
            command = "echo ${config.site.greeting}";
            restart = "no";
          };
          loop = {
            description = "Says tick";
            command = "while :; do echo tick; sleep 1; done";
            user = "bob";
            environment.COUNT = 3;
            preStart = "echo starting";
            workingDirectory = "/home/bob";
            restart = "on-failure";
          };
          web = {
            command = "httpd -f -p 8080 -h /srv";
            port = 8080;
            ports = [ 8081 ];
          };
          off = {
            enable = false;
            command = "false";
          };
        };
        users.users.bob = {
          isNormalUser = true;
          description = "Bob";
          extraGroups = [ "wheel" ];
          openssh.authorizedKeys.keys = [ "ssh-ed25519 AAAA" ];
        };
        users.groups.wheel = { };
        environment = {
          systemPackages = [
            (pkgs.writeShellScriptBin "hello" "echo hello $1")
            pkgs.wget
          ];
          variables.QUOTED = "it's";
          shellInit = "umask 022";
          etc = {
            secret = {
              text = "s";
              mode = "0600";
            };
            script = {
              text = "#!/bin/sh\necho script\n";
              mode = "0755";
            };
            link.source = ./composition.nix;
            copy = {
              source = ./composition.nix;
              mode = "0640";
              group = "wheel";
            };
          };
        };
        files."/srv/index.html".source = pkgs.writeText "index.html" "from ${pkgs.busybox}";
        networking = {
          hostName = lib.mkDefault "alpha";
          hosts."10.0.0.2" = [
            "two"
            "deux"
          ];
          extraHosts = "10.0.0.1 one";
          firewall.enable = lib.mkForce false;
          firewall.allowedTCPPorts = [ 22 ];
        };
        system.activationScripts.mark = "echo activated > /run/activated";
        system.stateVersion = "25.11";
        boot.postBootCommands = lib.mkBefore "echo booted > /run/booted";
        virtualisation = {
          memorySize = 128;
          cores = 2;
        };
        nxc.template = "it is not like others";
        warnings = lib.optional (modulesPath == "") "no modules";
        assertions = [
          {
            assertion = flavour.name == "docker" && setup.params == { } && nur == { } && helpers == { };
            message = "compose gave ${system} something else";
          }
        ];
      };
    };
  dockerPorts.a = [ "18080:8080" ];
  extraVolumes = [ "/tmp:/host-tmp:ro" ];
}
