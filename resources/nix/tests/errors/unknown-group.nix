# expect: names the group `staff', which does not exist
{ ... }: { roles.server.users.users.bob = { group = "staff"; }; }
