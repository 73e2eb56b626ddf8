"""Conditions that are watched while the script goes on."""

import time

from .errors import PollingConditionError, RequestedAssertionFailed

_active = []
_checking = False


class PollingCondition:
    """Something that has to stay true: `with condition:` checks it before the calls inside."""

    def __init__(self, condition, seconds_interval=2.0, description=None):
        self.condition = condition
        self.seconds_interval = seconds_interval
        self.description = str(description or condition.__doc__ or condition.__name__)
        self._next_check = 0.0

    def check(self, force=False):
        """Whether the condition holds; asks at most once per interval. One that raises does not hold."""
        if not force and time.monotonic() < self._next_check:
            return True
        try:
            result = self.condition()
            holds = result is None or bool(result)
        except Exception:
            holds = False
        self._next_check = time.monotonic() + self.seconds_interval
        return holds

    def maybe_raise(self):
        if not self.check():
            raise PollingConditionError(f"Polling condition failed: {self.description.strip()}")

    def wait(self, timeout=900):
        """Waits until the condition holds."""
        try:
            retry(lambda _: self.check(force=True), timeout)
        except RequestedAssertionFailed as failure:
            raise RequestedAssertionFailed(f"{failure}: {self.description.strip()}") from None

    def __enter__(self):
        _active.append(self)
        return self

    def __exit__(self, *_):
        _active.remove(self)


def retry(fn, timeout_seconds=900, timeout=None):
    """Calls `fn(False)` until it returns something true, and at the end once `fn(True)`.

    `timeout` is what older scripts call the limit.
    """
    limit = timeout_seconds if timeout is None else timeout
    start = time.monotonic()
    pause = 0.05
    while (left := start + limit - time.monotonic()) > 0:
        if fn(False):
            return
        time.sleep(min(pause, left))
        pause = min(1.0, pause * 1.5)
    if not fn(True):
        raise RequestedAssertionFailed(f"action timed out after {limit} seconds")


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
