"""The names that a test script finds."""

import os
import re
import unittest

from . import bridge
from .errors import (
    MachineError,
    NotOnThisFlavour,
    PollingConditionError,
    RequestedAssertionFailed,
)
from .machine import Machine
from .polling import polling_condition, retry
from .statements import block


class Assertions(unittest.TestCase):
    """unittest's assertions, as `t`. Differences are shown in full."""

    failureException = RequestedAssertionFailed
    maxDiff = None


class Log:
    """`log` of the dialect: lines and groups in the timeline."""

    def log(self, message, attributes=None):
        bridge.request("log", str(message))

    info = warning = error = debug = log_test_error = log

    def log_serial(self, message, machine):
        bridge.request("log", f"{machine}: {message}")

    def nested(self, message, attributes=None):
        return block(str(message))

    def subtest(self, name, attributes=None):
        return block(str(name))

    def print_serial_logs(self, enable):
        """Consoles are always kept beside the timeline."""


class Vlan:
    """The one network that all nodes of a deployment share."""

    def __init__(self, nr):
        self.nr = nr

    def __repr__(self):
        return f"<Vlan Nr. {self.nr}>"


class Debug:
    """`debug` of the dialect."""

    def breakpoint(self, host="127.0.0.1", port=4444):
        """Stops here, where somebody is there to go on: in an interactive session."""
        bridge.pause_at_breakpoint()


class Driver:
    """`driver` of the dialect."""

    def __init__(self, machines, flavour):
        self.machines = machines
        self.machines_qemu = machines
        self.machines_nspawn = []
        self.vlans = [Vlan(1)]
        self.flavour = flavour
        self.logger = Log()
        self.debug = Debug()

    def start_all(self):
        """Starts the nodes that are off, and waits until all of them answer."""
        bridge.request("connectAll", "start_all()", timeout=900)

    def join_all(self):
        """Waits until all nodes answer. They go on running after the script."""
        bridge.request("connectAll", "join_all()", timeout=900)

    def test_script(self):
        """Runs the composition's own test script, e.g. from the prompt."""
        from . import session

        session.run_test_script()

    run_tests = test_script

    def subtest(self, name):
        return block(str(name))

    def polling_condition(self, fun_=None, *, seconds_interval=2.0, description=None):
        return polling_condition(fun_, seconds_interval=seconds_interval, description=description)

    def create_machine(self, start_command, *, name=None, keep_machine_state=False):
        raise NotOnThisFlavour(
            f"create_machine() cannot be done on the flavour “{self.flavour}”: its nodes are chosen at the start. "
            "Give the role more nodes: nxc start -r role=2."
        )

    def serial_stdout_on(self):
        """Consoles are always kept beside the timeline."""

    def serial_stdout_off(self):
        """Consoles are always kept beside the timeline."""


def build(nodes, flavour, abilities):
    """The script's global names. `nodes` is a list of node names."""
    machines = [Machine(name, flavour, abilities) for name in nodes]
    driver = Driver(machines, flavour)
    names = {
        "machines": machines,
        "machines_qemu": driver.machines_qemu,
        "machines_nspawn": driver.machines_nspawn,
        "vlans": driver.vlans,
        "vlan1": driver.vlans[0],
        "driver": driver,
        "debug": driver.debug,
        "start_all": driver.start_all,
        "join_all": driver.join_all,
        "test_script": driver.test_script,
        "run_tests": driver.run_tests,
        "subtest": driver.subtest,
        "retry": retry,
        "polling_condition": driver.polling_condition,
        "create_machine": driver.create_machine,
        "serial_stdout_on": driver.serial_stdout_on,
        "serial_stdout_off": driver.serial_stdout_off,
        "log": driver.logger,
        "os": os,
        "t": Assertions(),
        "Machine": Machine,
        "BaseMachine": Machine,
        "MachineError": MachineError,
        "PollingConditionError": PollingConditionError,
        "RequestedAssertionFailed": RequestedAssertionFailed,
    }
    names.update({identifier(machine.name): machine for machine in machines})
    if len(machines) == 1:
        names["machine"] = machines[0]
    return names


def identifier(node):
    """A node's name as a Python name, by the same rule as in NixOS."""
    return re.sub(r"^[^A-Za-z_]|[^A-Za-z0-9_]", "_", node)
