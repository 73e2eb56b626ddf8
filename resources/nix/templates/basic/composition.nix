{ pkgs, ... }:
{
  roles = {
    foo =
      { pkgs, ... }:
      {
        # programs that every `foo` has
        environment.systemPackages = [ pkgs.hello ];
      };
  };

  testScript = ''
    start_all()
    foo.wait_for_unit("multi-user.target")
    assert "Hello, world!" in foo.succeed("hello")
  '';
}
