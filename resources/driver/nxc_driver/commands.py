"""Commands on a node."""

from .errors import RequestedAssertionFailed
from .node import DEFAULT_TIMEOUT, Node, quoted
from .statements import shown, statement


class Commands(Node):
    """The calls that run what the script says."""

    @statement
    def execute(self, command, check_return=True, check_output=True, timeout=DEFAULT_TIMEOUT):
        """Runs a command and returns its exit code and its standard output.

        Without `check_output` the command is left to itself in the background, and the code is -2. Without
        `check_return` the code is -1, and the command may shut the node down.
        """
        if not check_output:
            self._run(f"( {command}\n) >/dev/null 2>&1 &", timeout, "nothing")
            return -2, ""
        status, output, _ = self._run(command, timeout, "any" if check_return else "nothing")
        return (status if check_return else -1), output

    @statement
    def succeed(self, *commands, timeout=None):
        """Runs commands that must succeed; returns their standard output, one after the other."""
        outputs = []
        for command in commands:
            text = f"{self.name}.succeed({shown(command)})"
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
            text = f"{self.name}.fail({shown(command)})"
            status, output, _ = self._run(command, timeout, "failure", text)
            if status == 0:
                raise RequestedAssertionFailed(f"command `{command}` unexpectedly succeeded{quoted(output)}")
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


def _failure(command, status, output, errors, timeout):
    why = f"did not end within {timeout} seconds" if status == 124 and timeout else f"failed (exit code {status})"
    return f"command `{command}` {why}{quoted(output + errors)}"
