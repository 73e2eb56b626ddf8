# Commands: what they return, what they raise, and that none disturbs the next.
start_all()

with subtest("execute gives exit code and output"):
    t.assertEqual(server.execute("echo out; echo err >&2; exit 3"), (3, "out\n"))
    t.assertEqual(server.execute("exit 3", check_return=False), (-1, ""))
    t.assertEqual(server.execute("sleep 30; echo never", check_output=False), (-2, ""))
    t.assertEqual(server.execute("sleep 30", timeout=1)[0], 124)
    t.assertEqual(server.execute(command="true", timeout=None), (0, ""))

with subtest("succeed and fail take several commands"):
    t.assertEqual(server.succeed("echo a", "echo b", timeout=30), "a\nb\n")
    t.assertEqual(server.fail("echo a; exit 1", "echo b; false", timeout=30), "a\nb\n")
    with t.assertRaisesRegex(RequestedAssertionFailed, r"command `false` failed \(exit code 1\)"):
        server.succeed("true", "false")
    with t.assertRaisesRegex(RequestedAssertionFailed, "unexpectedly succeeded"):
        server.fail("true")

with subtest("shells are strict"):
    server.fail("false; true")
    server.fail("false | true")
    server.fail("echo $no_such_variable")

with subtest("commands do not disturb each other"):
    server.succeed("cd /; exit 0")
    server.succeed("variable=1")
    server.fail("echo $variable")
    t.assertEqual(server.succeed("cat"), "")

with subtest("text of any kind"):
    t.assertEqual(server.succeed("printf 'grüße'"), "grüße")
    t.assertEqual(server.succeed("printf '\\377'"), "\ufffd")
    t.assertEqual(len(server.succeed("head -c 3000000 /dev/zero | tr '\\0' x")), 3000000)
    t.assertEqual(server.succeed("cat <<'END'\n$HOME `id`\nEND\n"), "$HOME `id`\n")

with subtest("nodes are their own"):
    for node in machines:
        t.assertEqual(node.succeed("hostname").strip(), node.name)
