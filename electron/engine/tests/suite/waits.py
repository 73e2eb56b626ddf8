# Everything that waits, for success and in vain.
start_all()
server.succeed("mkdir -p /tmp/suite")

with subtest("until a command succeeds or fails"):
    server.execute("rm -f /tmp/suite/ready; sleep 1; echo yes > /tmp/suite/ready", check_output=False)
    t.assertEqual(server.wait_until_succeeds("cat /tmp/suite/ready", timeout=30), "yes\n")
    server.execute("sleep 1; rm /tmp/suite/ready", check_output=False)
    t.assertEqual(server.wait_until_fails("test -e /tmp/suite/ready", timeout=30), "")

with subtest("for files"):
    server.execute("sleep 1; touch /tmp/suite/file", check_output=False)
    server.wait_for_file("/tmp/suite/file", timeout=30)
    server.wait_for_file("/tmp/suite/f*e")

with subtest("for ports, from here and from there"):
    server.wait_for_closed_port(8123, timeout=30)
    listener = "sh -c 'echo $$ > /tmp/suite/pid; exec httpd -f -p 8123 -h /tmp/suite'"
    server.execute(f"sleep 1; {listener}", check_output=False)
    server.wait_for_open_port(8123, timeout=30)
    client.wait_for_open_port(8123, addr="server", timeout=30)
    client.wait_for_closed_port(8124, "server")
    server.succeed("kill `cat /tmp/suite/pid`")
    server.wait_for_closed_port(8123, addr="localhost", timeout=30)

with subtest("for units"):
    server.wait_for_unit("web", timeout=30)
    server.wait_for_unit("multi-user.target")
    server.wait_for_job("web")

with subtest("for the console"):
    server.succeed("for place in /proc/1/fd/1 /dev/console; do echo suite: a line of the console > $place; done")
    server.wait_for_console_text("a line of .* console", timeout=30)
    assert "suite:" in server.get_console_log()

with subtest("in vain"):
    for call in (
        lambda: server.wait_until_succeeds("false", timeout=1),
        lambda: server.wait_until_fails("true", timeout=1),
        lambda: server.wait_for_file("/nothing", timeout=1),
        lambda: server.wait_for_open_port(8199, timeout=1),
        lambda: server.wait_for_closed_port(80, timeout=1),
        lambda: server.wait_for_open_unix_socket("/nothing", timeout=1),
        lambda: server.wait_for_console_text("never said", timeout=1),
        lambda: retry(lambda last: False, timeout_seconds=1),
    ):
        with t.assertRaisesRegex(RequestedAssertionFailed, "timed out after 1 seconds"):
            call()
