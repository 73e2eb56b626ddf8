# Packages whose commands busybox has: one package under many names.
{ tools }:
let
  named = name: tools // { pname = name; };
in
builtins.listToAttrs (
  map
    (name: {
      inherit name;
      value = named name;
    })
    [
      "bash"
      "bashInteractive"
      "bc"
      "bridge-utils"
      "busybox"
      "bzip2"
      "coreutils"
      "coreutils-full"
      "cpio"
      "diffutils"
      "dos2unix"
      "ed"
      "findutils"
      "gawk"
      "gnugrep"
      "gnupatch"
      "gnused"
      "gnutar"
      "gzip"
      "hostname"
      "inetutils"
      "iproute"
      "iproute2"
      "iputils"
      "kmod"
      "less"
      "lzop"
      "more"
      "ncurses"
      "net-tools"
      "nettools"
      "netcat"
      "netcat-gnu"
      "netcat-openbsd"
      "patch"
      "procps"
      "psmisc"
      "toybox"
      "traceroute"
      "unixtools"
      "unzip"
      "util-linux"
      "utillinux"
      "vim"
      "wget"
      "which"
      "xxd"
      "xz"
    ]
)
