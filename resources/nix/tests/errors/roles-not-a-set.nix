# expect: `roles' must be a set
{ ... }: { roles = [ ]; }
