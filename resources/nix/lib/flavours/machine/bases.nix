{
  tiny = import ./tiny.nix;
}
