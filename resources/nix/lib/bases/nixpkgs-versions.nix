# Everything that differs between versions of nixpkgs (20.09 and newer), in one place.
{ lib }:
let
  inherit (lib.trivial) release;
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
}
