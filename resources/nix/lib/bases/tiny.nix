# The tiny base as compose.nix sees it: see ../../tiny.
{
  tinyBase,
  system,
  overlays,
}:
let
  lib = tinyBase.lib;
  pkgs = import ../../tiny/pkgs.nix {
    inherit (tinyBase) busybox;
    inherit lib system overlays;
  };
  inherit (import ../../tiny/module-system) evalModules show;
  errors = import ../../tiny/errors.nix { inherit lib show; };
  types = lib.types // import ../../tiny/types.nix { inherit lib; types = lib.types; };

  check =
    role: config:
    let
      failed = lib.filter (entry: !entry.assertion) config.assertions;
    in
    if failed != [ ] then
      throw "Failed assertions of role `${role}':\n${
        lib.concatMapStringsSep "\n" (entry: "- ${entry.message}") failed
      }"
    else
      lib.foldr (
        message: result: builtins.trace "warning: role `${role}': ${message}" result
      ) config config.warnings;

  # Looking at a role finds the mistakes that building it would find.
  complete =
    config:
    builtins.deepSeq [
      config.services
      config.networking
      config.boot
      config.system.activationScripts
      (map (file: removeAttrs file [ "source" ]) (lib.attrValues config.files))
    ] config;

  # what the app shows of a role
  describe = given: describeComplete (complete given);
  describeComplete = config: {
    inherit (config.networking) hostName;
    services = lib.mapAttrsToList (name: service: {
      inherit name;
      inherit (service) command description;
      ports = servicePorts service;
    }) (lib.filterAttrs (_: service: service.enable) config.services);
    openPorts = lib.sort builtins.lessThan (
      lib.unique (
        config.networking.firewall.allowedTCPPorts
        ++ lib.concatMap servicePorts (
          lib.attrValues (lib.filterAttrs (_: service: service.enable) config.services)
        )
      )
    );
    packages = map (
      package: package.pname or (builtins.parseDrvName package.name).name
    ) config.environment.systemPackages;
    description = null;
    users = lib.attrNames (
      lib.filterAttrs (name: _: name != "root" && name != "nobody") config.users.users
    );
    sharedDirectories = [ ];
  };
  servicePorts = service: lib.optional (service.port != null) service.port ++ service.ports;
in
{
  name = "tiny";
  inherit pkgs lib;
  inherit (tinyBase) kernel;
  nixpkgsVersion = null;
  modulesPath = toString ../../tiny/modules;

  evalRole =
    {
      role,
      modules,
      specialArgs,
      ...
    }:
    let
      config = check role (evalModules {
        modules = import ../../tiny/modules ++ modules;
        specialArgs = specialArgs // {
          inherit pkgs errors;
          lib = lib // {
            inherit types;
          };
          roleName = role;
        };
        inherit (errors) unknownOption;
      }).config;
    in
    {
      toplevel = import ../../tiny/system.nix {
        inherit pkgs lib config;
        roleName = role;
      };
      description = describe config;
      machine = import ./machine.nix {
        inherit config;
        # The base itself has no ssh server; a role that brings one says so by the port of its service.
        ssh = lib.elem 22 (describe config).openPorts;
        ports = lib.filter (port: port != 22) (describe config).openPorts;
      };
    };
}
