"""Conditions: what `if`, `assert`, `and` and their like ask. They read numbers and leave no nodes in the graph."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any

from retrograd.errors import NotANumber
from retrograd.language import nesting
from retrograd.language.context import Context, Handlers, Value
from retrograd.language.lists import SEVERAL
from retrograd.language.mistakes import Ambiguous, AssertionFailed
from retrograd.language.shown import shown
from retrograd.tensor import Tensor


def holds(node: ast.expr, context: Context) -> bool:
    """Return whether a condition holds; raises Ambiguous for a tensor of several numbers.

    What is computed for it alone is left out of the graph: nothing of it gets as far as a gradient.
    """
    with context.trace.aside():
        return truth(context.evaluate(node), node, context)


def truth(value: Value, node: ast.expr, context: Context) -> bool:
    """Return what a value counts as: a number as whether it is not 0, a list as whether it has entries."""
    if not isinstance(value, Tensor):
        return bool(value)
    if value.value.size != 1:
        raise Ambiguous(context.snippet(node), value.shape, span=context.span(node))
    return bool(context.trace.look_into(value).reshape(()) != 0)


def _compare(node: ast.Compare, context: Context) -> Value:
    """Compare tensors cell by cell, as operations of the graph; anything else as Python does."""
    values = [context.evaluate(one) for one in (node.left, *node.comparators)]
    for value in values:
        nesting.check(value, node, context)
    if len(values) == 2 and _is_for_cells(node.ops[0], values):
        op = context.operation(node.ops[0], node)
        operands = (context.as_tensor(values[0], node.left), context.as_tensor(values[1], node.comparators[0]))
        return context.apply(op, operands, {}, node, (node.left, node.comparators[0]))
    expressions = (node.left, *node.comparators)
    searched = [False, *(isinstance(op, (ast.In, ast.NotIn)) for op in node.ops)]
    try:
        plain = [
            _members(value, context) if among else _readable(value, one, context)
            for value, one, among in zip(values, expressions, searched, strict=True)
        ]
    except Ambiguous as error:
        error.better = _pairwise(node, context)
        raise
    return all(_holds_between(op, plain[place], plain[place + 1], node, context) for place, op in enumerate(node.ops))


def _pairwise(node: ast.Compare, context: Context) -> str:
    """Return what `0 < x < 2` means, cell by cell."""
    if len(node.ops) != 2 or len(node.comparators) != 2:
        return ""
    left, middle, right = (context.snippet(one) for one in (node.left, *node.comparators))
    text = context.snippet(node)
    first, rest = text[: len(left)], text[len(left) :]
    sign, _, after = rest.partition(middle)
    return f"logical_and({first}{sign}{middle}, {middle}{after})" if right in after else ""


def _is_for_cells(op: ast.cmpop, values: list[Value]) -> bool:
    return type(op) not in _PYTHONS_OWN and any(isinstance(value, Tensor) for value in values)


def _members(value: Value, context: Context) -> Value:
    """Return what `in` looks through: of a tensor its numbers along the first axis."""
    return tuple(context.trace.look_into(value).tolist()) if isinstance(value, Tensor) and value.shape else value


def _readable(value: Value, node: ast.expr, context: Context) -> Value:
    """Return a value for Python to compare: a tensor of one number as that number."""
    if isinstance(value, SEVERAL):
        return tuple([_readable(one, node, context) for one in value])
    if not isinstance(value, Tensor):
        return value
    if value.value.size != 1:
        raise Ambiguous(context.snippet(node), value.shape, span=context.span(node))
    return float(context.trace.look_into(value).reshape(()))


def _is_among(one: Value, several: Value) -> bool:
    """Return whether a list has an entry; a range is asked for a whole number, or Python would count through it."""
    if isinstance(several, range):
        return isinstance(one, (int, float)) and one == one // 1 and int(one) in several
    return one in several


_PYTHONS_OWN: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
    ast.In: _is_among,
    ast.NotIn: lambda one, several: not _is_among(one, several),
}
"""Comparisons that are of no tensors."""

_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    **_PYTHONS_OWN,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def _holds_between(op: ast.cmpop, left: Value, right: Value, node: ast.Compare, context: Context) -> bool:
    if isinstance(op, (ast.Is, ast.IsNot)) and left is not None and right is not None:
        op = ast.Eq() if isinstance(op, ast.Is) else ast.NotEq()
    try:
        return bool(_COMPARISONS[type(op)](left, right))
    except TypeError:  # `None < 2`, `(1, 2) < 3`, `1 in 2`
        raise NotANumber(context.snippet(node), span=context.span(node)) from None


def _both_or_either(node: ast.BoolOp, context: Context) -> Value:
    """Return the operand that decides `and` or `or`, as Python does; those after it are not evaluated."""
    deciding = isinstance(node.op, ast.Or)
    value: Value = None
    for operand in node.values:
        value = context.evaluate(operand)
        if truth(value, operand, context) is deciding:
            break
    return value


def negated(node: ast.UnaryOp, context: Context) -> bool:
    """Return `not x`."""
    return not truth(context.evaluate(node.operand), node.operand, context)


def _chosen(node: ast.IfExp, context: Context) -> Value:
    return context.evaluate(node.body if holds(node.test, context) else node.orelse)


def require(statement: ast.Assert, context: Context) -> None:
    """Raise AssertionFailed unless the condition holds."""
    if not holds(statement.test, context):
        message = ""
        if statement.msg is not None:
            with context.trace.aside():
                told = context.evaluate(statement.msg)
            message = told if isinstance(told, str) else context.snippet(statement.msg)
        left, value = _left_side(statement.test, context)
        condition = context.snippet(statement.test)
        raise AssertionFailed(condition, message, left, value, span=context.span(statement.test))


def _left_side(test: ast.expr, context: Context) -> tuple[str, str]:
    """Return what stands on the left of a comparison, and its value, as text."""
    if not isinstance(test, ast.Compare) or isinstance(test.left, ast.Constant):
        return "", ""
    with context.trace.aside():
        return context.snippet(test.left), shown(context.evaluate(test.left), test.left, context, named=False)


HANDLERS: Handlers = {ast.Compare: _compare, ast.BoolOp: _both_or_either, ast.IfExp: _chosen}
