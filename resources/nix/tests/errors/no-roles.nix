# expect: no-roles.nix has no roles (it has: role)
# expect: roles = {
{ ... }: { role.server = { }; }
