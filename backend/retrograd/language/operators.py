"""Operators: arithmetic of tensors, which makes nodes, and of plain numbers, which does not."""

from __future__ import annotations

import ast

from retrograd.errors import Unsupported
from retrograd.language import conditions, lists, plain
from retrograd.language.context import Context, Handlers, Value
from retrograd.ops import OPS
from retrograd.tensor import Tensor

NUMBER = (int, float)


def _binary(node: ast.BinOp, context: Context) -> Value:
    """Evaluate `a + b + c …` in a loop: a long chain leans to the left and must not cost stack.

    Numbers that are written down alone, `2.0 * 3.0`, are a graph of constants.
    """
    chain = [node]
    while isinstance(chain[-1].left, ast.BinOp):
        chain.append(chain[-1].left)
    first = chain[-1].left
    left = context.evaluate(first)
    written = isinstance(left, NUMBER) and plain.are_literal((first, *(link.right for link in chain)), context)
    for link in reversed(chain):
        right = context.evaluate(link.right)
        left = combined(link.op, left, right, link, (link.left, link.right), context, written=written)
    return left


def combined(
    operator: ast.operator,
    left: Value,
    right: Value,
    node: ast.expr | ast.stmt,
    sides: tuple[ast.expr, ast.expr],
    context: Context,
    *,
    written: bool = False,
) -> Value:
    """Return what an operator makes of two values: plain numbers stay plain, unless they are `written` down."""
    if not isinstance(left, Tensor) and not isinstance(right, Tensor):
        if isinstance(left, NUMBER) and isinstance(right, NUMBER) and not written:
            return plain.arithmetic(operator, left, right, node, context)
        if isinstance(left, lists.SEVERAL) and isinstance(right, lists.SEVERAL):
            return _of_lists(operator, left, right, node, context)
        if isinstance(left, lists.Items) or isinstance(right, lists.Items):
            return _of_lists(operator, left, right, node, context)
    op = context.operation(operator, node)
    operands = (context.as_tensor(left, sides[0]), context.as_tensor(right, sides[1]))
    return context.apply(op, operands, {}, node, sides)


def _of_lists(
    operator: ast.operator, left: Value, right: Value, node: ast.expr | ast.stmt, context: Context
) -> Value:
    """Return `[a] + [b]` or `[a] * 3`."""
    if isinstance(operator, ast.Add):
        return lists.joined(left, right, node, context)
    if isinstance(operator, ast.Mult):
        return lists.repeated(left, right, node, context)
    raise Unsupported("OperatorOfList", span=context.span(node))


def _unary(node: ast.UnaryOp, context: Context) -> Value:
    number = plain.literal_number(node, context)
    if number is not None:
        return number
    if isinstance(node.op, ast.Not):
        return conditions.negated(node, context)
    if not isinstance(node.op, (ast.UAdd, ast.USub)):
        better = f"logical_not({context.snippet(node.operand)})"
        raise Unsupported(type(node.op).__name__, better, span=context.span(node))
    value = context.evaluate(node.operand)
    if isinstance(value, NUMBER):
        return -value if isinstance(node.op, ast.USub) else +value
    operand = context.as_tensor(value, node.operand)
    if isinstance(node.op, ast.UAdd):
        return operand
    return context.apply(OPS["negative"], (operand,), {}, node, (node.operand,))


HANDLERS: Handlers = {ast.BinOp: _binary, ast.UnaryOp: _unary}
