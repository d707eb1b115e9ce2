"""Expressions to values: names, numbers, lists, operators, attributes and brackets."""

from __future__ import annotations

import ast
from collections.abc import Callable

from retrograd.errors import BadAxis, NotATensor, NotCalled, UnknownAttribute, UnknownName, Unsupported
from retrograd.language import brackets, names, plain
from retrograd.language.context import Context, Handlers, Value
from retrograd.ops import OPS
from retrograd.ops.indexing import indexed
from retrograd.ops.op import Operation
from retrograd.tensor import Tensor


def _constant(node: ast.Constant, context: Context) -> Value:
    if node.value is None or isinstance(node.value, (bool, int, float, str)):
        return node.value
    raise Unsupported(type(node.value).__name__, span=context.span(node))


def _name(node: ast.Name, context: Context) -> Value:
    if node.id in context.scope:
        return context.scope[node.id]
    if node.id in names.BARE_NUMBERS:
        return names.BARE_NUMBERS[node.id]
    if node.id in names.FUNCTIONS:
        raise NotCalled(node.id, span=context.span(node))
    raise UnknownName(node.id, tuple(context.scope), span=context.span(node))


def _unary(node: ast.UnaryOp, context: Context) -> Value:
    number = plain.literal_number(node, context)
    if number is not None:
        return number
    if isinstance(node.op, ast.UAdd):
        return context.operand(node.operand)
    if isinstance(node.op, ast.USub):
        return context.apply(OPS["negative"], (context.operand(node.operand),), {}, node, (node.operand,))
    raise Unsupported(type(node.op).__name__, span=context.span(node))


def operation_of(operator: ast.operator | ast.cmpop, node: ast.expr | ast.stmt, context: Context) -> Operation:
    """Return the operation that the operator in `node` means."""
    op = names.OPERATORS.get(type(operator).__name__)
    if op is None:
        raise Unsupported(type(operator).__name__, span=context.span(node))
    return op


def _binary(node: ast.BinOp, context: Context) -> Value:
    """Evaluate `a + b + c …` in a loop: a long chain leans to the left and must not cost stack."""
    chain = [node]
    while isinstance(chain[-1].left, ast.BinOp):
        chain.append(chain[-1].left)
    left = context.operand(chain[-1].left)
    for link in reversed(chain):
        op = operation_of(link.op, link, context)
        right = context.operand(link.right)
        left = context.apply(op, (left, right), {}, link, (link.left, link.right))
    return left


def _compare(node: ast.Compare, context: Context) -> Value:
    if len(node.ops) > 1:
        raise Unsupported("ChainedCompare", span=context.span(node))
    op, right = operation_of(node.ops[0], node, context), node.comparators[0]
    operands = (context.operand(node.left), context.operand(right))
    return context.apply(op, operands, {}, node, (node.left, right))


def _list(node: ast.List, context: Context) -> Value:
    """Evaluate a list: of numbers it is a tensor, of tensors a list, held as a tuple."""
    if plain.holds_tensors(node, context):
        return tuple(map(context.evaluate, node.elts))
    nested = plain.cells(node, context)
    array, truth = plain.array(nested, node, context), plain.are_truth_values(nested)
    return context.trace.constant(array, context.span(node), "array", truth=truth)


def _tuple(node: ast.Tuple, context: Context) -> Value:
    if plain.holds_tensors(node, context):
        return tuple(map(context.evaluate, node.elts))
    return plain.read(node, context)


def _attribute(node: ast.Attribute, context: Context) -> Value:
    if context.is_prefix(node.value):
        if node.attr in names.NUMBERS:
            return names.NUMBERS[node.attr]
        if node.attr in names.FUNCTIONS:
            raise NotCalled(context.snippet(node), span=context.span(node))
        raise UnknownAttribute(node.attr, (*names.NUMBERS, *names.FUNCTIONS), span=context.span(node))
    base = context.evaluate(node.value)
    reader = _ATTRIBUTES.get(node.attr)
    if reader is None or not isinstance(base, Tensor):
        known = (*names.ATTRIBUTES, *names.METHODS) if isinstance(base, Tensor) else ()
        raise UnknownAttribute(node.attr, known, span=context.span(node))
    return reader(base, node, context)


def _transposed(base: Tensor, node: ast.Attribute, context: Context) -> Tensor:
    """Return the tensor with all axes reversed (`.T`) or its last two swapped (`.mT`)."""
    ndim = len(base.shape)
    if node.attr == "mT" and ndim < 2:
        raise BadAxis(-2, ndim, span=context.span(node))
    order = None if node.attr == "T" else (*range(ndim - 2), -1, -2)
    return context.apply(OPS["transpose"], (base,), {"axes": order}, node, (node.value,))


_ATTRIBUTES: dict[str, Callable[[Tensor, ast.Attribute, Context], Value]] = {
    "T": _transposed,
    "mT": _transposed,
    "ndim": lambda base, _node, _context: len(base.shape),
    "shape": lambda base, _node, _context: base.shape,
    "size": lambda base, _node, _context: base.value.size,
}


def _subscript(node: ast.Subscript, context: Context) -> Value:
    base = context.evaluate(node.value)
    if isinstance(base, tuple):
        return brackets.item(base, node, context)
    if not isinstance(base, Tensor):
        raise NotATensor(context.snippet(node.value), span=context.span(node.value))
    index, sources = brackets.index(node.slice, context)
    written = (node.value, *(one.written for one in sources))
    operands = (base, *(one.value for one in sources))
    return context.apply(indexed(len(sources)), operands, {"index": index}, node, written)


HANDLERS: Handlers = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.UnaryOp: _unary,
    ast.BinOp: _binary,
    ast.Compare: _compare,
    ast.List: _list,
    ast.Tuple: _tuple,
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
}
