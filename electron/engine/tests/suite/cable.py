# needs: link
# A node without its cable: unreachable for the others, but not for the script.
client.wait_until_succeeds("ping -c 1 -W 1 server", timeout=60)
server.block()
client.fail("ping -c 1 -W 1 server")
t.assertEqual(server.succeed("hostname").strip(), "server")
server.unblock()
client.wait_until_succeeds("ping -c 1 -W 1 server", timeout=60)
client.wait_until_succeeds("wget -qO- http://server/", timeout=60)
