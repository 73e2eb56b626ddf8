# compose-info of a flavour whose nodes are machines with one kernel and one initrd for all
# roles: vm and vm-ramdisk. Upstream's fields, and ours under `nxc`.
{
  flavour,
  # "image", "shared" or "ramdisk": where a machine finds its systems
  layout,
  systems,
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
    if !lib.elem system systems then
      throw "The flavour ${flavour.name} is for ${lib.concatStringsSep ", " systems} only, and this is for ${system}. The flavour docker works here."
    else
      (import ./bases.nix).${base.name} context;
  laidOut =
    parts.${layout}
      or (throw "The ${base.name} base has no virtual machines that share the builder's store: use the flavour vm as it is.");
  # a mounted share is not part of a snapshot
  role =
    described:
    described
    // lib.optionalAttrs (layout == "shared") {
      template = "it reads the store of the machine that built it, over 9p";
    };

  info = {
    test_script = "${pkgs.writeText "test-script" testScript}";
    roles = mapAttrs (_: evaluated: {
      init = "${evaluated.toplevel}/init";
      closure_info = "${parts.closureInfo}";
      nxc = role evaluated.machine;
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
        protocol = 2;
        inherit layout;
        panic_device = "pvpanic";
        graphics = false;
      }
      // lib.optionalAttrs (laidOut ? store) { store_image = laidOut.store; };
    };
  };
}
