# compose-info of a flavour whose nodes are machines with one kernel and one initrd for all
# roles: vm and vm-ramdisk. Upstream's fields, and ours under `nxc`.
{
  flavour,
  # "image", "shared" or "ramdisk": where a machine finds its systems
  layout,
}:
{
  pkgs,
  lib,
  system,
  base,
  compositionName,
  composition,
  roles,
  testScript,
  ...
}@context:
let
  inherit (builtins) mapAttrs toJSON;
  parts =
    if system != "x86_64-linux" then
      throw "The flavour ${flavour.name} builds machines for x86_64-linux only yet, and this is for ${system}. The flavour docker works here."
    else
      (import ./bases.nix).${base.name} context;
  laidOut = parts.${layout};

  info = {
    test_script = "${pkgs.writeText "test-script" testScript}";
    roles = mapAttrs (_: role: {
      init = "${role.toplevel}/init";
      closure_info = "${parts.closureInfo}";
      nxc = role.machine;
    }) roles;
    all_store_info = "${parts.closureInfo}";
  }
  // lib.optionalAttrs (composition ? rolesDistribution) {
    roles_distribution = composition.rolesDistribution;
  };
  compositionsInfo.${compositionName} = info;
in
pkgs.writeTextFile {
  name = "compose-info.json";
  text = toJSON {
    flavour = {
      inherit (flavour) name description;
      image = layout;
    };
    inherit system;
    compositions_info_path = "${pkgs.writeText "compositions-info.json" (toJSON compositionsInfo)}";
    compositions_info = compositionsInfo;
    all = {
      inherit (parts) kernel;
      inherit (laidOut) initrd;
      stage1 = laidOut.initrd;
      nxc = {
        protocol = 1;
        inherit layout;
        panic_device = "pvpanic";
        graphics = false;
      }
      // lib.optionalAttrs (laidOut ? store) { store_image = laidOut.store; };
    };
  };
}
