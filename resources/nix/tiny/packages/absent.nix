# Well-known packages that the tiny base does not have, each with what to use instead.
{ lib }:
let
  instead = rec {
    curl = "For HTTP use `wget -qO- http://…', which every node has.";
    httpie = curl;
    nginx = "For a web server use busybox's: services.web = { command = \"httpd -f -p 80 -h /srv/www\"; port = 80; };";
    apacheHttpd = nginx;
    caddy = nginx;
    lighttpd = nginx;
    python = python3;
    python3 = "For small programs use sh or awk.";
    perl = python3;
    nodejs = python3;
    ruby = python3;
    htop = "Use `top', which every node has.";
    btop = htop;
    iperf = "To measure roughly: `nc -l -p 5001 > /dev/null' on one node, `time dd if=/dev/zero bs=1M count=100 | nc host 5001' on the other.";
    iperf2 = iperf;
    iperf3 = iperf;
    openssh = "Open a shell in a node with `nxc connect'; between nodes use nc, telnet or httpd.";
    dropbear = openssh;
    nano = "Use `vi', which every node has.";
    emacs = nano;
    neovim = nano;
    socat = "Use `nc', which every node has.";
    nmap = "To try a port use `nc -w 1 host port < /dev/null'.";
    dig = "For names use `nslookup'.";
    bind = dig;
    dnsutils = dig;
    tree = "Use `find', which every node has.";
    file = "Use `head -c 16 file | xxd'.";
    ripgrep = "Use `grep -r', which every node has.";
    zsh = "The nodes' shell is busybox sh.";
    fish = zsh;
  };
  others = [
    "ansible"
    "cargo"
    "clang"
    "cmake"
    "consul"
    "docker"
    "elasticsearch"
    "etcd"
    "ethtool"
    "ffmpeg"
    "gcc"
    "git"
    "gnumake"
    "go"
    "grafana"
    "haproxy"
    "iptables"
    "jdk"
    "jq"
    "k3s"
    "kubernetes"
    "lsof"
    "mariadb"
    "memcached"
    "mongodb"
    "mysql"
    "mpi"
    "nfs-utils"
    "nftables"
    "nix"
    "openjdk"
    "openmpi"
    "openssl"
    "php"
    "podman"
    "postgresql"
    "prometheus"
    "rabbitmq-server"
    "redis"
    "rsync"
    "rustc"
    "screen"
    "slurm"
    "sqlite"
    "strace"
    "stress"
    "stress-ng"
    "sudo"
    "systemd"
    "tcpdump"
    "tmux"
    "valkey"
    "wireguard-tools"
    "yq"
    "zstd"
  ];
  # functions and sets of packages
  functions = [
    "buildEnv"
    "callPackage"
    "callPackages"
    "dockerTools"
    "fetchFromGitHub"
    "fetchFromGitLab"
    "fetchgit"
    "fetchurl"
    "fetchzip"
    "formats"
    "linuxPackages"
    "mkShell"
    "nixosTest"
    "nur"
    "python3Packages"
  ];

  message =
    name: advice: places:
    "pkgs.${name} is not in the tiny base (busybox only).${places}"
    + lib.optionalString (advice != null) "\n${advice}"
    + "\n${import ../switch.nix}";

  # A package that is not there: naming it costs nothing, using it says what to do.
  absent =
    name: advice:
    let
      stop = throw (message name advice "");
    in
    {
      type = "derivation";
      inherit name;
      absent = places: message name advice (lib.optionalString (places != "") " Definition values:${places}");
      outPath = stop;
      drvPath = stop;
      version = stop;
      meta = { };
      override = stop;
      overrideAttrs = stop;
      withPackages = stop;
      lib = stop;
      bin = stop;
      dev = stop;
      out = stop;
    };
in
builtins.mapAttrs absent (lib.genAttrs others (_: null) // instead)
// lib.genAttrs functions (name: throw (message name null ""))
