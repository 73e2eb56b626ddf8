"""A node, as test scripts know it."""

import functools
import re
import time
from contextlib import contextmanager

from . import bridge, node_scripts, support
from .errors import NotOnThisFlavour, RequestedAssertionFailed
from .polling import check_conditions

DEFAULT_TIMEOUT = 900
_TEXT_LIMIT = 300


def _shown(value):
    text = repr(value)
    return text if len(text) <= _TEXT_LIMIT else f"{text[:_TEXT_LIMIT]}…"


def statement(method):
    """Makes a method a statement of the timeline, and checks the conditions that are being watched before it."""

    @functools.wraps(method)
    def call(self, *arguments, **keywords):
        if self._text is not None:
            return method(self, *arguments, **keywords)
        shown = [_shown(value) for value in arguments]
        shown += [f"{name}={_shown(value)}" for name, value in keywords.items()]
        check_conditions()
        self._text = f"{self.name}.{method.__name__}({', '.join(shown)})"
        try:
            return method(self, *arguments, **keywords)
        finally:
            self._text = None

    return call


class Machine:
    """One running node.

    Times are in seconds. `execute`'s exit code is 124 when the command ran out of time.
    """

    def __init__(self, name, flavour):
        self.name = name
        self._flavour = flavour
        self._text = None

    def __repr__(self):
        return f"<Machine {self.name}>"

    def _request(self, operation, text=None, **fields):
        return bridge.request(operation, text or self._text or self.name, node=self.name, **fields)

    def _run(self, command, timeout, expect, text=None):
        result = self._request("execute", text, command=command, timeout=timeout, expect=expect)
        return result["status"], result["output"], result["errors"]

    def _poll(self, command, timeout, until="success", action=None):
        """Repeats a command on the node until it succeeds or fails; returns its output."""
        return self._request("poll", command=command, timeout=timeout, until=until, action=action)["output"]

    # --- state -------------------------------------------------------------------------------------------------

    @statement
    def start(self, allow_reboot=False):
        """Waits until the node runs. Nodes are started with the deployment."""
        self._request("connect", timeout=DEFAULT_TIMEOUT)

    @statement
    def connect(self):
        """Waits until commands can be run on the node."""
        self._request("connect", timeout=DEFAULT_TIMEOUT)

    @statement
    def is_up(self):
        return self._request("isUp")

    @property
    def booted(self):
        return self.is_up()

    @property
    def connected(self):
        return self.is_up()

    # --- commands ----------------------------------------------------------------------------------------------

    @statement
    def execute(self, command, check_return=True, check_output=True, timeout=DEFAULT_TIMEOUT):
        """Runs a command and returns its exit code and its standard output.

        Without `check_output` the command is left to itself in the background; without `check_return` its exit
        code is not looked at. Both give -2 instead of a code.
        """
        if not check_output:
            self._run(f"( {command}\n) >/dev/null 2>&1 &", timeout, "any")
            return -2, ""
        status, output, _ = self._run(command, timeout, "any")
        return (status if check_return else -2), output

    @statement
    def succeed(self, *commands, timeout=None):
        """Runs commands that must succeed; returns their standard output, one after the other."""
        outputs = []
        for command in commands:
            text = f"{self.name}.succeed({_shown(command)})"
            status, output, errors = self._run(command, timeout, "success", text)
            if status != 0:
                raise RequestedAssertionFailed(_failure(command, status, output, errors, timeout))
            outputs.append(output)
        return "".join(outputs)

    @statement
    def fail(self, *commands, timeout=None):
        """Runs commands that must fail; returns their standard output."""
        outputs = []
        for command in commands:
            text = f"{self.name}.fail({_shown(command)})"
            status, output, _ = self._run(command, timeout, "failure", text)
            if status == 0:
                raise RequestedAssertionFailed(f"command `{command}` unexpectedly succeeded{_quoted(output)}")
            outputs.append(output)
        return "".join(outputs)

    @statement
    def wait_until_succeeds(self, command, timeout=DEFAULT_TIMEOUT):
        """Repeats a command until it succeeds; returns its output."""
        return self._poll(command, timeout)

    @statement
    def wait_until_fails(self, command, timeout=DEFAULT_TIMEOUT):
        """Repeats a command until it fails; returns its output."""
        return self._poll(command, timeout, until="failure")

    # --- services ----------------------------------------------------------------------------------------------

    @statement
    def systemctl(self, q, user=None):
        """Runs `systemctl`; returns its exit code and output."""
        status, output, _ = self._run(node_scripts.systemctl(q, user), DEFAULT_TIMEOUT, "any")
        return status, output

    @statement
    def get_unit_info(self, unit, user=None):
        """The properties of a unit, as a dictionary."""
        command = node_scripts.systemctl(f"--no-pager show {node_scripts.quote(unit)}", user)
        status, output, errors = self._run(command, DEFAULT_TIMEOUT, "success")
        if status != 0:
            raise RequestedAssertionFailed(
                f'the properties of unit "{unit}" could not be read (exit code {status}){_quoted(output + errors)}'
            )
        pairs = (line.split("=", 1) for line in output.splitlines() if re.match(r"\w+=", line))
        return dict(pairs)

    @statement
    def get_unit_property(self, unit, property, user=None):
        """One property of a unit."""
        information = self.get_unit_info(unit, user)
        if property not in information:
            raise RequestedAssertionFailed(f'unit "{unit}" has no property "{property}"')
        return information[property]

    @statement
    def require_unit_state(self, unit, require_state="active"):
        """Fails unless the unit is in the given state now."""
        state = self.get_unit_info(unit).get("ActiveState")
        if state != require_state:
            raise RequestedAssertionFailed(
                f'unit "{unit}" is in state "{state}", not in state "{require_state}"'
            )

    @statement
    def wait_for_unit(self, unit, user=None, timeout=DEFAULT_TIMEOUT):
        """Waits until a unit is active; fails at once when it failed or when nothing will start it."""
        self._poll(node_scripts.unit_is_active(unit, user), timeout, action=f'unit "{unit}" is not active')

    @statement
    def wait_for_job(self, jobname, timeout=DEFAULT_TIMEOUT):
        self.wait_for_unit(jobname, timeout=timeout)

    @statement
    def start_job(self, jobname, user=None):
        return self.systemctl(f"start {jobname}", user)

    @statement
    def stop_job(self, jobname, user=None):
        return self.systemctl(f"stop {jobname}", user)

    # --- waiting -----------------------------------------------------------------------------------------------

    @statement
    def wait_for_file(self, filename, timeout=DEFAULT_TIMEOUT):
        command = f"test -e {node_scripts.quote(filename)}"
        self._poll(command, timeout, action=f"there is no file {filename}")

    @statement
    def wait_for_open_port(self, port, addr="localhost", timeout=DEFAULT_TIMEOUT):
        """Waits until something accepts TCP connections on a port, seen from this node."""
        action = f"nothing listens on port {port} of {addr}"
        self._poll(node_scripts.port_is_open(port, addr), timeout, action=action)

    @statement
    def wait_for_closed_port(self, port, addr="localhost", timeout=DEFAULT_TIMEOUT):
        action = f"something still listens on port {port} of {addr}"
        self._poll(node_scripts.negated(node_scripts.port_is_open(port, addr)), timeout, action=action)

    @statement
    def wait_for_open_unix_socket(self, addr, is_datagram=False, timeout=DEFAULT_TIMEOUT):
        action = f"nothing listens on the socket {addr}"
        self._poll(node_scripts.unix_socket_is_open(addr, is_datagram), timeout, action=action)

    @statement
    def wait_for_console_text(self, regex, timeout=DEFAULT_TIMEOUT):
        """Waits until a line of the node's console, from its start on, matches."""
        pattern = re.compile(regex)
        deadline = time.monotonic() + (timeout if timeout is not None else float("inf"))
        position = 0
        while True:
            remaining = deadline - time.monotonic()
            answer = self._request("console", position=position, wait=max(0, min(remaining, 1)))
            if any(pattern.search(line) for line in answer["lines"]):
                return
            position = answer["position"]
            if remaining <= 0:
                raise RequestedAssertionFailed(
                    f"action timed out after {timeout} seconds: the console of {self.name} does not say {regex!r}"
                )

    def get_console_log(self):
        """Everything that the node's console has said, as one text."""
        answer = self._request("console", f"{self.name}.get_console_log()", position=0, wait=0.5)
        return "\n".join(answer["lines"])

    @statement
    def sleep(self, secs):
        """Does nothing for a while, on the runner's clock."""
        self._request("sleep", seconds=secs)

    # --- files -------------------------------------------------------------------------------------------------

    @statement
    def copy_from_host(self, source, target):
        """Copies a file or folder of the project into the node."""
        self._request("copyTo", source=str(source), target=str(target))

    @statement
    def copy_from_host_via_shell(self, source, target):
        """Copies a file of the project into the node through its shell."""
        self._request("copyToByShell", source=str(source), target=str(target))

    @statement
    def copy_from_vm(self, source, target_dir=""):
        """Copies a file or folder of the node into the test's output folder."""
        self._request("copyFrom", source=str(source), target=str(target_dir))

    @statement
    def copy_from_machine(self, source, target_dir=""):
        self.copy_from_vm(source, target_dir)

    # --- talking -----------------------------------------------------------------------------------------------

    def log(self, msg):
        """Writes a line into the timeline."""
        bridge.request("log", f"{self.name}: {msg}", node=self.name)

    @contextmanager
    def nested(self, msg, attrs=None):
        """Groups the statements inside under a title."""
        with block(f"{self.name}: {msg}"):
            yield


@contextmanager
def block(title):
    """Statements under a common title, passed or failed as one."""
    bridge.request("begin", title)
    passed = False
    try:
        yield
        passed = True
    finally:
        bridge.request("end", title, passed=passed)


def _failure(command, status, output, errors, timeout):
    why = f"did not end within {timeout} seconds" if status == 124 and timeout else f"failed (exit code {status})"
    return f"command `{command}` {why}{_quoted(output + errors)}"


def _quoted(output, limit=4000):
    text = output.strip()
    if not text:
        return ""
    return f"\n{text}" if len(text) <= limit else f"\n… {text[-limit:]}"


def _refuse(method):
    def call(self, *arguments, **keywords):
        raise NotOnThisFlavour(support.refusal(self.name, method, self._flavour))

    call.__name__ = method
    return call


for _method in support.UNSUPPORTED:
    setattr(Machine, _method, _refuse(_method))
