# The interactive driver of the NixOS test framework, with ssh into its machines. No key is built in: the program takes
# the user's, or makes one, and hands its public half to the machines when they start.
import ../nixos-test/flavour.nix {
  name = "nixos-test-ssh";
  description = "The interactive driver of the NixOS test framework, with ssh into its machines";
  nodeModules = { versions, node, ... }: [ (import ./node.nix { inherit versions node; }) ];
  package = import ./driver.nix;
}
