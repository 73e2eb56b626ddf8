# expect: The option `services.web.prot' does not exist. Definition values:
# expect: Similar options: services.web.port.
{ ... }: { roles.server.services.web = { command = "httpd -f"; prot = 80; }; }
