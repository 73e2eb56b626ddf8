# bin/nixos-test-driver of the framework, started with a key for its machines and an ssh_config that uses it.
{
  pkgs,
  lib,
  test,
  nodes,
  ...
}:
let
  host = id: node: ''
    Host ${node.name}${lib.optionalString (id != node.name) " ${id}"}
      Port ${toString (import ./port.nix node)}
  '';
  hosts = pkgs.writeText "nxc-ssh-hosts" (lib.concatStrings (lib.mapAttrsToList host nodes));
in
pkgs.runCommand "nixos-test-ssh"
  {
    driver = test.driver;
    shell = pkgs.runtimeShell;
    coreutils = pkgs.coreutils;
    openssh = pkgs.openssh;
    inherit hosts;
    first = (lib.head (lib.attrValues nodes)).name;
  }
  ''
    mkdir -p "$out/bin"
    for name in shell driver coreutils openssh hosts first; do
      printf '%s=%s\n' "$name" "''${!name}"
    done > variables
    { echo "#!$shell"; cat variables ${./start.sh}; } > "$out/bin/nixos-test-driver"
    chmod 755 "$out/bin/nixos-test-driver"
  ''
