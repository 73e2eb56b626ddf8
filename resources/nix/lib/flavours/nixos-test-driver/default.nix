# The interactive driver of the NixOS test framework: bin/nixos-test-driver is a Python prompt.
import ../nixos-test/flavour.nix {
  name = "nixos-test-driver";
  description = "The interactive driver of the NixOS test framework, a Python prompt on virtual machines";
  package = { test, ... }: test.driver;
}
