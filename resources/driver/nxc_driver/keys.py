"""What to press for a character, in the words of QEMU's monitor, for a keyboard of the United States."""

_UNSHIFTED = {
    " ": "spc",
    "\n": "ret",
    "\t": "tab",
    "-": "minus",
    "=": "equal",
    "[": "bracket_left",
    "]": "bracket_right",
    ";": "semicolon",
    "'": "apostrophe",
    "`": "grave_accent",
    "\\": "backslash",
    ",": "comma",
    ".": "dot",
    "/": "slash",
}

# The same keys with shift held, in the same order: upper row, then the others.
_SHIFTED = dict(zip('!@#$%^&*()_+{}:"~|<>?', "1234567890-=[];'`\\,./", strict=True))


def key_name(key):
    """The name of a single character's key, or the given name of a key."""
    if len(key) != 1:
        return key
    if key in _SHIFTED:
        return f"shift-{key_name(_SHIFTED[key])}"
    if key.isascii() and key.isupper():
        return f"shift-{key.lower()}"
    return _UNSHIFTED.get(key, key)
