"""What the engine asks of the interpreter: check a script, run a script."""

import json
import random
import time

from . import bridge, failure, namespace, polling, printed, static_check


def wake(call, emit):
    """Makes a loaded or restored interpreter ready: it gets its services, and chance of its own."""
    bridge.install(call, emit)
    # The numbers of a restored interpreter would be the same every time.
    random.seed()


def handle(text):
    """Answers one request; both are JSON text. Never raises."""
    message = json.loads(text)
    names = namespace.build(message["nodes"], message["flavour"])
    if message["type"] == "check":
        try:
            issues = static_check.check(message["source"], message["name"], names, message["flavour"])
        except RecursionError:
            # Nested too deeply to be walked; running it will tell.
            issues = []
        return json.dumps({"type": "checked", "issues": issues})
    return json.dumps({"type": "ended", "failure": _run(message["name"], message["source"], names)})


def _run(name, source, names):
    bridge.script_name = name
    polling.forget_conditions()
    try:
        with printed.Output():
            exec(compile(source, name, "exec"), {"__name__": "__main__", "__file__": name, **names})
        return None
    except SystemExit as stop:
        if stop.code in (None, 0):
            return None
        return failure.describe(stop, name, source)
    except BaseException as error:
        return failure.describe(error, name, source)


def _sleep(seconds):
    """Replaces time.sleep, so that a waiting script costs nothing and can be interrupted."""
    bridge.request("sleep", f"time.sleep({seconds})", seconds=seconds)


time.sleep = _sleep
