/** Compositions for tests: one as people write them, and one with everything odd that Nix allows. */

export const webLab = `{ pkgs, lib, ... }:
{
  roles = {
    # Serves the page
    # to everybody.
    server = { config, pkgs, ... }: {
      services.nginx = {
        enable = true;
        virtualHosts.default = {
          root = "/srv/www";
          listen = [ { addr = "0.0.0.0"; port = 8080; } ];
        };
      };
      networking.firewall.allowedTCPPorts = [ 8080 443 ];
      environment.systemPackages = with pkgs; [
        curl
        jq
      ];
      users.users.alice.isNormalUser = true;
    };

    /* Asks for it. */
    client = { pkgs, ... }: {
      environment.systemPackages = [ pkgs.curl ];
      systemd.services.ask = {
        script = ''
          curl http://server:8080/
          if true; then echo "\${pkgs.hello}"; fi
        '';
      };
    };

    storage = {
      services.postgresql.enable = true;
      nxc.sharedDirs."/data" = { server = "server"; };
    };
  };

  dockerPorts.server = [ "8080:8080" ];
  rolesDistribution = { client = 2; };

  testScript = ''
    start_all()
    server.wait_for_unit("nginx")
    server.wait_for_open_port(8080)
    client1.succeed("curl http://server:8080/")
    with subtest("the database answers"):
        server.succeed("psql -h storage -c 'select 1'")
  '';
}
`;

export const oddities = `{ lib, pkgs ? import <nixpkgs> { }, ... }@arguments:
let
\ta = 1;
\tb = a + 2 * 3 == 7 && true -> !false;
in
with lib;
assert b;
rec {
  inherit (lib) x;
  inherit pkgs;
  c = if a < 2 then [ a (-a) ./x/y.nix ~/z <nixpkgs/nixos> ] ++ [ ] else {
    x.y = ''
      $\${z} ''' ''\\n ''\${w} \${toString a} é — 日本
    '';
  } // { q = arguments ? pkgs.z; };
  f = x: y@{ z, w ? { }, }: x.y.z or "d";
  "s p" = "\${x}\\"$";
  "\${x}".\${x} = http://example.org/a?b=c;
  path = ./\${x}/b-\${x}.nix;
}
`;
