# expect: the path must be absolute
{ ... }: { roles.server.files."srv/x".text = "x"; }
