{
  compose = import ./compose.nix;
  flavours = import ./flavours;
}
