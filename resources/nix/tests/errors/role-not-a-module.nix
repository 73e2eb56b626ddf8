# expect: role-not-a-module.nix is an int while a set or a function was expected
{ ... }: { roles.server = 3; }
