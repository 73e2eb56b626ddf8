"""Services of a node, through its `systemctl`."""

import re

from . import node_scripts
from .errors import RequestedAssertionFailed
from .node import DEFAULT_TIMEOUT, Node, quoted
from .statements import statement


class Services(Node):
    """The calls about units."""

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
                f'the properties of unit "{unit}" could not be read (exit code {status}){quoted(output + errors)}'
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
