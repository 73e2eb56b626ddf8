# A NixOS role as a container: systemd as process 1, over the host's kernel and /nix/store, with
# a network that Docker has already made.
{ lib, pkgs, ... }:
let
  inherit (lib) mkDefault mkForce;
in
{
  _file = "nxc: lib/flavours/docker/nixos.nix";

  boot.isContainer = true;
  boot.postBootCommands = ''
    # said by Docker when it started this node
    mkdir -p /etc/nxc
    cat /proc/sys/kernel/hostname > /etc/nxc/hostname
    if [ -e /etc/nxc/deployment-hosts ] && [ -w /etc/hosts ]; then
      cat /etc/nxc/deployment-hosts >> /etc/hosts
    fi
  '';

  # Docker mounts these files itself and keeps them right.
  environment.etc.hosts.enable = mkForce false;
  networking.resolvconf.enable = mkForce false;
  networking.useHostResolvConf = mkForce false;
  networking.useDHCP = mkDefault false;
  networking.dhcpcd.enable = mkDefault false;
  # it would need the right to change the host kernel's packet filter
  networking.firewall.enable = mkDefault false;

  # There is no terminal to log in at; the journal is what `docker logs` shows.
  systemd.services.console-getty.enable = mkForce false;
  systemd.services.systemd-logind.enable = mkForce false;
  services.journald.console = mkDefault "/dev/console";

  # The store is the host's, and read-only.
  nix.gc.automatic = mkForce false;
  systemd.services.nix-daemon.enable = mkDefault false;
  systemd.sockets.nix-daemon.enable = mkDefault false;

  # written when all that was asked for has been started: the same mark as in a tiny node
  systemd.services.nxc-ready = {
    description = "Says that the node is ready";
    wantedBy = [ "multi-user.target" ];
    after = [ "multi-user.target" ];
    serviceConfig = {
      Type = "oneshot";
      RemainAfterExit = true;
      ExecStart = "${pkgs.coreutils}/bin/install -D /dev/null /run/nxc/ready";
    };
  };
}
