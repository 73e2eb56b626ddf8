# How to leave the tiny base: the end of every message about something it lacks.
''
  The tiny base is a teaching and testing base: one busybox, not NixOS.
  To use all of NixOS, switch to nixpkgs. In flake.nix
    1. add this input:  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-25.11";
    2. name it in the outputs' arguments:  outputs = { self, nxc, nixpkgs }:
    3. replace `nixpkgs = nxc.tinyBase;' by `inherit nixpkgs;'.''
