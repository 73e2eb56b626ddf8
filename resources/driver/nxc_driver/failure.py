"""How a script failed, told in its own lines."""

import traceback

from . import sources

# Frames that are shown of each end of a deep recursion.
_SHOWN = 10


def describe(error):
    """Returns {"message", "line", "traceback"}; the traceback has the scripts' frames alone."""
    frames = [
        (frame.f_code.co_filename, number, frame.f_code.co_name)
        for frame, number in traceback.walk_tb(error.__traceback__)
        if sources.is_known(frame.f_code.co_filename)
    ]
    if isinstance(error, SyntaxError) and sources.is_known(error.filename) and not frames:
        frames = [(error.filename, error.lineno, "<module>")]
    name, line, _ = frames[-1] if frames else ("", None, "")
    text = [
        f"{file}, line {number}, in {function}\n    {sources.line_of(file, number)}"
        for file, number, function in frames
    ]
    if len(text) > 2 * _SHOWN:
        text[_SHOWN:-_SHOWN] = [f"… {len(text) - 2 * _SHOWN} more …"]
    message = _message(error, sources.line_of(name, line))
    return {"message": message, "line": line, "traceback": "\n".join([*text, message])}


def _message(error, source_line):
    kind = type(error).__name__
    try:
        text = str(error)
    except Exception:
        text = "(its message cannot be shown)"
    if kind == "RequestedAssertionFailed":
        return text
    if isinstance(error, AssertionError) and not text:
        return f"AssertionError: {source_line}"
    return f"{kind}: {text}" if text else kind
