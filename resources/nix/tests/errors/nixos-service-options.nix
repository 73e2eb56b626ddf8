# expect: The option `services.nginx' does not exist. Definition values:
# expect: nixos-service-options.nix:4:3': { enable virtualHosts }
{ ... }: { roles.server = {
  services.nginx = {
    enable = true;
    virtualHosts.default = { };
  };
}; }
