"""Products of vectors and matrices: `@` and dot.

For Z = X Y: dL/dX = dL/dZ Yᵀ and dL/dY = Xᵀ dL/dZ (Giles, Collected Matrix Derivative Results, 2008, sec. 2.2).
A vector on the left is a row, one on the right a column, and the axis that stands for it is dropped again.
"""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from retrograd.errors import InnerSizesClash, ShapesClash
from retrograd.ops.broadcasting import common_shape
from retrograd.ops.op import Facts, Operation, Sample, Shape, Value, same
from retrograd.ops.reductions import broadcast_to, sum_
from retrograd.ops.shaping import reshape, transpose

FAMILY = "matrix"


def _align(left: Shape, right: Shape) -> tuple[Shape, Shape]:
    """Broadcast the batch axes together where both factors have an own matrix."""
    if not left or not right or left[-1] != right[max(len(right) - 2, 0)]:
        raise InnerSizesClash("@", (left, right))
    if len(left) < 2 or len(right) < 2:
        return left, right
    return common_batch("@", left, right)


def common_batch(sign: str, left: Shape, right: Shape) -> tuple[Shape, Shape]:
    """Return the shapes of two stacks of matrices with their batch axes broadcast together, or raise ShapesClash."""
    try:
        batch = common_shape(sign, left[:-2], right[:-2])
    except ShapesClash as clash:
        raise ShapesClash(sign, (left, right), tuple(axis - 2 for axis in clash.axes)) from None
    return batch + left[-2:], batch + right[-2:]


def _shape(left: Shape, right: Shape) -> Shape:
    batch = max(left[:-2], right[:-2], key=len)
    return batch + left[-2:-1] + (right[-1:] if len(right) > 1 else ())


def _as_matrices(left: Value, right: Value) -> tuple[Value, Value]:
    """Return the factors with a vector as a row or column, and with the batch axes of the other factor."""
    if len(left.shape) == 1:
        left = reshape(left, shape=(1, *left.shape))
    if len(right.shape) == 1:
        right = reshape(right, shape=(*right.shape, 1))
    batch = max(left.shape[:-2], right.shape[:-2], key=len)
    return _in_shape(left, batch + left.shape[-2:]), _in_shape(right, batch + right.shape[-2:])


def _in_shape(x: Value, shape: Shape) -> Value:
    return x if x.shape == shape else broadcast_to(x, shape=shape)


def _upstream_matrix(upstream: Value, left: Value, right: Value) -> Value:
    return reshape(upstream, shape=(*left.shape[:-1], right.shape[-1]))


def _back_to(gradient: Value, operand: Value) -> Value:
    """Undo `_as_matrices`: sum over the batch that a vector was used for, drop the axis that stood for it."""
    if len(operand.shape) == 1 and len(gradient.shape) > 2:
        gradient = sum_(gradient, axis=tuple(range(len(gradient.shape) - 2)), keepdims=False)
    return reshape(gradient, shape=operand.shape)


def _outer(x: Value, y: Value) -> Value:
    """Return the products of each cell of a vector with each of another: a column times a row."""
    return reshape(x, shape=(*x.shape, 1)) @ reshape(y, shape=(1, *y.shape))


def _vjp_left(upstream: Value, _z: Value, x: Value, y: Value) -> Value:
    if len(x.shape) == len(y.shape) == 2:
        return upstream @ y.mT
    if len(x.shape) == 1 and len(y.shape) < 3:
        return upstream * y if len(y.shape) == 1 else y @ upstream
    if len(x.shape) == 2 and len(y.shape) == 1:
        return _outer(upstream, y)
    left, right = _as_matrices(x, y)
    return _back_to(_upstream_matrix(upstream, left, right) @ right.mT, x)


def _vjp_right(upstream: Value, _z: Value, x: Value, y: Value) -> Value:
    if len(x.shape) == len(y.shape) == 2:
        return x.mT @ upstream
    if len(y.shape) == 1 and len(x.shape) < 3:
        return upstream * x if len(x.shape) == 1 else x.mT @ upstream
    if len(x.shape) == 1 and len(y.shape) == 2:
        return _outer(x, upstream)
    left, right = _as_matrices(x, y)
    return _back_to(left.mT @ _upstream_matrix(upstream, left, right), y)


def _vjp_latex_left(facts: Facts) -> str:
    if len(facts.shapes["y"]) > 1:
        return over_batch(facts, "x", "y") + r"<g> \, <y>^{\top}"
    return r"<g> \cdot <y>" if len(facts.shapes["x"]) == 1 else r"<g> \otimes <y>"


def over_batch(facts: Facts, vector: str, other: str) -> str:
    """Return the sum over the matrices of a stack that one vector was multiplied with."""
    alone = len(facts.shapes[vector]) == 1 and len(facts.shapes[other]) > 2
    return r"{\textstyle\sum}_{\mathrm{batch}}\, " if alone else ""


def _vjp_latex_right(facts: Facts) -> str:
    if len(facts.shapes["x"]) > 1:
        return over_batch(facts, "y", "x") + r"<x>^{\top} \, <g>"
    return r"<x> \cdot <g>" if len(facts.shapes["y"]) == 1 else r"<x> \otimes <g>"


_SAMPLES = tuple(
    Sample(shapes, {})
    for shapes in (
        ((2, 3), (3, 4)),
        ((1, 3), (3, 1)),
        ((3, 3), (3, 3)),
        ((3,), (3,)),
        ((2, 3), (3,)),
        ((3,), (3, 2)),
        ((2, 0), (0, 3)),
    )
)
_BATCHED = tuple(
    Sample(shapes, {})
    for shapes in (
        ((5, 2, 3), (5, 3, 4)),
        ((5, 2, 3), (3, 4)),
        ((2, 3), (5, 3, 2)),
        ((2, 1, 2, 3), (4, 3, 2)),
        ((5, 2, 3), (3,)),
        ((3,), (5, 3, 2)),
    )
)


def _product(x: Any, y: Any) -> Any:
    """Of two matrices `dot` gives the numbers of `@`, and NumPy finds its way there in a third of the time."""
    return x.dot(y) if x.ndim == 2 and y.ndim == 2 else np.matmul(x, y)


matmul = Operation(
    name="matmul",
    aliases=("mm", "mv"),
    sign="@",
    family=FAMILY,
    summary="The matrix product; axes before the last two are a batch.",
    operands=("x", "y"),
    forward=_product,
    shape=_shape,
    work=lambda left, right: prod(_shape(left, right)) * left[-1],
    resolve=same,
    align=_align,
    vjp=(_vjp_left, _vjp_right),
    jvp=(lambda t, _z, _x, y: t @ y, lambda t, _z, x, _y: x @ t),
    local=("matmul", "matmul"),
    latex=r"<x> \, <y>",
    jvp_latex=(r"<t> \, <y>", r"<x> \, <t>"),
    vjp_latex=(_vjp_latex_left, _vjp_latex_right),
    samples=_SAMPLES + _BATCHED,
)


def _dot_shape(left: Shape, right: Shape) -> Shape:
    if not left or not right:  # with a number, dot is the plain product
        return left or right
    if left[-1] != right[max(len(right) - 2, 0)]:
        raise InnerSizesClash("dot", (left, right))
    return left[:-1] + right[:-2] + (right[-1:] if len(right) > 1 else ())


def _flattened(x: Value, y: Value) -> tuple[Value, Value]:
    """Return both factors of a dot product as matrices: dot(x, y) is their product in another shape."""
    inner = x.shape[-1]
    left = reshape(x, shape=(prod(x.shape[:-1]), inner))
    if len(y.shape) == 1:
        return left, reshape(y, shape=(inner, 1))
    ndim = len(y.shape)
    moved = transpose(y, axes=(ndim - 2, *range(ndim - 2), ndim - 1))
    return left, reshape(moved, shape=(inner, prod(y.shape[:-2]) * y.shape[-1]))


def _scaled_back(upstream: Value, operand: Value, other: Value) -> Value:
    product = upstream * other
    return product if operand.shape else sum_(product, axis=tuple(range(len(product.shape))), keepdims=False)


def _dot_vjp_left(upstream: Value, _z: Value, x: Value, y: Value) -> Value:
    if not x.shape or not y.shape:
        return _scaled_back(upstream, x, y)
    left, right = _flattened(x, y)
    return reshape(_upstream_matrix(upstream, left, right) @ right.mT, shape=x.shape)


def _dot_vjp_right(upstream: Value, _z: Value, x: Value, y: Value) -> Value:
    if not x.shape or not y.shape:
        return _scaled_back(upstream, y, x)
    left, right = _flattened(x, y)
    gradient = left.mT @ _upstream_matrix(upstream, left, right)
    if len(y.shape) == 1:
        return reshape(gradient, shape=y.shape)
    ndim = len(y.shape)
    split = reshape(gradient, shape=(y.shape[-2], *y.shape[:-2], y.shape[-1]))
    return transpose(split, axes=(*range(1, ndim - 1), 0, ndim - 1))


dot: Operation = Operation(
    name="dot",
    sign="dot",
    family=FAMILY,
    summary="The sum of products over the last axis of x and the last but one of y.",
    operands=("x", "y"),
    forward=np.dot,
    shape=_dot_shape,
    work=lambda left, right: prod(_dot_shape(left, right)) * max(left[-1:], default=1),
    resolve=same,
    vjp=(_dot_vjp_left, _dot_vjp_right),
    jvp=(lambda t, _z, _x, y: dot(t, y), lambda t, _z, x, _y: dot(x, t)),
    local=("matmul", "matmul"),
    latex=r"<x> \cdot <y>",
    jvp_latex=(r"<t> \cdot <y>", r"<x> \cdot <t>"),
    vjp_latex=(_vjp_latex_left, _vjp_latex_right),
    samples=(
        *_SAMPLES,
        *(Sample(shapes, {}) for shapes in (((), (2, 3)), ((3,), ()), ((), ()))),
        Sample(((2, 4, 3), (5, 3, 2)), {}),
        Sample(((2, 4, 3), (3,)), {}),
    ),
)
