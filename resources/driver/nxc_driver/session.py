"""Scripts and single statements, with names that outlive them."""

import ast
import codeop
import textwrap

from . import bridge, completing, failure, namespace, pausing, polling, printed, rewriting, sources, statements

_VALUE_LIMIT = 65_536

# The names of the session that goes on, for `test_script()`.
_current = {}


def names_for(message, kept):
    """The names that a script begins with: those kept from before, or new ones."""
    global _current
    if kept is None:
        sources.forget()
        kept = {
            "__name__": "__main__",
            rewriting.PAUSE: pausing.pause,
            rewriting.QUIET: pausing.Quiet(),
            **namespace.build(message["nodes"], message["flavour"], message["abilities"]),
        }
    _current = kept
    return kept


def run(message, names, local_names=None):
    """Runs a script, or those of its statements that are meant; returns how it ended."""
    name, source = message["name"], message["source"]
    names["__file__"] = name
    try:
        source = _at_line(source, message["firstLine"])
        sources.remember(name, source)
        with printed.Output():
            _execute(name, source, message, names, local_names)
        return {"failure": None, "value": _take_value(names if local_names is None else local_names)}
    except SystemExit as stop:
        failed = None if stop.code in (None, 0) else failure.describe(stop)
        return {"failure": failed, "value": None}
    except BaseException as error:
        return {"failure": failure.describe(error), "value": None}


def begin():
    """Clears what an interrupted run may have left."""
    polling.forget_conditions()
    pausing.begin()
    for machine in _current.get("machines", []):
        statements.forget(machine)


def run_test_script():
    """Runs the composition's script with the session's names."""
    script = bridge.request("script", "test_script()")
    sources.remember(script["name"], script["source"])
    exec(compile(script["source"], script["name"], "exec"), _current)


def parse_state(source):
    """Whether a text is ready to be run: "complete", "incomplete" (more lines are needed) or "invalid"."""
    text = textwrap.dedent(source)
    try:
        compiled = codeop.compile_command(text, "<input>", "exec")
    except (SyntaxError, ValueError, OverflowError):
        return "invalid"
    # A block goes on until an empty line, or one at its margin.
    is_open_block = text.splitlines()[-1:] and text.splitlines()[-1][:1].isspace() and not text.endswith("\n")
    return "incomplete" if compiled is None or is_open_block else "complete"


def answer(message, names, local_names=None):
    """Answers what is asked about, or within, a session."""
    match message["type"]:
        case "run":
            return run(message, names, local_names)
        case "complete":
            return completing.complete(message["source"], message["cursor"], {**names, **(local_names or {})})
        case "parse":
            return {"state": parse_state(message["source"])}
    raise ValueError(message["type"])


pausing.answer_inside = answer


def _at_line(source, first_line):
    """A selection with its indentation taken away, and with the lines that it has in its file."""
    return "\n" * (first_line - 1) + (textwrap.dedent(source) if first_line > 1 else source)


def _execute(name, source, message, names, local_names):
    tree = ast.parse(source, name)
    tree.body = rewriting.select(tree.body, message["from"], message["to"])
    rewriting.keep_value(tree)
    if message["pause"]:
        tree = rewriting.PauseOnFailure().visit(tree)
    exec(compile(ast.fix_missing_locations(tree), name, "exec"), names, local_names)


def _take_value(names):
    value = names.pop(rewriting.VALUE, None)
    if value is None:
        return None
    names["_"] = value
    try:
        text = repr(value)
    except Exception as error:
        return f"(a value that cannot be shown: {type(error).__name__})"
    return text if len(text) <= _VALUE_LIMIT else f"{text[:_VALUE_LIMIT]}…"
