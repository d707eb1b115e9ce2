"""Methods that are no operations: what a tensor's size is, what its number is, `append`, `backward`."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from types import MappingProxyType

from retrograd.errors import MissingArgument, NotANumber, Unsupported
from retrograd.language import lists, plain
from retrograd.language.context import Context, Value
from retrograd.language.lists import Items
from retrograd.ops.broadcasting import normal_axis
from retrograd.tensor import Tensor


def _tensor(base: Value, node: ast.Call, context: Context) -> Tensor:
    assert isinstance(node.func, ast.Attribute)  # noqa: S101  (a method is called by its attribute)
    return context.as_tensor(base, node.func.value)


def _size(base: Value, node: ast.Call, context: Context) -> Value:
    """Return the shape, or the size of one axis: `x.size(0)`."""
    shape = _tensor(base, node, context).shape
    written = [*node.args, *(keyword.value for keyword in node.keywords if keyword.arg in {"dim", "axis"})]
    if not written:
        return shape
    axis = plain.whole_of(plain.read(written[0], context), written[0], context)
    with context.blaming(node):
        return shape[normal_axis(axis, len(shape))]


def _item(base: Value, node: ast.Call, context: Context) -> float:
    """Return the one number of a tensor, without a gradient."""
    tensor = _tensor(base, node, context)
    if tensor.value.size != 1:
        raise NotANumber(context.snippet(node), span=context.span(node))
    return float(context.trace.look_into(tensor).reshape(()))


def _append(base: Value, node: ast.Call, context: Context) -> None:
    assert isinstance(node.func, ast.Attribute)  # noqa: S101
    if not isinstance(base, Items):
        raise Unsupported("appendToTensor", span=context.span(node))
    if len(node.args) != 1 or node.keywords:
        raise MissingArgument("append", "xs.append(x)", "x", span=context.span(node))
    mark = len(context.trace.tensors)
    value = lists.collapsed(context.evaluate(node.args[0]), mark, node.args[0], context)
    lists.append(base, value, node.func.value, context)


def _backward(base: Value, node: ast.Call, context: Context) -> Tensor:
    """Return the tensor itself: as a last line it is what is differentiated."""
    if node.args or node.keywords:
        raise Unsupported("backwardWithSeed", span=context.span(node))
    return _tensor(base, node, context)


METHODS: Mapping[str, Callable[[Value, ast.Call, Context], Value]] = MappingProxyType(
    {
        "append": _append,
        "backward": _backward,
        "dim": lambda base, node, context: len(_tensor(base, node, context).shape),
        "item": _item,
        "numel": lambda base, node, context: int(_tensor(base, node, context).value.size),
        "size": _size,
    }
)
