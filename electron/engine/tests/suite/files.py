# Files between the project and the nodes.
server.copy_from_host("flake.nix", "/tmp/suite-copy")
server.copy_from_host_via_shell("flake.nix", "/tmp/suite-deep/er/copy")
server.succeed("cmp /tmp/suite-copy /tmp/suite-deep/er/copy")
server.copy_from_vm("/tmp/suite-copy")
server.copy_from_machine("/tmp/suite-deep", "folder")
for path in ("/etc/passwd", "../outside", "nothing-of-that-name"):
    with t.assertRaises(MachineError):
        server.copy_from_host(path, "/tmp/never")
with t.assertRaises(MachineError):
    server.copy_from_vm("/tmp/suite-copy", "../../..")
server.fail("test -e /tmp/never")
