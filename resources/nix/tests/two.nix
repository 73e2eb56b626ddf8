{
  one = { ... }: { roles.a = { }; };
  two =
    { pkgs, ... }:
    {
      nodes.a = { pkgs, ... }: { };
      rolesDistribution.a = 2;
    };
}
