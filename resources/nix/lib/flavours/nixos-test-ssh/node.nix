# A machine of a test that lets root in with the key that the driver was started with.
{ versions, node }:
{ pkgs, ... }:
let
  port = import ./port.nix node;
  command = "ssh/nxc-authorized-keys";
in
{
  imports = [ (versions.forwardToLoopback { inherit port; guestPort = 22; }) ];

  services.openssh = {
    enable = true;
    authorizedKeysCommand = "/etc/${command}";
    # only root may read what the machine was started with
    authorizedKeysCommandUser = "root";
  };
  boot.kernelModules = [ "qemu_fw_cfg" ];

  # a file and no link: sshd wants its command below folders that only root can write
  environment.etc.${command} = {
    mode = "0755";
    source = pkgs.writeScript "nxc-authorized-keys" ''
      #!${pkgs.runtimeShell}
      exec ${pkgs.coreutils}/bin/base64 -d /sys/firmware/qemu_fw_cfg/by_name/opt/nxc/authorized_keys/raw
    '';
  };
}
