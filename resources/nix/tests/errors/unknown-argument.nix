# expect: unknown-argument.nix asks for the argument `foo', which compositions do not get
{ pkgs, foo }: { roles.server = { }; }
