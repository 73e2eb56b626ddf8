"""What every call on a node is made of: requests about it, commands on it, and repeated commands."""

from . import bridge

# Seconds that a call waits when the script does not say.
DEFAULT_TIMEOUT = 900

_QUOTE_LIMIT = 4000


class Node:
    """One running node of the deployment."""

    def __init__(self, name, flavour="", abilities=()):
        self.name = name
        self._flavour = flavour
        # What the flavour can do beside running commands: the names in `support`.
        self._abilities = frozenset(abilities)
        # The statement that is under way; calls that it makes are part of it.
        self._text = None

    def __repr__(self):
        return f"<Machine '{self.name}'>"

    def _request(self, operation, text=None, **fields):
        return bridge.request(operation, text or self._text or self.name, node=self.name, **fields)

    def _run(self, command, timeout, expect, text=None):
        result = self._request("execute", text, command=command, timeout=timeout, expect=expect)
        return result["status"], result["output"], result["errors"]

    def _poll(self, command, timeout, until="success", action=None):
        """Repeats a command on the node until it succeeds or fails; returns its output."""
        return self._request("poll", command=command, timeout=timeout, until=until, action=action)["output"]


def quoted(output):
    """What a command wrote, for the end of a message; of a long text the end, as that is where errors are."""
    text = output.strip()
    if not text:
        return ""
    return f"\n{text}" if len(text) <= _QUOTE_LIMIT else f"\n… {text[-_QUOTE_LIMIT:]}"
