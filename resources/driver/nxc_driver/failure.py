"""How a script failed, told in its own lines."""

import traceback

# Frames that are shown of each end of a deep recursion.
_SHOWN = 10


def describe(error, name, source):
    """Returns {"message", "line", "traceback"}; the traceback has the script's frames alone."""
    lines = source.splitlines()
    frames = [
        (number, frame.f_code.co_name)
        for frame, number in traceback.walk_tb(error.__traceback__)
        if frame.f_code.co_filename == name
    ]
    if isinstance(error, SyntaxError) and error.filename == name and not frames:
        frames = [(error.lineno, "<module>")]
    line = frames[-1][0] if frames else None
    text = [f"{name}, line {number}, in {function}\n    {_line(lines, number)}" for number, function in frames]
    if len(text) > 2 * _SHOWN:
        text[_SHOWN:-_SHOWN] = [f"… {len(text) - 2 * _SHOWN} more …"]
    message = _message(error, _line(lines, line))
    return {"message": message, "line": line, "traceback": "\n".join([*text, message])}


def _line(lines, number):
    return lines[number - 1].strip() if number is not None and 0 < number <= len(lines) else ""


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
