# A long one in the manner of nixpkgs' tests: a primary, a follower that copies it, a cable that is pulled.
import hashlib


def digest(node, path):
    return node.succeed(f"sha256sum {path} | cut -d ' ' -f 1").strip()


def follow(node, source):
    """Copies the primary's file once, whole or not at all."""
    node.succeed(f"wget -qO /tmp/suite-next http://{source}/data && mv /tmp/suite-next /tmp/suite-data")


start_all()
server.wait_for_unit("web")
server.wait_for_open_port(80)

with subtest("the primary has data"):
    server.succeed("rm -f /tmp/suite-data /srv/www/data 2>/dev/null || true")
    server.succeed("mkdir -p /tmp/suite-www && seq 1 1000 > /tmp/suite-www/data")
    server.execute("exec httpd -f -p 8080 -h /tmp/suite-www", check_output=False)
    server.wait_for_open_port(8080)
    expected = hashlib.sha256("".join(f"{n}\n" for n in range(1, 1001)).encode()).hexdigest()
    t.assertEqual(digest(server, "/tmp/suite-www/data"), expected)

with subtest("the follower copies it"):
    client.wait_for_open_port(8080, addr="server")
    follow(client, "server:8080")
    t.assertEqual(digest(client, "/tmp/suite-data"), expected)

with subtest("changes arrive"):
    for generation in range(5):
        server.succeed(f"echo generation {generation} >> /tmp/suite-www/data")
        follow(client, "server:8080")
        t.assertEqual(digest(client, "/tmp/suite-data"), digest(server, "/tmp/suite-www/data"))

with subtest("a primary that is gone leaves the copy as it was"):
    before = digest(client, "/tmp/suite-data")
    server.succeed("killall httpd")
    server.wait_for_closed_port(8080)
    status, _ = client.execute("wget -T 5 -qO /tmp/suite-next http://server:8080/data")
    t.assertNotEqual(status, 0)
    t.assertEqual(digest(client, "/tmp/suite-data"), before)

with subtest("and is followed again when it is back"):
    server.execute("exec httpd -f -p 8080 -h /tmp/suite-www", check_output=False)
    client.wait_until_succeeds("wget -qO- http://server:8080/data | tail -n 1 | grep -q 'generation 4'", timeout=60)
    server.succeed("killall httpd")

# Its name is free for other scripts again.
start_web = server.systemctl("start web")
t.assertEqual(start_web[0], 0)
server.wait_for_open_port(80)
