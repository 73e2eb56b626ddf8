"""What can be said about a script before it runs."""

import ast
import builtins
import re
from difflib import get_close_matches

from . import support
from .machine import Machine

_MODULE_NAMES = {"__name__", "__file__", "__doc__", "__builtins__"}


def check(source, name, names, flavour, abilities):
    """Returns a list of {"line", "column", "message"}; empty when nothing is wrong.

    `names` are the script's global names with their values.
    """
    try:
        tree = ast.parse(source, name)
        compile(tree, name, "exec")
    except SyntaxError as error:
        return [_issue(error.lineno, error.offset, f"Python syntax error: {error.msg}")]
    except ValueError as error:
        return [_issue(1, 1, f"Python cannot read this text: {error}")]
    bound = _bound_names(tree)
    issues = []
    if "*" not in bound:
        issues += _undefined_names(tree, bound, names)
    machines = {key for key, value in names.items() if isinstance(value, Machine) and key not in bound}
    issues += _machine_calls(tree, machines, names, flavour, frozenset(abilities))
    return sorted(issues, key=lambda issue: (issue["line"], issue["column"]))


def _issue(line, column, message):
    return {"line": line or 1, "column": column or 1, "message": message}


def _at(node, message):
    return _issue(node.lineno, node.col_offset + 1, message)


def _bound_names(tree):
    """Every name that the script gives a value anywhere. Scopes are not told apart: no false alarms."""
    bound = set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.arg(arg=name):
                bound.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                bound.add(name)
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                bound.update(alias.asname or alias.name.split(".")[0] for alias in aliases)
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                bound.add(name)
            case ast.MatchMapping(rest=str(name)) | ast.TypeVar(name=name):
                bound.add(name)
            case ast.ParamSpec(name=name) | ast.TypeVarTuple(name=name):
                bound.add(name)
            case ast.Global(names=declared) | ast.Nonlocal(names=declared):
                bound.update(declared)
    return bound


def _undefined_names(tree, bound, names):
    known = bound | set(names) | set(dir(builtins)) | _MODULE_NAMES
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id not in known:
            what = _numbered(node.id, names) or _suggestion(node.id, _offered(known, names))
            yield _at(node, f"“{node.id}” is not defined{what}")


def _numbered(role, names):
    """Says what the nodes of a role are called when it has several; empty when that is not the reason."""
    pattern = re.compile(re.escape(role.replace("_", "-")) + r"\d+")
    machines = [value.name for value in names.values() if isinstance(value, Machine)]
    nodes = sorted({name for name in machines if pattern.fullmatch(name)}, key=lambda name: (len(name), name))
    match nodes:
        case [first, second]:
            return f": there are two now, {first} and {second}."
        case [first, second, third]:
            return f": there are three now, {first}, {second} and {third}."
        case [first, _, _, *_, last]:
            return f": there are {len(nodes)} now, {first} to {last}."
        case _:
            return ""


def _offered(known, names):
    return {name for name in known if not name.startswith("__")} | set(names)


def _machine_calls(tree, machines, names, flavour, abilities):
    for node, guarded in _walk(tree, False):
        match node:
            case ast.Attribute(value=ast.Name(id=variable), attr=attribute) if variable in machines:
                pass
            case _:
                continue
        reason = support.lacking(attribute, abilities)
        if reason is not None:
            # Under an `if` or a `try` the script may know what it does.
            if not guarded:
                yield _at(node, support.refusal(names[variable].name, attribute, flavour, reason))
        elif isinstance(node.ctx, ast.Load) and not hasattr(Machine, attribute) and attribute != "name":
            offered = {method for method in dir(Machine) if not method.startswith("_")}
            yield _at(node, f"A node has no “{attribute}”{_suggestion(attribute, offered)}")


def _walk(node, guarded):
    yield node, guarded
    inside = guarded or isinstance(node, (ast.If, ast.IfExp, ast.Try, ast.TryStar, ast.Match))
    for child in ast.iter_child_nodes(node):
        yield from _walk(child, inside)


def _suggestion(name, known):
    close = get_close_matches(name, known, n=1, cutoff=0.7)
    return f"; did you mean “{close[0]}”?" if close else "."
