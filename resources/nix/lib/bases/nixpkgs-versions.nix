# Everything that differs between versions of nixpkgs (20.09 and newer), in one place.
{ lib }:
let
  inherit (lib.trivial) release;
  # a test is a set of options, and the names of its nodes are options too
  hasTestModules = lib.versionAtLeast release "22.11";
in
{
  inherit release;

  # services.<this>.autologinUser: who is logged in on a console
  gettyName = if lib.versionAtLeast release "21.05" then "getty" else "mingetty";

  # Machines are made nodes by shell commands in the first stage, which one of systemd has none of.
  scriptedFirstStage = lib.optionalAttrs (lib.versionAtLeast release "22.05") {
    boot.initrd.systemd.enable = lib.mkForce false;
  };

  # Make an option that does not exist an error now. Newer versions look at all definitions
  # when `config` is; older ones level by level, so every level has to be visited (not the values).
  checkOptions =
    { config, options }:
    let
      visit =
        options: config:
        lib.foldl' (
          done: name:
          let
            inner = options.${name};
          in
          if lib.isAttrs inner && inner._type or null != "option" && config ? ${name} then
            builtins.seq (visit inner config.${name}) done
          else
            done
        ) (builtins.seq config true) (lib.attrNames options);
    in
    if lib.versionAtLeast release "21.05" then builtins.seq config true else visit options config;

  # An option's definitions with the files they stand in: [ { file; value; } ]
  definitionsOf =
    option:
    option.definitionsWithLocations or (lib.zipListsWith (file: value: { inherit file value; })
      (option.files or [ ])
      (option.definitions or [ ])
    );

  # A test of the framework: { test; driver; }, where building `test' runs it and `driver' is interactive. Its nodes
  # have one instance of nixpkgs. Scripts are written for every flavour, so that neither their layout (which versions
  # before 22.05 check) nor the types of their variables are judged here.
  nixosTest =
    {
      nixpkgs,
      system,
      pkgs,
      name,
      nodes,
      specialArgs,
      testScript,
    }:
    if hasTestModules then
      let
        test = (import (toString nixpkgs + "/nixos/lib") { inherit lib; }).runTest {
          inherit name nodes testScript;
          hostPkgs = pkgs;
          node = { inherit specialArgs; };
          skipTypeCheck = true;
        };
      in
      {
        inherit test;
        driver = test.driverInteractive;
      }
    else
      let
        framework = import (toString nixpkgs + "/nixos/lib/testing-python.nix");
        knowsSpecialArgs = lib.functionArgs framework ? specialArgs;
        test =
          (framework (
            {
              inherit system pkgs;
            }
            // (
              if knowsSpecialArgs then
                { inherit specialArgs; }
              else
                { extraConfigurations = [ { _module.args = specialArgs; } ]; }
            )
          )).makeTest
            {
              inherit name nodes testScript;
              skipLint = lib.versionOlder release "22.05";
              skipTypeCheck = true;
            };
      in
      {
        inherit test;
        driver = test.driverInteractive or test.driver;
      };

  # what a module of a test gets as one of its `nodes'
  configOfTestNode = node: if hasTestModules then node else node.config;

  # A module for machines of the test framework: a port of 127.0.0.1 leads to them.
  forwardToLoopback =
    { port, guestPort }:
    if lib.versionAtLeast release "21.11" then
      {
        virtualisation.forwardPorts = [
          {
            host = {
              address = "127.0.0.1";
              inherit port;
            };
            guest.port = guestPort;
          }
        ];
      }
    else
      {
        virtualisation.qemu.networkingOptions = [
          "-net nic,netdev=user.0,model=virtio"
          "-netdev user,id=user.0,hostfwd=tcp:127.0.0.1:${toString port}-:${toString guestPort}\${QEMU_NET_OPTS:+,$QEMU_NET_OPTS}"
        ];
      };
}
