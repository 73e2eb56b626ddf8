# Welcome! This file describes a small distributed system: one machine that serves a web page,
# and one that reads it. It is written in Nix. Lines that start with # are comments.
#
# Everything below is ONE FUNCTION. `{ pkgs, ... }:` is what goes in, and what follows the
# colon is what comes out. `pkgs` holds programs; `...` means "and whatever else I am given".
{ pkgs, ... }:

# What comes out is a SET: names and their values, between { and }.
# Each `name = value` ends with a semicolon. Forgetting one is everybody's first mistake.
{
  # A ROLE is a kind of machine: what is installed on it, and what it runs.
  # When you start the composition, each role becomes one or several NODES.
  roles = {

    # Our first role is called `server`. A role is a function too.
    server =
      { pkgs, ... }:
      {
        # A file that every server has. Text between two pairs of single quotes can
        # run over several lines; the indentation that they share is removed.
        files."/srv/www/index.html".text = ''
          <h1>Hello from the server</h1>
          <p>This page was built by Nix.</p>
        '';

        # A SERVICE is a program that is kept running. `web` is a name of our choice;
        # `httpd` is a small web server. `-f`: stay in the foreground, `-p`: port,
        # `-h`: the folder to serve. The option `port` tells others where to find it.
        services.web = {
          description = "Serves /srv/www";
          command = "httpd -f -p 80 -h /srv/www";
          port = 80;
        };
      };

    # The second role needs nothing of its own: `wget`, `ping`, `nc` and some 250 other
    # commands are on every node. An empty set is a fine configuration.
    client = { ... }: { };
  };

  # How to check that the system works: a Python program. Each node is a variable with its
  # name, so `server` and `client` are ready to use.
  #   succeed("…")  runs a command, and fails the test if the command fails
  #   fail("…")     runs a command that must fail
  testScript = ''
    start_all()

    with subtest("the server listens"):
        server.wait_for_open_port(80)

    with subtest("the client finds the server by its name"):
        client.wait_until_succeeds("ping -c 1 server")

    with subtest("the client reads the page"):
        page = client.succeed("wget -qO- http://server/")
        assert "Hello from the server" in page, f"unexpected page: {page}"

    with subtest("a page that is not there gives 404"):
        answer = client.fail("wget -O- http://server/nothing 2>&1")
        assert "404" in answer, f"unexpected answer: {answer}"
  '';

  # ---- Three things to try ---------------------------------------------------------------
  #
  # 1. Change the text of the page, save, build and start again. Does the test still pass?
  #    (It looks for "Hello from the server".)
  #
  # 2. Give the client a command of its own. Put this between its { and }:
  #      environment.systemPackages = [
  #        (pkgs.writeShellScriptBin "greet" "wget -qO- http://server/")
  #      ];
  #    and `pkgs` before the dots in front of it: { pkgs, ... }:
  #    Build, start, `nxc connect client`, and type: greet
  #
  # 3. See the page in your own browser: take the # away from the next line, build, start,
  #    and open http://localhost:8080. (If something else uses port 8080, choose another.)
  #
  # dockerPorts.server = [ "8080:80" ];
}
