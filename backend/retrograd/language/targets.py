"""What is assigned to: names, and several targets that something is unpacked to."""

from __future__ import annotations

import ast
from typing import Any

from retrograd.errors import CountsDiffer, Unsupported
from retrograd.language import lists
from retrograd.language.context import Context, Value
from retrograd.tensor import Tensor

Target = str | tuple[Any, ...]
"""A name, or several targets to unpack to."""


def target(node: ast.expr, context: Context) -> Target:
    """Return the target that an expression on the left names; raises Unsupported for cells and attributes."""
    if isinstance(node, (ast.Tuple, ast.List)):
        return tuple([target(part, context) for part in node.elts])
    return name(node, context)


def name(node: ast.expr, context: Context) -> str:
    """Return the name that is assigned to; raises Unsupported for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and node.attr in {"grad", "requires_grad"}:
        raise Unsupported("GradTarget", span=context.span(node))
    raise Unsupported(f"{type(node).__name__}Target", _better(node), span=context.span(node))


def _better(node: ast.expr) -> str:
    """Return an assignment to the name instead of to its attribute or cell."""
    if not isinstance(node, (ast.Attribute, ast.Subscript)) or not isinstance(node.value, ast.Name):
        return ""
    name = node.value.id
    if isinstance(node, ast.Attribute):
        return f"{name} = …"
    index = node.slice.value if isinstance(node.slice, ast.Constant) else None
    return f"{name} = where(arange(len({name})) == {index}, 1, {name})" if isinstance(index, int) else ""


def bind(to: Target, value: Value, node: ast.expr | ast.stmt, context: Context, *, named: bool = True) -> Value:
    """Bind names to values and return the last tensor that got one, or the value if none did.

    Nodes are called by their first name, unless they are not to be `named`.
    """
    if isinstance(to, str):
        context.scope.names[to] = value
        if isinstance(value, Tensor):
            context.scope.latest = value
            if named:
                context.trace.name(value, to)
        return value
    parts = _unpacked(value, len(to), node, context)
    bound = [bind(one, part, node, context, named=named) for one, part in zip(to, parts, strict=True)]
    return next((one for one in reversed(bound) if isinstance(one, Tensor)), None)


def _unpacked(value: Value, count: int, node: ast.expr | ast.stmt, context: Context) -> list[Value]:
    """Return the parts of a list, or of a tensor along its first axis."""
    if isinstance(value, (int, float)) or (isinstance(value, Tensor) and not value.shape):
        raise CountsDiffer(count, 1, span=context.span(node))
    entries = lists.entries(value, node, context)
    if entries.count != count:
        raise CountsDiffer(count, entries.count, span=context.span(node))
    return [entries.at(position) for position in range(count)]
