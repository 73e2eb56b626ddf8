# How each base makes what a machine boots: { kernel; closureInfo; <layout> = { initrd; store?; }; }
{
  tiny = import ./tiny.nix;
  nixpkgs = import ./nixpkgs.nix;
}
