"""A node, as test scripts know it."""

from contextlib import contextmanager

from . import bridge, support
from .commands import Commands
from .errors import NotOnThisFlavour
from .files import Files
from .node import DEFAULT_TIMEOUT
from .services import Services
from .statements import block, statement
from .waits import Waits


class Machine(Commands, Services, Waits, Files):
    """One running node.

    Times are in seconds. `execute`'s exit code is 124 when the command ran out of time.
    """

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
        """Whether commands can be run on the node now."""
        return self._request("isUp")

    @property
    def booted(self):
        return self.is_up()

    @property
    def connected(self):
        return self.is_up()

    def log(self, msg):
        """Writes a line into the timeline."""
        bridge.request("log", f"{self.name}: {msg}", node=self.name)

    @contextmanager
    def nested(self, msg, attrs=None):
        """Groups the statements inside under a title."""
        with block(f"{self.name}: {msg}"):
            yield


def _refuse(method):
    def call(self, *arguments, **keywords):
        raise NotOnThisFlavour(support.refusal(self.name, method, self._flavour))

    call.__name__ = method
    return call


for _method in support.UNSUPPORTED:
    setattr(Machine, _method, _refuse(_method))
