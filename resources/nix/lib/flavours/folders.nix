# The folders and links that a node of the tiny base finds under / before its own init has run.
{
  folders = [
    "bin"
    "dev"
    "etc"
    "etc/nxc"
    "home"
    "nix"
    "nix/store"
    "proc"
    "root"
    "run"
    "sys"
    "tmp"
    "usr"
    "usr/bin"
    "var"
  ];
  links = {
    "bin/sh" = "/run/current-system/sw/bin/sh";
    "usr/bin/env" = "/run/current-system/sw/bin/env";
    "var/run" = "/run";
  };
}
