# What the app shows of a NixOS role, cheaply. Errors of the role itself (an option that does
# not exist, …) come through; a value that cannot be had for another reason is left out.
{
  lib,
  role,
  config,
  options,
}:
let
  inherit (builtins) deepSeq seq tryEval;
  versions = import ./nixpkgs-versions.nix { inherit lib; };

  orElse =
    fallback: value:
    let
      tried = tryEval (deepSeq value value);
    in
    if tried.success then tried.value else fallback;

  # Services that compositions often have: the port to show, if it is not read from an option.
  known = {
    caddy = [ ];
    dnsmasq = [ 53 ];
    etcd = [ 2379 ];
    grafana = [ 3000 ];
    haproxy = [ ];
    httpd = [ 80 ];
    memcached = [ 11211 ];
    mongodb = [ 27017 ];
    mysql = [ 3306 ];
    nginx = [ 80 ];
    openssh = [ 22 ];
    postgresql = [ 5432 ];
    prometheus = [ 9090 ];
    rabbitmq = [ 5672 ];
  };
  portOf =
    name:
    let
      service = config.services.${name};
      port = service.port or service.settings.port or null;
      many = service.ports or null;
    in
    if lib.isInt port then
      [ port ]
    else if lib.isList many && lib.all lib.isInt many then
      many
    else
      known.${name};
  enabled = lib.filter (
    name: options.services ? ${name} && orElse false (config.services.${name}.enable or false == true)
  ) (lib.attrNames known);

  nameOf = package: package.pname or (builtins.parseDrvName package.name).name;
  ours = definition: lib.hasPrefix (toString ./..) (toString definition.file) || lib.hasPrefix "nxc: " (toString definition.file);
  nixosItself = definition: lib.hasInfix "/nixos/modules/" (toString definition.file);
  packageDefinitions = lib.filter (definition: !ours definition && !nixosItself definition) (
    versions.definitionsOf options.environment.systemPackages
  );

  hostName = orElse "" config.networking.hostName;
in
seq (versions.checkOptions { inherit config options; }) {
  hostName = if hostName == "" then role else hostName;
  services = map (name: {
    inherit name;
    ports = orElse known.${name} (portOf name);
    command = null;
    description = "";
  }) enabled;
  openPorts = orElse [ ] config.networking.firewall.allowedTCPPorts;
  packages = orElse [ ] (
    lib.unique (
      lib.concatMap (definition: map (package: orElse "?" (nameOf package)) definition.value) packageDefinitions
    )
  );
  description = null;
  users = orElse [ ] (
    lib.attrNames (lib.filterAttrs (_: user: user.isNormalUser) config.users.users)
  );
  sharedDirectories = [ ];
}
