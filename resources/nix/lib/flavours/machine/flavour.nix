# A flavour whose nodes are virtual machines, by the place where these find their systems.
{
  name,
  description,
  layout,
}:
{
  inherit name description;
  modules = {
    tiny = [ ];
    nixpkgs = [
      (import ./nixos/boot.nix { inherit layout; })
      (import ./nixos/node.nix { inherit layout; })
    ];
  };
  build = import ./build.nix {
    flavour = { inherit name description; };
    inherit layout;
  };
}
