"""The allow-list: which kinds of nodes of Python's syntax tree a program may have, and where."""

from __future__ import annotations

import ast

from retrograd.errors import Unsupported
from retrograd.source import Source

EXPRESSIONS: dict[type[ast.AST], tuple[str, ...]] = {
    ast.Attribute: ("value",),
    ast.BinOp: ("left", "right"),
    ast.BoolOp: ("values",),
    ast.Call: ("func", "args", "keywords"),
    ast.Compare: ("left", "comparators"),
    ast.Constant: (),
    ast.FormattedValue: ("value", "format_spec"),
    ast.GeneratorExp: ("elt", "generators"),
    ast.IfExp: ("test", "body", "orelse"),
    ast.JoinedStr: ("values",),
    ast.Lambda: ("args", "body"),
    ast.List: ("elts",),
    ast.ListComp: ("elt", "generators"),
    ast.Name: (),
    ast.Slice: ("lower", "upper", "step"),
    ast.Subscript: ("value", "slice"),
    ast.Tuple: ("elts",),
    ast.UnaryOp: ("operand",),
}
"""Each kind of expression with the fields that hold others; operators are looked up when they are applied."""

PARTS: dict[type[ast.AST], tuple[str, ...]] = {
    ast.arguments: ("defaults", "kw_defaults"),
    ast.comprehension: ("target", "iter", "ifs"),
    ast.keyword: ("value",),
    ast.withitem: ("context_expr", "optional_vars"),
}
STATEMENTS: dict[type[ast.AST], tuple[str, ...]] = {
    ast.AnnAssign: ("target", "value"),
    ast.Assert: ("test", "msg"),
    ast.Assign: ("targets", "value"),
    ast.AugAssign: ("target", "value"),
    ast.Break: (),
    ast.Continue: (),
    ast.Expr: ("value",),
    ast.For: ("target", "iter"),
    ast.FunctionDef: ("args", "decorator_list"),
    ast.If: ("test",),
    ast.Import: (),
    ast.ImportFrom: (),
    ast.Pass: (),
    ast.Return: ("value",),
    ast.With: ("items",),
}
"""Each kind of statement with the fields that hold expressions. Annotations are none: they are never evaluated."""

_WITHIN = EXPRESSIONS | PARTS


def check(tree: ast.Module, source: Source) -> None:
    """Refuse whatever is not on the list, wherever it stands and whether it would be reached or not.

    Raises Unsupported with the name of the node's class; for a `break`, `continue` or `return` out of place with
    one of its own.
    """
    waiting = [(statement, False, False) for statement in reversed(tree.body)]
    while waiting:  # hundreds of `elif` are nested in each other and must not cost stack
        statement, in_function, in_loop = waiting.pop()
        kind = type(statement)
        if kind not in STATEMENTS:
            raise Unsupported(kind.__name__, span=source.first_line(statement))
        if (kind is ast.Return and not in_function) or (kind in {ast.Break, ast.Continue} and not in_loop):
            raise Unsupported(f"{kind.__name__}Outside", span=source.span(statement))
        _check_expressions(statement, STATEMENTS[kind], source)
        if isinstance(statement, ast.FunctionDef):
            waiting += [(one, True, False) for one in reversed(statement.body)]
        elif isinstance(statement, (ast.For, ast.If, ast.With)):
            looping = in_loop or isinstance(statement, ast.For)
            waiting += [(one, in_function, in_loop) for one in reversed(getattr(statement, "orelse", []))]
            waiting += [(one, in_function, looping) for one in reversed(statement.body)]


def _check_expressions(statement: ast.stmt, fields: tuple[str, ...], source: Source) -> None:
    waiting = [getattr(statement, field) for field in fields]
    while waiting:
        node = waiting.pop()
        if node.__class__ is list:
            waiting += node
        elif node is not None:
            inner = _WITHIN.get(node.__class__)
            if inner is None:
                raise Unsupported(type(node).__name__, span=source.first_line(node))
            for field in inner:
                waiting.append(getattr(node, field))
