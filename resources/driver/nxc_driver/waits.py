"""Waiting for what a node shows: ports, sockets, files, its console."""

import re
import time

from . import node_scripts
from .errors import RequestedAssertionFailed
from .node import DEFAULT_TIMEOUT, Node
from .statements import statement

# Characters of a console that are looked at again together with what it says next.
_KEPT = 100_000


class Waits(Node):
    """The calls that wait, and the console that some of them read."""

    @statement
    def wait_for_file(self, filename, timeout=DEFAULT_TIMEOUT):
        """Waits until a file exists. The shell reads the name: it may have patterns and variables."""
        self._poll(f"test -e {filename}", timeout, action=f"there is no file {filename}")

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
    def wait_for_console_text(self, regex, timeout=None):
        """Waits until the node's console, from its start on, has said something, in one line or several."""
        pattern = re.compile(regex)
        deadline = None if timeout is None else time.monotonic() + timeout
        position, said = 0, ""
        while True:
            remaining = 1 if deadline is None else deadline - time.monotonic()
            answer = self._request("console", position=position, wait=max(0, min(remaining, 1)))
            if pattern.search("\n".join([said, *answer["lines"], *answer["open"]])):
                return
            # Of a text over several lines the beginning may have been said already.
            said = "\n".join([said, *answer["lines"]])[-_KEPT:]
            position = answer["position"]
            if remaining <= 0:
                raise RequestedAssertionFailed(
                    f"action timed out after {timeout} seconds: the console of {self.name} does not say {regex!r}"
                )

    def get_console_log(self):
        """Everything that the node's console has said, as one text."""
        answer = self._request("console", f"{self.name}.get_console_log()", position=0, wait=0.5)
        return "\n".join([*answer["lines"], *answer["open"]])

    @statement
    def sleep(self, secs):
        """Does nothing for a while, on the runner's clock."""
        self._request("sleep", seconds=secs)
