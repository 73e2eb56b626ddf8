"""What could stand at a place of a text that is being written."""

import builtins
import inspect
import keyword
import re

_NAME_AT_END = re.compile(r"(?:([^\W\d]\w*(?:\.[^\W\d]\w*)*)\.)?([^\W\d]\w*)?$")

_LIMIT = 200


def complete(source, cursor, names):
    """Returns {"start", "candidates": [{"text", "kind", "detail"}]} for a position in a text.

    Looks things up and calls nothing: a property that asks a node stays unasked.
    """
    before = source[:cursor]
    match = _NAME_AT_END.search(before)
    owner, begun = match[1], match[2] or ""
    if owner is None:
        # After a dot whose owner is no plain name there is nothing to be known.
        if before[: cursor - len(begun)].endswith("."):
            return {"start": cursor - len(begun), "candidates": []}
        offered = {name: None for name in keyword.kwlist} | vars(builtins) | names
    else:
        found, value = _look_up(owner.split("."), names)
        offered = {name: _static(value, name) for name in dir(value)} if found else {}
    chosen = sorted(
        name for name in offered if name.startswith(begun) and (begun.startswith("_") or not name.startswith("_"))
    )
    candidates = [_describe(name, offered[name]) for name in chosen[:_LIMIT]]
    return {"start": cursor - len(begun), "candidates": candidates}


def _look_up(path, names):
    first, *rest = path
    if first not in names:
        return False, None
    value = names[first]
    for name in rest:
        value = _static(value, name)
        if value is None or isinstance(value, property):
            return False, None
    return True, value


def _static(value, name):
    try:
        found = inspect.getattr_static(value, name)
    except AttributeError:
        return None
    return found.__func__ if isinstance(found, (staticmethod, classmethod)) else found


def _describe(name, value):
    if name in keyword.kwlist and value is None:
        return {"text": name, "kind": "keyword", "detail": ""}
    if inspect.isclass(value):
        return {"text": name, "kind": "class", "detail": _first_line(value)}
    if callable(value):
        return {"text": name, "kind": "function", "detail": f"{_signature(value)} {_first_line(value)}".strip()}
    return {"text": name, "kind": "variable", "detail": ""}


def _signature(value):
    try:
        signature = inspect.signature(value)
    except (TypeError, ValueError):
        return ""
    parameters = [part for name, part in signature.parameters.items() if name != "self"]
    return str(signature.replace(parameters=parameters, return_annotation=inspect.Signature.empty))


def _first_line(value):
    documentation = inspect.getdoc(value) or ""
    return documentation.split("\n", 1)[0]
