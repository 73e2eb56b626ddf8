# expect: use networking.extraHosts
{ ... }: { roles.server.environment.etc.hosts.text = "x"; }
