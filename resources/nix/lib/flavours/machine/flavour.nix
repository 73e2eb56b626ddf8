# A flavour whose nodes are virtual machines, by the place where these find their systems.
{
  name,
  description,
  layout,
}:
let
  systems = [ "x86_64-linux" ];
in
{
  inherit name description systems;
  modules = {
    tiny = [ ];
    nixpkgs = [
      (import ./nixos/boot.nix { inherit layout; })
      (import ./nixos/node.nix { inherit layout; })
    ];
  };
  build = import ./build.nix {
    flavour = { inherit name description; };
    inherit layout systems;
  };
}
