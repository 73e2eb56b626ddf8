"""A script that waits, at a statement that failed, until somebody says how to go on."""

from . import bridge, failure

# What asks inside of a paused script are answered by; set by `session`.
answer_inside = None

_quiet = 0


class Quiet:
    """Within it nothing pauses: failing is expected there."""

    def __enter__(self):
        global _quiet
        _quiet += 1

    def __exit__(self, *_):
        global _quiet
        _quiet -= 1


def begin():
    """Before a new run: an interrupted one may have ended within a quiet block."""
    global _quiet
    _quiet = 0


def pause(error, global_names, local_names):
    """Asks what to do about a failed statement: True is to go on after it, False to try it again.

    Raises the error when it is to fail, and when somebody has been asked about it already.
    """
    if _quiet > 0 or getattr(error, "_nxc_was_told", False):
        raise error
    told = failure.describe(error)
    # Outside of functions the names are the script's own, and may be mended; those of a function are a copy anyway.
    names = global_names if local_names is global_names else dict(local_names)
    action = _ask(told, global_names, names)
    if action == "fail":
        _mark(error)
        raise error
    return action == "next"


def pause_at_breakpoint(frame):
    """Waits at a statement that did not fail."""
    told = {"message": "breakpoint", "line": frame.f_lineno, "traceback": ""}
    if _ask(told, frame.f_globals, dict(frame.f_locals)) == "fail":
        raise KeyboardInterrupt


def _ask(told, global_names, local_names):
    value = bridge.request("paused", told["message"], failure=told)
    while value["action"] == "answer":
        answer = answer_inside(value["message"], global_names, local_names)
        value = bridge.request("answered", "", answer=answer)
    return value["action"]


def _mark(error):
    try:
        error._nxc_was_told = True
    except AttributeError:
        # An exception of a class without room for more: it may be asked about once more further out.
        pass
