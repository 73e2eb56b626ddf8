/** For tests: logs of the NixOS test driver in the forms that it has had, written after what it prints. */

export const script = `start_all()
server.wait_for_unit("web.service")

with subtest("the page is there"):
    client.succeed("curl -f http://server")
    client.succeed(
        """
        for i in 1 2; do
          curl http://server/$i  # each
        done
        """
    )

with subtest("it has a title"):
    client.fail("curl -f http://server/nothing")
    check(client)
`;

/** As of nixpkgs 20.09, of a script that fails in its last line. */
export const oldFailure = `starting VDE switch for network 1
running the VM test script
starting all VMs
client: starting vm
client # Formatting '/build/vm-state-client/client.qcow2', fmt=qcow2 size=536870912
client: QEMU running (pid 9)
server: starting vm
server: QEMU running (pid 21)
(0.31 seconds)
server: waiting for the VM to finish booting
server # [    0.000000] Linux version 5.4.72
server # [    4.512000] systemd[1]: Reached target Multi-User System.
server: connected to guest root shell
server: (connecting took 9.80 seconds)
(9.85 seconds)
the page is there
client: must succeed: curl -f http://server
client: waiting for the VM to finish booting
client: connected to guest root shell
client: (connecting took 0.01 seconds)
(0.01 seconds)
client # 100    42  100    42
(0.12 seconds)
client: must succeed:${' '}
        for i in 1 2; do
          curl http://server/$i  # each
        done
       ${' '}
(0.08 seconds)
(0.21 seconds)
it has a title
client: must fail: curl -f http://server/nothing
(0.03 seconds)
one more thing
client: must succeed: grep Title page
client: output: no such
page
Test "it has a title" failed with error: "command \`grep Title page\` failed (exit code 1)"
error:${' '}
Traceback (most recent call last):
  File "/nix/store/0000-nixos-test-driver/bin/.nixos-test-driver-wrapped", line 897, in run_tests
    exec(tests, globals())
  File "<string>", line 1, in <module>
  File "<string>", line 17, in <module>
  File "<string>", line 3, in check
  File "/nix/store/0000-nixos-test-driver/bin/.nixos-test-driver-wrapped", line 420, in succeed
    "command \`{}\` failed (exit code {})".format(command, status)
Exception: command \`grep Title page\` failed (exit code 1)
cleaning up
killing client (pid 9)
killing server (pid 21)
(0.00 seconds)`;

const green = (text: string): string => `\u001b[1m\u001b[32m${text}\u001b[0m`;
const serial = (text: string): string => `\u001b[2m${text}\u001b[0m`;

/** The same as of nixpkgs 25.11, with the colours that it has. */
export const newFailure = `Machine state will be reset. To keep it, pass --keep-vm-state
${green('start all VLans')}
start vlan
running vlan (pid 9; ctl /build/vde1.ctl)
(finished: start all VLans, in 0.00 seconds)
Test will time out and terminate in 3600 seconds
${green('run the VM test script')}
additionally exposed symbols:
    client, server,
    vlan1,
    start_all, test_script, machines, vlans, driver, log, os, subtest, run_tests, join_all, retry
${green('start all VMs')}
client: starting vm
${serial('client # Formatting')}
client: QEMU running (pid 10)
server: starting vm
server: QEMU running (pid 22)
(finished: start all VMs, in 0.31 seconds)
server: ${green('waiting for unit web.service')}
server: ${green('waiting for the VM to finish booting')}
${serial('server # [    0.000000] Linux version 6.12.9')}
${serial('server # [    4.512000] systemd[1]: Reached target Multi-User System.')}
server: connected to guest root shell
server: (connecting took 9.80 seconds)
server: (finished: waiting for the VM to finish booting, in 9.85 seconds)
server: (finished: waiting for unit web.service, in 9.90 seconds)
${green('subtest: the page is there')}
client: ${green('must succeed: curl -f http://server')}
client: (finished: must succeed: curl -f http://server, in 0.12 seconds)
client: \u001b[1m\u001b[32mmust succeed:${' '}
        for i in 1 2; do
          curl http://server/$i  # each
        done
        \u001b[0m
client: (finished: must succeed:${' '}
        for i in 1 2; do
          curl http://server/$i  # each
        done
        , in 0.08 seconds)
(finished: subtest: the page is there, in 0.21 seconds)
${green('subtest: it has a title')}
client: ${green('must fail: curl -f http://server/nothing')}
client: (finished: must fail: curl -f http://server/nothing, in 0.03 seconds)
one more thing
client: ${green('must succeed: grep Title page')}
client: output: no such
page
\u001b[31m!!! \u001b[0mTest "it has a title" failed with error: "command \`grep Title page\` failed (exit code 1)"
\u001b[31m!!! \u001b[0mTraceback (most recent call last):
\u001b[31m!!! \u001b[0m  File "<string>", line 17, in <module>
\u001b[31m!!! \u001b[0m    check(client)
\u001b[31m!!! \u001b[0m  File "<string>", line 3, in check
\u001b[31m!!! \u001b[0m    machine.succeed("grep Title page")
\u001b[31m!!! \u001b[0m
\u001b[31m!!! \u001b[0mRequestedAssertionFailed: command \`grep Title page\` failed (exit code 1)
${green('cleanup')}
kill client (pid 10)
${serial('client # qemu-kvm: terminating on signal 15 from pid 6 (python3)')}
kill server (pid 22)
(finished: cleanup, in 0.04 seconds)`;

/** As of nixpkgs 21.05 to 24.11: a failure is told after all has been cleaned up. */
export const middleFailure = `start all VLans
(finished: start all VLans, in 0.00 seconds)
run the VM test script
additionally exposed symbols:
    server,
    vlan1,
    start_all, test_script
server: must succeed: false
server: output:${' '}
cleanup
kill server (pid 8)
server # qemu-kvm: terminating on signal 15 from pid 6 (python3)
(finished: cleanup, in 0.05 seconds)
Traceback (most recent call last):
  File "/nix/store/0000-nixos-test-driver-1.1/bin/.nixos-test-driver-wrapped", line 9, in <module>
    sys.exit(main())
             ^^^^^^
  File "/nix/store/0000-nixos-test-driver-1.1/lib/python3.10/site-packages/test_driver/driver.py", line 142, in run_tests
    self.test_script()
  File "<string>", line 5, in <module>
  File "/nix/store/0000-nixos-test-driver-1.1/lib/python3.10/site-packages/test_driver/machine.py", line 560, in succeed
    raise Exception(f"command \`{command}\` failed (exit code {status})")
Exception: command \`false\` failed (exit code 1)`;
