"""What the engine asks of the interpreter: check a script, run a script, complete a text."""

import json
import random
import time

from . import bridge, session, static_check

# What a session has defined so far.
_kept = None


def wake(call, emit):
    """Makes a loaded or restored interpreter ready: it gets its services, and chance of its own."""
    bridge.install(call, emit)
    # The numbers of a restored interpreter would be the same every time.
    random.seed()


def handle(text):
    """Answers one request; both are JSON text. Never raises."""
    global _kept
    message = json.loads(text)
    if message["type"] == "check":
        return json.dumps({"type": "checked", "issues": _check(message)})
    if message["type"] == "run":
        names = session.names_for(message, _kept if message["keep"] else None)
        _kept = names if message["keep"] else None
        session.begin()
        return json.dumps({"type": "ended", **session.run(message, names)})
    names = session.names_for(message, _kept)
    return json.dumps({"type": "answered", "answer": session.answer(message, names)})


def _check(message):
    # A session may have defined more.
    kept = _kept if message["keep"] else None
    names = session.names_for(message, kept)
    try:
        return static_check.check(message["source"], message["name"], names, message["flavour"], message["abilities"])
    except RecursionError:
        # Nested too deeply to be walked; running it will tell.
        return []


def _sleep(seconds):
    """Replaces time.sleep, so that a waiting script costs nothing and can be interrupted."""
    bridge.request("sleep", f"time.sleep({seconds})", seconds=seconds)


time.sleep = _sleep
