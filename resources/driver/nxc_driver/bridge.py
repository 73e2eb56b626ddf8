"""The one way out of the interpreter: a request to the engine, and its reply.

Both are JSON text. A request waits until the engine has done what it asks.
"""

import json
import sys

from . import sources
from .errors import RequestedAssertionFailed, TestRunnerError

_call = None
_emit = None


def install(call, emit):
    """Takes the host's services. Happens after the memory snapshot, which cannot hold them."""
    global _call, _emit
    _call, _emit = call, emit


def request(operation, text, **fields):
    """Asks the engine for one thing and returns its value.

    `text` is the statement as the timeline shows it. Raises what the reply says: RequestedAssertionFailed,
    TestRunnerError, or KeyboardInterrupt when the test is being stopped.
    """
    message = {"type": "request", "operation": operation, "text": text, "line": current_line(), **fields}
    reply = json.loads(_call(json.dumps(message)))
    match reply["outcome"]:
        case "value":
            return reply["value"]
        case "interrupted":
            raise KeyboardInterrupt
        case "asserted":
            raise RequestedAssertionFailed(reply["message"])
    raise TestRunnerError(reply["message"])


def pause_at_breakpoint():
    """Waits at the innermost line of the script until somebody goes on; nobody does outside of a session."""
    frame = _script_frame()
    if frame is not None and request("isAttended", "breakpoint()"):
        from . import pausing

        pausing.pause_at_breakpoint(frame)


def tell_printed(text, line):
    """Shows a line that the script printed in one of its own lines. Does not wait for the engine."""
    _emit(text, line)


def current_line():
    """The line of the test script that is being executed, counted from 1; None outside of it."""
    frame = _script_frame()
    return None if frame is None else frame.f_lineno


def _script_frame():
    frame = sys._getframe(1)
    while frame is not None and not sources.is_known(frame.f_code.co_filename):
        frame = frame.f_back
    return frame
