"""Expressions to values: names, numbers, lists, attributes and brackets."""

from __future__ import annotations

import ast
from collections.abc import Callable

from retrograd.errors import BadAxis, UnknownAttribute, UnknownName, Unsupported
from retrograd.language import brackets, methods, names, plain
from retrograd.language.callables import Builtin, is_builtin
from retrograd.language.context import Context, Handlers, Value
from retrograd.language.lists import SEVERAL, listed
from retrograd.language.mistakes import MethodNotCalled
from retrograd.language.scopes import ABSENT
from retrograd.ops import OPS
from retrograd.ops.indexing import indexed
from retrograd.tensor import Tensor


def _constant(node: ast.Constant, context: Context) -> Value:
    if isinstance(node.value, (int, float)):
        return plain.small(node.value, node, context)
    if node.value is None or isinstance(node.value, str):
        return node.value
    raise Unsupported(type(node.value).__name__, span=context.span(node))


def _name(node: ast.Name, context: Context) -> Value:
    value = context.scope.find(node.id)
    if value is not ABSENT:
        return value
    if node.id not in context.scope:
        if node.id in names.BARE_NUMBERS:
            return names.BARE_NUMBERS[node.id]
        if is_builtin(node.id):
            return Builtin(node.id, node.id)
    known = (*context.scope, *names.BARE_NUMBERS, *names.FUNCTIONS)
    raise UnknownName(node.id, known, context.line_that_binds(node.id), span=context.span(node))


def _list(node: ast.List, context: Context) -> Value:
    """Evaluate a list: of numbers it is a tensor, of anything else a list."""
    if not node.elts or plain.holds_tensors(node, context):
        return listed([context.evaluate(part) for part in node.elts], node, context)
    nested = plain.cells(node, context)
    array, truth = plain.array(nested, node, context), plain.are_truth_values(nested)
    return context.trace.constant(array, context.span(node), "array", truth=truth)


def _tuple(node: ast.Tuple, context: Context) -> Value:
    if plain.holds_tensors(node, context):
        return tuple([context.evaluate(part) for part in node.elts])
    return plain.read(node, context)


def _attribute(node: ast.Attribute, context: Context) -> Value:
    if context.is_prefix(node.value):
        if node.attr in names.NUMBERS:
            return names.NUMBERS[node.attr]
        if is_builtin(node.attr):
            return Builtin(node.attr, context.snippet(node))
        known = (*names.NUMBERS, *names.FUNCTIONS)
        raise UnknownAttribute(node.attr, known, context.snippet(node.value), span=context.span(node))
    base = context.evaluate(node.value)
    reader = _ATTRIBUTES.get(node.attr)
    if reader is None or not isinstance(base, Tensor):
        written = context.snippet(node.value)
        if isinstance(base, Tensor) and (node.attr in names.METHODS or node.attr in methods.METHODS):
            raise MethodNotCalled(written, node.attr, span=context.span(node))
        known = (*names.ATTRIBUTES, *names.METHODS) if isinstance(base, Tensor) else ()
        raise UnknownAttribute(node.attr, known, written, span=context.span(node))
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
    if isinstance(base, (*SEVERAL, range)):
        return brackets.item(base, node, context)
    if not isinstance(base, Tensor):
        raise context.no_tensor(base, node.value)
    index, sources = brackets.index(node.slice, context)
    written = (node.value, *(one.written for one in sources))
    operands = (base, *(one.value for one in sources))
    return context.apply(indexed(len(sources)), operands, {"index": index}, node, written)


HANDLERS: Handlers = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.List: _list,
    ast.Tuple: _tuple,
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
}
