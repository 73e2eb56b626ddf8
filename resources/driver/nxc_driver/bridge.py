"""The one way out of the interpreter: a request to the engine, and its reply.

Both are JSON text. A request waits until the engine has done what it asks.
"""

import json
import sys

from .errors import RequestedAssertionFailed, TestRunnerError

_call = None
_emit = None

# The file name of the script that runs, by which its frames are told from ours.
script_name = None


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


def tell_printed(text, line):
    """Shows a line that the script printed in one of its own lines. Does not wait for the engine."""
    _emit(text, line)


def current_line():
    """The line of the test script that is being executed, counted from 1; None outside of it."""
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_filename == script_name:
            return frame.f_lineno
        frame = frame.f_back
    return None
