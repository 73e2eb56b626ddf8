{ pkgs, ... }:
{
  roles = {
    server =
      { pkgs, ... }:
      {
        services.nginx = {
          enable = true;
          virtualHosts.default = {
            default = true;
            root = pkgs.writeTextDir "index.html" ''
              <h1>Hello from nginx</h1>
            '';
          };
        };
        networking.firewall.allowedTCPPorts = [ 80 ];
      };

    client =
      { pkgs, ... }:
      {
        environment.systemPackages = [ pkgs.curl ];
      };
  };

  testScript = ''
    start_all()

    with subtest("nginx runs"):
        server.wait_for_unit("nginx.service")
        server.wait_for_open_port(80)

    with subtest("the client reads the page"):
        client.wait_for_unit("multi-user.target")
        page = client.wait_until_succeeds("curl --fail --silent http://server/")
        assert "Hello from nginx" in page, f"unexpected page: {page}"

    with subtest("a page that is not there gives 404"):
        status = client.succeed(
            "curl --silent --output /dev/null --write-out '%{http_code}' http://server/nothing"
        )
        assert status == "404", f"unexpected status: {status}"
  '';
}
