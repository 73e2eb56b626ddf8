# expect: not-a-function.nix must be a function that gives { roles; testScript; }, and it is a set.
{ roles.server = { }; }
