# What a NixOS role has as a virtual machine: names and keys from its identity, shells on the
# machine's ports, and the mark of being ready.
{ layout }:
{
  lib,
  pkgs,
  config,
  ...
}:
let
  inherit (lib) mkDefault mkForce;
  versions = import ../../../bases/nixpkgs-versions.nix { inherit lib; };
  channel = pkgs.writeScript "nxc-channel" (
    "#!${pkgs.bash}/bin/bash\n" + builtins.readFile ./channel.sh
  );
  channelService = name: {
    description = "Runs what comes through the machine's port ${name}";
    wantedBy = [ "multi-user.target" ];
    # also while the rest of the system still starts
    before = [ "multi-user.target" ];
    serviceConfig = {
      ExecStart = "${channel} ${name}";
      Restart = "on-failure";
      RestartSec = 1;
      # a shell, and whatever a test leaves running in it
      KillMode = "process";
    };
  };
  names = [
    "control"
    "channel.0"
    "channel.1"
    "channel.2"
    "channel.3"
  ];
in
{
  _file = "nxc: lib/flavours/machine/nixos/node.nix";

  config = {
    virtualisation.memorySize = mkDefault (if layout == "ramdisk" then 2048 else 1024);

    systemd.services =
      lib.listToAttrs (
        map (name: {
          name = "nxc-${name}";
          value = channelService name;
        }) names
      )
      // {
        # written when all that was asked for has been started: the same mark as in a tiny node
        nxc-ready = {
          description = "Says that the node is ready";
          wantedBy = [ "multi-user.target" ];
          after = [ "multi-user.target" ];
          serviceConfig = {
            Type = "oneshot";
            RemainAfterExit = true;
            ExecStart = "${pkgs.coreutils}/bin/install -D /dev/null /run/nxc/ready";
          };
        };
        # terminals on these are asked for
        "serial-getty@hvc0".enable = false;
        # the store is the builder's
        nix-daemon.enable = mkDefault false;
      };

    # The identity says who the others are; the role's own names stand before them.
    environment.etc.hosts.enable = mkForce false;
    boot.postBootCommands = ''
      cat ${toString config.networking.hostFiles} > /etc/hosts
      [ ! -e /etc/nxc/deployment-hosts ] || cat /etc/nxc/deployment-hosts >> /etc/hosts
    '';

    # The first stage has brought the network up.
    networking.useDHCP = mkDefault false;
    networking.dhcpcd.enable = mkDefault false;
    networking.nameservers = mkDefault [ "10.0.2.3" ];
    # as in the flavour docker: the same test passes on both
    networking.firewall.enable = mkDefault false;

    services.openssh = {
      enable = mkDefault true;
      # brought by the identity, so that it is known before the node is met
      hostKeys = mkDefault [
        {
          path = "/etc/ssh/ssh_host_ed25519_key";
          type = "ed25519";
        }
      ];
      authorizedKeysFiles = [ "/etc/nxc/authorized_keys" ];
    };
    services.${versions.gettyName}.autologinUser = mkDefault "root";

    # The store is an image's.
    nix.gc.automatic = mkForce false;
    systemd.sockets.nix-daemon.enable = mkDefault false;
  };
}
