{
  description = "NXC Desktop's Nix library: compositions of roles, built for every flavour";

  outputs =
    { self }:
    {
      lib = import ./lib;
      tinyBase = import ./tiny;
      templates = import ./templates;
    };
}
