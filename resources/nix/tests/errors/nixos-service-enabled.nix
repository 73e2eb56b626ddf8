# expect: The option `services.nginx' does not exist. Definition values:
# expect: nixos-service-enabled.nix:6:7'
# expect: services.nginx = { command = "…"; port = 80; };
# expect: `inherit nixpkgs;'
{ ... }: { roles.server = {
      services.nginx.enable = true;
    };
}
