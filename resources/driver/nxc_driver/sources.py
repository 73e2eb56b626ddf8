"""The scripts that this interpreter has been given: by their names their frames are told from ours."""

_lines = {}


def remember(name, source):
    _lines[name] = source.splitlines()


def forget():
    _lines.clear()


def is_known(name):
    return name in _lines


def line_of(name, number):
    """The text of a line, counted from 1; empty where there is none."""
    lines = _lines.get(name, [])
    return lines[number - 1].strip() if number is not None and 0 < number <= len(lines) else ""
