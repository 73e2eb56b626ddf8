# Kernel, initrd and store image of NixOS roles. One kernel and one first stage serve all of them.
{
  pkgs,
  lib,
  roles,
  ...
}:
let
  inherit (builtins) attrNames attrValues head;
  names = attrNames roles;
  first = roles.${head names};

  # What all roles must agree on, because a composition has it once.
  shared =
    what: select:
    let
      others = lib.filter (name: (select roles.${name}).drvPath != (select first).drvPath) names;
    in
    if others == [ ] then
      select first
    else
      throw ''
        The roles ${head names} and ${head others} have different ${what}, and virtual machines of one composition share it.
        Give the options that make the difference (boot.*) to all roles: extraConfigurations = [ { boot.… } ]; in flake.nix.'';
  kernel = shared "kernels (boot.kernelPackages, boot.kernelPatches)" (role: role.build.kernel);
  firstStage = shared "first stages (boot.initrd.*)" (role: role.build.initialRamdisk);

  closureInfo = pkgs.closureInfo { rootPaths = map (role: role.toplevel) (attrValues roles); };

  store = pkgs.runCommand "nxc-store.squashfs" { nativeBuildInputs = [ pkgs.squashfsTools ]; } ''
    # made anew after every edit: speed before size
    mksquashfs $(cat ${closureInfo}/store-paths) "$out" \
      -no-progress -keep-as-directory -all-root -b 131072 -comp zstd -Xcompression-level 1
  '';

  # appended to the first stage's archive: the kernel unpacks one after the other
  addition =
    name: content:
    pkgs.runCommand name
      {
        nativeBuildInputs = [ pkgs.cpio ];
        adopt = builtins.readFile ../../../tiny/machine/adopt.base64;
        passAsFile = [ "adopt" ];
      }
      ''
        mkdir -p root/nxc/roles
        ${lib.concatMapStrings (name: "echo ${roles.${name}.toplevel} > root/nxc/roles/${name}\n") names}
        base64 -d "$adoptPath" > root/nxc/adopt
        chmod 755 root/nxc/adopt
        ${content}
        cd root
        find . -exec touch --no-dereference --date=@1 {} +
        find . -print0 | sort -z | cpio --null --quiet -o -H newc -R +0:+0 --reproducible > ../addition
        cat ${firstStage}/initrd ../addition > "$out"
      '';
  initrd = "${addition "nxc-initrd" ""}";
in
{
  kernel = "${kernel}/${first.kernelFile}";
  inherit closureInfo;
  image = {
    inherit initrd;
    store = "${store}";
  };
  shared = { inherit initrd; };
  ramdisk.initrd = "${addition "nxc-initrd-with-store" "cp ${store} root/nxc/store.squashfs"}";
}
