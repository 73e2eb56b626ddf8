"""A node, as test scripts know it."""

import functools
from contextlib import contextmanager

from . import bridge, support
from .commands import Commands
from .errors import NotOnThisFlavour
from .files import Files
from .power import Power
from .screen import Screen
from .services import Services
from .statements import block
from .waits import Waits


class Machine(Commands, Services, Waits, Files, Power, Screen):
    """One node of the deployment.

    Times are in seconds. `execute`'s exit code is 124 when the command ran out of time.
    """

    def log(self, msg):
        """Writes a line into the timeline."""
        bridge.request("log", f"{self.name}: {msg}", node=self.name)

    log_serial = log

    @contextmanager
    def nested(self, msg, attrs=None):
        """Groups the statements inside under a title."""
        with block(f"{self.name}: {msg}"):
            yield

    def shell_interact(self, address=None):
        """A shell on the node; never within a script."""

    def console_interact(self):
        """The node's console; never within a script."""

    def switch_root(self):
        """From the first stage of booting to the second; never with nodes that have booted."""

    def _assert_able(self, method):
        reason = support.lacking(method, self._abilities)
        if reason is not None:
            raise NotOnThisFlavour(support.refusal(self.name, method, self._flavour, reason))


def _guarded(name, method):
    @functools.wraps(method)
    def call(self, *arguments, **keywords):
        self._assert_able(name)
        return method(self, *arguments, **keywords)

    return call


def _absent(name):
    return property(lambda self: self._assert_able(name))


for _name in support.NEEDED:
    if _name in support.ATTRIBUTES:
        setattr(Machine, _name, _absent(_name))
    else:
        setattr(Machine, _name, _guarded(_name, getattr(Machine, _name)))
