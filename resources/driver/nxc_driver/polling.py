"""Conditions that are watched while the script goes on."""

import time

from .errors import RequestedAssertionFailed

_active = []
_checking = False


class PollingCondition:
    """Something that has to stay true: `with condition:` checks it before every statement inside."""

    def __init__(self, condition, seconds_interval=2.0, description=None):
        self.condition = condition
        self.seconds_interval = seconds_interval
        self.description = description or condition.__doc__ or condition.__name__
        self._next_check = 0.0

    def check(self, force=False):
        """Whether the condition holds; asks at most once per interval."""
        if not force and time.monotonic() < self._next_check:
            return True
        holds = self.condition() is not False
        self._next_check = time.monotonic() + self.seconds_interval
        return holds

    def maybe_raise(self):
        if not self.check():
            raise RequestedAssertionFailed(f"polling condition failed: {self.description.strip()}")

    def wait(self, timeout=900):
        """Waits until the condition holds."""
        deadline = time.monotonic() + timeout
        pause = 0.05
        while not self.check(force=True):
            if time.monotonic() >= deadline:
                raise RequestedAssertionFailed(
                    f"action timed out after {timeout} seconds: {self.description.strip()}"
                )
            time.sleep(pause)
            pause = min(1.0, pause * 1.5)

    def __enter__(self):
        _active.append(self)
        return self

    def __exit__(self, exception_type, exception, traceback):
        _active.remove(self)
        if exception_type is None:
            self._next_check = 0.0
            self.maybe_raise()


def polling_condition(function=None, *, seconds_interval=2.0, description=None):
    """Decorator that makes a condition of a function; False (not None) means that it does not hold."""
    if function is not None:
        return PollingCondition(function, seconds_interval, description)
    return lambda inner: PollingCondition(inner, seconds_interval, description)


def check_conditions():
    """Asks the conditions that are being watched; a condition may itself use the nodes."""
    global _checking
    if _checking or not _active:
        return
    _checking = True
    try:
        for condition in list(_active):
            condition.maybe_raise()
    finally:
        _checking = False


def forget_conditions():
    """Before a new script: an interrupted one may have left some behind."""
    _active.clear()
