"""Statements: calls of a script that are told in the timeline, each with the text that the script would write."""

import functools
from contextlib import contextmanager

from . import bridge
from .polling import check_conditions

_TEXT_LIMIT = 300


def shown(value):
    """A value as the timeline shows it."""
    text = repr(value)
    return text if len(text) <= _TEXT_LIMIT else f"{text[:_TEXT_LIMIT]}…"


def statement(method):
    """Makes a method of a node a statement, and checks the conditions that are being watched before it."""

    @functools.wraps(method)
    def call(self, *arguments, **keywords):
        if self._text is not None:
            return method(self, *arguments, **keywords)
        words = [shown(value) for value in arguments]
        words += [f"{name}={shown(value)}" for name, value in keywords.items()]
        check_conditions()
        self._text = f"{self.name}.{method.__name__}({', '.join(words)})"
        try:
            return method(self, *arguments, **keywords)
        finally:
            self._text = None

    return call


def forget(machine):
    """After an interruption: no statement of the node is under way."""
    machine._text = None


@contextmanager
def block(title):
    """Statements under a common title, passed or failed as one."""
    bridge.request("begin", title)
    passed = False
    try:
        yield
        passed = True
    finally:
        bridge.request("end", title, passed=passed)
