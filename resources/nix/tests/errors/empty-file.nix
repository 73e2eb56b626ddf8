# expect: has no content
{ ... }: { roles.server.files."/srv/x" = { }; }
