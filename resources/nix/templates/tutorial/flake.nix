# A flake says what a project needs (inputs) and what can be built from it (outputs).
# You rarely change this file; composition.nix is where you work.
{
  description = "NXC tutorial: a server, and a client that reads its page";

  # NXC's own Nix library. The app brings a copy: nothing is downloaded.
  inputs.nxc.url = "github:nxc-desktop/nxc-desktop?dir=resources/nix";

  outputs =
    { self, nxc }:
    let
      # the kinds of machine that this can be built for
      systems = [
        "x86_64-linux"
        "aarch64-linux"
      ];
      forEachSystem =
        make:
        builtins.listToAttrs (
          map (system: {
            name = system;
            value = make system;
          }) systems
        );
    in
    {
      packages = forEachSystem (
        system:
        let
          built = nxc.lib.compose {
            inherit system;
            # The tiny base: one small program (busybox) instead of all of NixOS.
            # It builds in a second, without a network.
            nixpkgs = nxc.tinyBase;
            composition = ./composition.nix;
          };
        in
        built // { default = built."composition::docker"; }
      );
    };
}
