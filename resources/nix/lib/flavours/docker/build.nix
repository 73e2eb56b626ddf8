# compose-info and compose file of a composition: one derivation with two outputs.
{
  pkgs,
  system,
  base,
  compositionName,
  composition,
  roles,
  testScript,
  ...
}:
let
  inherit (builtins)
    attrNames
    mapAttrs
    toJSON
    ;
  image = import ./image.nix { inherit pkgs system; };

  path = "/run/wrappers/bin:/run/current-system/sw/bin:/run/system/bin:/usr/bin:/bin";
  extraVolumes = composition.extraVolumes or [ ];
  ports = composition.dockerPorts or { };

  # What the two bases need differs: systemd wants privileges, the tiny init wants none.
  services = {
    tiny = {
      stop_signal = "SIGTERM";
      tmpfs = [
        "/run"
        "/tmp:exec,mode=1777"
      ];
      tty = false;
      volumes = [ "/nix/store:/nix/store:ro" ] ++ extraVolumes;
    };
    nixpkgs = {
      cap_add = [ "SYS_ADMIN" ];
      stop_signal = "SIGINT";
      tmpfs = [
        "/run"
        "/run/wrappers:exec,suid"
        "/tmp:exec,mode=777"
      ];
      tty = true;
      volumes = [
        "/sys/fs/cgroup:/sys/fs/cgroup:rw"
        "/nix/store:/nix/store:ro"
        "${baseEnvironment}:/run/system:ro"
        "/tmp/shared:/tmp/shared:rw"
        "nxc-shared:/var/nxc/shared"
      ]
      ++ extraVolumes;
    };
  };

  # the commands that exist before the system has been activated
  baseEnvironment = pkgs.buildEnv {
    name = "nxc-docker-base-environment";
    paths = [
      pkgs.bashInteractive
      pkgs.coreutils
    ];
    pathsToLink = [ "/bin" ];
  };

  service =
    role: evaluated:
    services.${base.name}
    // {
      image = image.reference;
      hostname = role;
      command = [ "${evaluated.toplevel}/init" ];
      environment = {
        NIX_REMOTE = "";
        NXC_ROLE = role;
        PATH = path;
        container = "docker";
      };
      ports = ports.${role} or [ ];
    };

  composeFile = {
    version = "3.4";
    x-nxc.image = "${image.tarball}";
    services = mapAttrs service roles;
  }
  // (if base.name == "nixpkgs" then { volumes.nxc-shared = { }; } else { });

  composeInfo = {
    image = "${image.tarball}";
    roles = attrNames roles;
    docker-compose-file = "COMPOSE_FILE";
    test_script = "${pkgs.writeText "test-script" testScript}";
    flavour = "docker";
  }
  // (
    if composition ? rolesDistribution then
      { roles_distribution = composition.rolesDistribution; }
    else
      { }
  );
in
pkgs.runCommand "compose-info.json"
  {
    outputs = [
      "out"
      "composeFile"
    ];
    text = toJSON composeFile;
    info = toJSON composeInfo;
    passAsFile = [
      "text"
      "info"
    ];
  }
  ''
    cp "$textPath" "$composeFile"
    sed "s,COMPOSE_FILE,$composeFile," "$infoPath" > "$out"
  ''
