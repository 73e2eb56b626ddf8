# expect: pkgs.python3 is not in the tiny base
{ pkgs, ... }: { roles.server.services.x.command = "${pkgs.python3}/bin/python3"; }
