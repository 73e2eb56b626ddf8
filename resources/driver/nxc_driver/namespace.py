"""The names that a test script finds."""

import time
import unittest

from . import bridge
from .errors import NotOnThisFlavour, RequestedAssertionFailed
from .machine import Machine
from .polling import polling_condition
from .statements import block


class Assertions(unittest.TestCase):
    """unittest's assertions, as `t`. Differences are shown in full."""

    maxDiff = None


class Log:
    """`log` of the dialect: lines and groups in the timeline."""

    def log(self, message, attributes=None):
        bridge.request("log", str(message))

    info = warning = error = debug = log

    def nested(self, message, attributes=None):
        return block(str(message))

    def subtest(self, name, attributes=None):
        return block(str(name))


class Driver:
    """`driver` of the dialect."""

    def __init__(self, machines, flavour):
        self.machines = machines
        self.flavour = flavour
        self.logger = Log()

    def start_all(self):
        """Waits until all nodes run. They are started with the deployment."""
        bridge.request("connectAll", "start_all()", timeout=900)

    def join_all(self):
        """Waits until all nodes answer. They go on running after the script."""
        bridge.request("connectAll", "join_all()", timeout=900)

    def subtest(self, name):
        return block(str(name))

    def polling_condition(self, function=None, *, seconds_interval=2.0, description=None):
        return polling_condition(function, seconds_interval=seconds_interval, description=description)

    def create_machine(self, *arguments, **keywords):
        raise NotOnThisFlavour(
            f"create_machine() cannot be done on the flavour “{self.flavour}”: its nodes are chosen at the start. "
            "Give the role more nodes: nxc start -r role=2."
        )


def retry(fn, timeout=900, timeout_seconds=None):
    """Calls `fn(False)` until it returns something true, and at the end once `fn(True)`."""
    limit = timeout if timeout_seconds is None else timeout_seconds
    deadline = time.monotonic() + limit
    pause = 0.05
    while time.monotonic() < deadline:
        if fn(False):
            return
        time.sleep(min(pause, max(0.0, deadline - time.monotonic())))
        pause = min(1.0, pause * 1.5)
    if not fn(True):
        raise RequestedAssertionFailed(f"action timed out after {limit} seconds")


def build(nodes, flavour):
    """The script's global names. `nodes` is a list of node names."""
    machines = [Machine(name, flavour) for name in nodes]
    driver = Driver(machines, flavour)
    names = {
        "machines": machines,
        "vlans": [],
        "driver": driver,
        "start_all": driver.start_all,
        "join_all": driver.join_all,
        "subtest": driver.subtest,
        "retry": retry,
        "polling_condition": polling_condition,
        "create_machine": driver.create_machine,
        "log": driver.logger,
        "t": Assertions(),
        "Machine": Machine,
        "RequestedAssertionFailed": RequestedAssertionFailed,
    }
    names.update({identifier(machine.name): machine for machine in machines})
    if len(machines) == 1:
        names.setdefault("machine", machines[0])
    return names


def identifier(node):
    """A node's name as a Python name."""
    name = "".join(character if character.isalnum() else "_" for character in node)
    return f"_{name}" if name[:1].isdigit() else name
