"""The allow-list: which kinds of nodes of Python's syntax tree a program may have, and where."""

from __future__ import annotations

import ast

from retrograd.errors import Unsupported
from retrograd.source import Source

STATEMENTS: frozenset[type[ast.AST]] = frozenset(
    {
        ast.AnnAssign,
        ast.Assert,
        ast.Assign,
        ast.AugAssign,
        ast.Break,
        ast.Continue,
        ast.Expr,
        ast.For,
        ast.FunctionDef,
        ast.If,
        ast.Import,
        ast.ImportFrom,
        ast.Pass,
        ast.Return,
        ast.With,
    }
)
EXPRESSIONS: frozenset[type[ast.AST]] = frozenset(
    {
        ast.Attribute,
        ast.BinOp,
        ast.BoolOp,
        ast.Call,
        ast.Compare,
        ast.Constant,
        ast.FormattedValue,
        ast.GeneratorExp,
        ast.IfExp,
        ast.JoinedStr,
        ast.Lambda,
        ast.List,
        ast.ListComp,
        ast.Name,
        ast.Slice,
        ast.Subscript,
        ast.Tuple,
        ast.UnaryOp,
    }
)
ALLOWED = STATEMENTS | EXPRESSIONS
LEAVING = (ast.Break, ast.Continue)


def check(tree: ast.Module, source: Source) -> None:
    """Refuse whatever is not on the list, wherever it stands and whether it would be reached or not.

    Raises Unsupported with the name of the node's class; for a `break`, `continue` or `return` out of place with
    one of its own. Annotations are not looked at: they are never evaluated.
    """
    waiting: list[tuple[ast.AST, bool, bool]] = [(node, False, False) for node in reversed(tree.body)]
    while waiting:
        node, in_function, in_loop = waiting.pop()
        kind = type(node)
        if kind not in ALLOWED:
            if isinstance(node, (ast.stmt, ast.expr)):
                raise Unsupported(kind.__name__, span=source.first_line(node))
        elif (isinstance(node, ast.Return) and not in_function) or (isinstance(node, LEAVING) and not in_loop):
            raise Unsupported(f"{kind.__name__}Outside", span=source.span(node))
        if kind is ast.FunctionDef:
            in_function, in_loop = True, False
        for name, children in ast.iter_fields(node):
            if name in {"annotation", "returns", "type_comment"}:
                continue
            within = in_loop or (kind is ast.For and name == "body")
            for child in children if isinstance(children, list) else (children,):
                if isinstance(child, ast.AST):
                    waiting.append((child, in_function, within))
