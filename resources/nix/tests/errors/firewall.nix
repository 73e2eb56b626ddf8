# expect: Failed assertions of role `server'
# expect: the tiny base has no firewall
{ ... }: { roles.server.networking.firewall.enable = true; }
