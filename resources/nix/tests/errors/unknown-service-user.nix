# expect: services.x.user: there is no user `www'
{ ... }: { roles.server.services.x = { command = "true"; user = "www"; }; }
