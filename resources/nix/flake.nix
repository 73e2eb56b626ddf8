{
  description = "NXC Desktop's Nix library: compositions of roles, built for every flavour";

  outputs =
    { self }:
    {
      lib = import ./lib;
      tinyBase = import ./tiny;
      templates = import ./templates;

      # the names that Nix before 2.7 looked for
      defaultTemplate = self.templates.default;
    };
}
