"""Changes to a script before it runs, all of which keep its lines."""

import ast

VALUE = "__nxc_value__"
PAUSE = "__nxc_pause__"
QUIET = "__nxc_quiet__"

# Blocks in which failing is what is wanted.
_EXPECTING = ("assertRaises", "assertRaisesRegex", "raises", "suppress")

_SIMPLE = (ast.Expr, ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Assert, ast.Delete, ast.Return, ast.Raise)


def select(body, first, last):
    """The statements that have lines between two, both included. Of a `with` block only its own that have."""
    selected = []
    for statement in body:
        if statement.lineno > last or (statement.end_lineno or statement.lineno) < first:
            continue
        if isinstance(statement, ast.With):
            inside = select(statement.body, first, last)
            if inside and inside != statement.body:
                statement.body = inside
        selected.append(statement)
    return selected


def keep_value(tree):
    """Lets the value of a last expression be found in the variable VALUE."""
    if tree.body and isinstance(tree.body[-1], ast.Expr):
        last = tree.body[-1]
        target = ast.copy_location(ast.Name(VALUE, ast.Store()), last)
        tree.body[-1] = ast.copy_location(ast.Assign([target], last.value), last)
    return tree


class PauseOnFailure(ast.NodeTransformer):
    """Makes every simple statement ask what to do when it fails: try again, go on after it, or fail.

    A statement becomes a loop that is left at once when all is well. Statements within a `try` that has handlers,
    and within a block that expects an exception, fail as they always do, with all that they call.
    """

    def visit(self, node):
        if isinstance(node, _SIMPLE):
            return self._wrapped(node) if self._is_worth_it(node) else node
        return super().visit(node)

    def visit_Try(self, node):
        self.generic_visit(node)
        if node.handlers:
            node.body = [self._quietly(node.body)]
        return node

    visit_TryStar = visit_Try

    def visit_With(self, node):
        self.generic_visit(node)
        if any(_expects_failure(item.context_expr) for item in node.items):
            return self._quietly([node])
        return node

    def generic_visit(self, node):
        # Expressions hold no statements, apart from lambdas, which hold none either.
        return node if isinstance(node, ast.expr) else super().generic_visit(node)

    @staticmethod
    def _is_worth_it(node):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            return False
        # What is thrown into a generator is not its failure.
        return not any(isinstance(part, (ast.Yield, ast.YieldFrom, ast.Await)) for part in ast.walk(node))

    @staticmethod
    def _wrapped(node):
        template = f"""
while True:
    try:
        pass
        break
    except Exception as __nxc_error__:
        if {PAUSE}(__nxc_error__, globals(), locals()):
            break
"""
        loop = _at(ast.parse(template).body[0], node)
        loop.body[0].body[0] = node
        return loop

    @staticmethod
    def _quietly(body):
        block = _at(ast.parse(f"with {QUIET}:\n    pass").body[0], body[0])
        block.body = body
        return block


def _expects_failure(expression):
    match expression:
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)):
            return name in _EXPECTING
    return False


def _at(template, node):
    """Gives all of a template the place of one node."""
    for part in ast.walk(template):
        if hasattr(part, "lineno"):
            ast.copy_location(part, node)
    return template
