"""The power, the cable and the ports of a node."""

from .node import DEFAULT_TIMEOUT, Node
from .statements import statement


class Power(Node):
    """The calls that treat a node as a machine."""

    @statement
    def start(self, allow_reboot=False):
        """Starts the node if it is off, and waits until commands can be run on it."""
        self._request("connect", timeout=DEFAULT_TIMEOUT)

    @statement
    def connect(self):
        """Waits until commands can be run on the node; starts it if it is off."""
        self._request("connect", timeout=DEFAULT_TIMEOUT)

    @statement
    def is_up(self):
        """Whether commands can be run on the node now."""
        return self._request("isUp")

    @property
    def booted(self):
        return self.is_up()

    @property
    def connected(self):
        return self.is_up()

    @statement
    def shutdown(self):
        """Shuts the node down and waits until it is off."""
        self._request("power", action="shutdown")

    @statement
    def wait_for_shutdown(self):
        """Waits until the node is off. Does not shut it down."""
        self._request("waitOff")

    @statement
    def crash(self):
        """Ends the node at once, as a power failure does."""
        self._request("power", action="crash")

    @statement
    def reboot(self):
        """Restarts the node. The next call waits until it is up again."""
        self._request("power", action="reset")

    @statement
    def block(self):
        """Cuts the node off from the other nodes; calls still reach it."""
        self._request("link", connected=False)

    @statement
    def unblock(self):
        """Connects the node to the other nodes again."""
        self._request("link", connected=True)

    @statement
    def forward_port(self, host_port=8080, guest_port=80):
        """Lets a port of 127.0.0.1 on this machine lead to a port of the node."""
        self._request("forwardPort", hostPort=int(host_port), nodePort=int(guest_port))

    def release(self):
        """The node belongs to the deployment and goes on running."""
