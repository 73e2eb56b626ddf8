"""What a script prints, line by line, each with the line of the script that printed it."""

import io
import sys

from . import bridge


class _Lines(io.BufferedIOBase):
    """Takes bytes and tells of each line as soon as it is whole."""

    def __init__(self):
        self._open = bytearray()
        # The line of the script that printed last.
        self._line = None

    def writable(self):
        return True

    def write(self, data):
        self._line = bridge.current_line()
        self._open += data
        if b"\n" in bytes(data):
            *lines, self._open = self._open.split(b"\n")
            for line in lines:
                self._tell(line)
        return len(data)

    def end(self):
        """Tells of a last line that has no end."""
        rest, self._open = self._open, bytearray()
        if rest:
            self._tell(rest)

    def _tell(self, text):
        bridge.tell_printed(text.decode("utf-8", "replace"), self._line)


class Output:
    """Stands in for standard output and error output while a script runs."""

    def __enter__(self):
        self._before = sys.stdout, sys.stderr
        self._lines = [_Lines(), _Lines()]
        sys.stdout, sys.stderr = (
            io.TextIOWrapper(lines, "utf-8", errors="backslashreplace", write_through=True)
            for lines in self._lines
        )

    def __exit__(self, *_):
        sys.stdout, sys.stderr = self._before
        for lines in self._lines:
            lines.end()
