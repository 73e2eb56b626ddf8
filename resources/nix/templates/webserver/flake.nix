{
  description = "NXC webserver: nginx, and a client with curl";

  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-25.11";
    nxc.url = "github:nxc-desktop/nxc-desktop?dir=resources/nix";
  };

  outputs =
    {
      self,
      nixpkgs,
      nxc,
    }:
    {
      packages = nixpkgs.lib.genAttrs [ "x86_64-linux" "aarch64-linux" ] (
        system:
        let
          built = nxc.lib.compose {
            inherit nixpkgs system;
            composition = ./composition.nix;
          };
        in
        built // { default = built."composition::docker"; }
      );
    };
}
