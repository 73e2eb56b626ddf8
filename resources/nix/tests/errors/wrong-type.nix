# expect: A definition for option `services.web.port' is not of type `null or 16 bit unsigned integer; between 0 and 65535 (both inclusive)'. Definition values:
# expect: wrong-type.nix:3:64': "80"
{ ... }: { roles.server.services.web = { command = "httpd -f"; port = "80"; }; }
