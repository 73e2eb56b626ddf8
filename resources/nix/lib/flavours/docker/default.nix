# Docker: one container a node, sharing the host's /nix/store.
{
  name = "docker";
  description = "Containers on this machine, with Docker";
  modules = {
    tiny = [ ];
    nixpkgs = [ ./nixos.nix ];
  };
  build = import ./build.nix;
}
