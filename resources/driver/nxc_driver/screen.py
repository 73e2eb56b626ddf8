"""The screen, the keyboard and the monitor of a machine, and its virtual terminals."""

import re
import time

from . import node_scripts
from .errors import RequestedAssertionFailed
from .keys import key_name
from .node import DEFAULT_TIMEOUT, Node
from .polling import retry
from .statements import statement


class Screen(Node):
    """The calls that look at a machine, or type."""

    @statement
    def screenshot(self, filename):
        """Takes a picture of the screen into the test's output folder, as PNG."""
        self._request("screenshot", file=str(filename))

    @statement
    def get_screen_text(self):
        """What can be read on the screen."""
        return self.get_screen_text_variants()[0]

    @statement
    def get_screen_text_variants(self):
        """Readings of the screen, the likeliest first; at least one."""
        return self._request("readScreen")

    @statement
    def wait_for_text(self, regex, timeout=DEFAULT_TIMEOUT):
        """Waits until a text can be read on the screen."""
        self._wait(lambda: "\n".join(self.get_screen_text_variants()), regex, timeout, "the screen")

    @statement
    def send_monitor_command(self, command):
        """Gives the machine monitor a command, and returns what it says."""
        return self._request("monitor", command=command)

    @statement
    def wait_for_qmp_event(self, event_filter, timeout=600):
        """Waits for an event of the machine monitor."""
        raise NotImplementedError

    @statement
    def send_key(self, key, delay=0.01, log=True):
        """Presses a key, or several that are joined by "-"."""
        self._request("monitor", command=f"sendkey {key_name(key)}")
        if delay is not None:
            time.sleep(delay)

    @statement
    def send_chars(self, chars, delay=0.01):
        """Types a text."""
        for character in chars:
            self.send_key(character, delay, log=False)

    @statement
    def send_console(self, chars):
        """Types a text into the machine's console."""
        self._request("typeConsole", typed=chars)

    @statement
    def get_tty_text(self, tty):
        """What a virtual terminal shows."""
        _, output, _ = self._run(node_scripts.terminal_text(tty), DEFAULT_TIMEOUT, "any")
        return output

    @statement
    def wait_until_tty_matches(self, tty, regexp, timeout=DEFAULT_TIMEOUT):
        """Waits until what a virtual terminal shows matches."""
        self._wait(lambda: self.get_tty_text(tty), regexp, timeout, f"terminal {tty}")

    @statement
    def dump_tty_contents(self, tty):
        """Copies what a virtual terminal shows into the journal."""
        self._run(f"fold -w 80 /dev/vcs{tty} | systemd-cat", DEFAULT_TIMEOUT, "any")

    @statement
    def wait_for_x(self, timeout=DEFAULT_TIMEOUT):
        """Waits until the X server accepts connections."""
        self._poll(node_scripts.X_IS_READY, timeout, action="the X server is not ready")

    @statement
    def get_window_names(self):
        """The names of all windows of the X server."""
        _, output, _ = self._run(node_scripts.WINDOW_NAMES, DEFAULT_TIMEOUT, "success")
        return output.splitlines()

    @statement
    def wait_for_window(self, regexp, timeout=DEFAULT_TIMEOUT):
        """Waits until there is a window of a matching name."""
        self._wait(lambda: "\n".join(self.get_window_names()), regexp, timeout, "the list of windows")

    def _wait(self, read, regex, timeout, where):
        pattern = re.compile(regex, re.MULTILINE)
        last = ""

        def matches(_):
            nonlocal last
            last = read()
            return pattern.search(last) is not None

        try:
            retry(matches, timeout)
        except RequestedAssertionFailed:
            raise RequestedAssertionFailed(
                f"action timed out after {timeout} seconds: {where} of {self.name} does not say {regex!r}\n{last}"
            ) from None
