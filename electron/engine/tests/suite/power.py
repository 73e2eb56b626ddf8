# needs: power
# Nodes that go away and come back.
import time

start_all()

with subtest("a node that is shut down does not answer, and comes back"):
    client.wait_until_succeeds("ping -c 1 -W 1 server", timeout=60)
    server.shutdown()
    assert not server.is_up()
    server.wait_for_shutdown()
    client.fail("ping -c 1 -W 1 server")
    server.start()
    server.wait_for_unit("web")
    client.wait_until_succeeds("wget -qO- http://server/", timeout=60)

with subtest("a crash is a crash, and the next call starts the node again"):
    server.crash()
    server.shutdown()
    t.assertEqual(server.succeed("hostname").strip(), "server")
    server.wait_for_open_port(80)

with subtest("a reboot ends everything that ran"):
    server.execute("exec sleep 1234", check_output=False)
    server.wait_until_succeeds("pgrep -f 'sleep 123[4]' || ps | grep 'sleep 123[4]'")
    server.reboot()
    server.wait_for_unit("web", timeout=120)
    server.fail("ps | grep 'sleep 123[4]'")

with subtest("all at once"):
    for node in machines:
        node.crash()
    start_all()
    for node in machines:
        assert node.is_up()
