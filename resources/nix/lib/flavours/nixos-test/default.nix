# The NixOS test framework of nixpkgs: building the package runs the test script on virtual machines.
import ./flavour.nix {
  name = "nixos-test";
  description = "Virtual machines of the NixOS test framework; building runs the test script";
  package = { test, ... }: test.test;
}
