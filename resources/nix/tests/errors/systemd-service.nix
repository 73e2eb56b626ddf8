# expect: The option `systemd' does not exist. Definition values:
# expect: The tiny base has no systemd. A service is a command that is kept running
# expect: switch to nixpkgs
{ ... }: { roles.server.systemd.services.x = { }; }
