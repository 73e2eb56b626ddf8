# Kernel, initrd and store image of the tiny base: archives that are made by busybox alone.
#
#   base      what every composition has in common: busybox, modules, the first process
#   systems   the roles' systems and what they refer to, without what is in `base`
#
# The kernel unpacks an initrd that is several archives after one another; `systems` is either
# among them (vm-ramdisk), or a disk that /init unpacks (vm). An edit of a role makes that one
# archive anew, of a few kilobytes.
{
  pkgs,
  lib,
  base,
  roles,
  ...
}:
let
  inherit (builtins)
    attrNames
    concatStringsSep
    readFile
    ;
  inherit (lib) concatMapStrings escapeShellArgs;
  root = import ../folders.nix;
  kernel = base.kernel;
  tools = pkgs.busybox;

  archive = {
    archive = readFile ./archive.sh;
    passAsFile = [ "archive" ];
  };

  init = pkgs.writeTextFile {
    name = "nxc-machine-init";
    executable = true;
    text = "#!${pkgs.busyboxSeed} sh\ntools=${tools}/bin\n" + readFile ../../../tiny/machine/init.sh;
  };
  adopt = ../../../tiny/machine/adopt.base64;

  baseArchive =
    pkgs.runCommand "nxc-machine-base.cpio"
      (
        archive
        // {
          node = readFile ../../../tiny/machine/node.sh;
          adopt = readFile adopt;
          passAsFile = [
            "archive"
            "node"
            "adopt"
          ];
          inherit kernel;
        }
      )
      ''
        mkdir -p root/nxc
        cd root
        mkdir -p ${escapeShellArgs root.folders}
        ${concatMapStrings (path: "ln -s ${root.links.${path}} ${path}\n") (attrNames root.links)}
        cp ${init} init
        cp "$nodePath" nxc/node.sh
        base64 -d "$adoptPath" > nxc/adopt
        chmod 755 nxc/adopt
        cp -R "$kernel/modules" nxc/modules
        sh "$archivePath" "$out" . ${tools} ${dirOf (toString pkgs.busyboxSeed)}
      '';

  systems =
    pkgs.runCommand "nxc-machine-systems.cpio"
      (
        archive
        // {
          exportReferencesGraph = lib.concatLists (
            lib.mapAttrsToList (role: evaluated: [
              "graph-${role}"
              evaluated.toplevel
            ]) roles
          );
        }
      )
      ''
        mkdir -p root/nxc/roles
        ${concatMapStrings (role: "echo ${roles.${role}.toplevel} > root/nxc/roles/${role}\n") (
          attrNames roles
        )}
        # a graph: for each path itself, its deriver, the number of its references, and those
        cat graph-* | awk '{ path = $0; getline; getline count; while (count-- > 0) getline; print path }' |
          sort -u | grep -vxF -e ${tools} -e ${dirOf (toString pkgs.busyboxSeed)} > paths
        cd root
        sh "$archivePath" "$out" . $(cat ../paths)
      '';

  initrd = name: archives: pkgs.runCommand name { } "cat ${concatStringsSep " " archives} > $out";
in
{
  kernel = "${kernel}/bzImage";
  closureInfo = systems;
  # what lies on the disk, and the initrd that reads it
  image = {
    store = "${systems}";
    initrd = "${baseArchive}";
  };
  ramdisk.initrd = "${initrd "initrd" [
    baseArchive
    systems
  ]}";
}
