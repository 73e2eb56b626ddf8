# The names that a script finds, and what Python offers beside them.
import json
import re
from contextlib import contextmanager
from dataclasses import dataclass

assert machines == driver.machines and {m.name for m in machines} == {"client", "server"}
assert machines_qemu == machines and machines_nspawn == []
assert vlans[0] is vlan1 and isinstance(server, Machine)
assert client.is_up() and client.booted and client.connected

calls = []
retry(lambda last: calls.append(last) or len(calls) > 2, timeout_seconds=30)
assert calls == [False] * 3

server.succeed("touch /tmp/suite-alive")


@polling_condition(seconds_interval=0, description="the file is there")
def alive():
    server.succeed("test -e /tmp/suite-alive")


@polling_condition
def eventually():
    calls.append(None)
    return len(calls) > 5


eventually.wait(timeout=30)
with alive:
    client.succeed("true")
    server.succeed("rm /tmp/suite-alive")
    with t.assertRaisesRegex(PollingConditionError, "the file is there"):
        client.succeed("true")

with subtest("outer"), log.nested("middle"), server.nested("inner"):
    log.info("a line")
    server.log("another")
    print(json.dumps({"printed": True}))

with t.subTest("unittest's own"):
    t.assertDictEqual({"a": 1}, {"a": 1})
    t.assertIn("x", "xyz")

server.sleep(0.1)
serial_stdout_on()
serial_stdout_off()
join_all()
