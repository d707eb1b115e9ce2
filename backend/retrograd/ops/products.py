"""Products along axes: prod and cumprod, with zeros among the factors too.

Where no factor is 0, the product of the others is the product divided by the factor. Where one is, that would be
0 / 0, and the product of the others is formed as such: exactly, at the cost of one row for each factor, so that it
can be differentiated again. Beyond `LARGEST_TABLE` factors that table would be too large; then the zeros are taken
out and put back by count, which is exact to first order.
"""

from __future__ import annotations

from math import prod as product_of
from typing import Any

import numpy as np

from retrograd.ops.broadcasting import count, normal_axis
from retrograd.ops.elementwise import where
from retrograd.ops.masks import is_equal, is_zero
from retrograd.ops.op import Kind, Operation, Parameter, Sample, Shape, Value, numbers
from retrograd.ops.rearranging import flip
from retrograd.ops.reductions import (
    FAMILY,
    PARAMETERS,
    SAMPLES,
    broadcast_to,
    over_axes,
    resolve_axes,
    shape_without,
    spread,
    sum_,
)
from retrograd.ops.shaping import linear, reshape, transpose

LONGEST_ROW = 256
LARGEST_TABLE = 2**20


def _rows(x: Value, axis: tuple[int, ...]) -> Value:
    """Return `x` with `axis` taken together as the last axis."""
    kept = tuple(one for one in range(len(x.shape)) if one not in axis)
    sizes = tuple(x.shape[one] for one in kept)
    return reshape(transpose(x, axes=(*kept, *axis)), shape=(*sizes, count(x.shape, axis)))


def _back(rows: Value, shape: Shape, axis: tuple[int, ...]) -> Value:
    """Undo `_rows`: return an array of `shape`."""
    order = (*(one for one in range(len(shape)) if one not in axis), *axis)
    spread_out = reshape(rows, shape=tuple(shape[one] for one in order))
    return transpose(spread_out, axes=tuple(order.index(one) for one in range(len(shape))))


def _fits(x: Value, factors: int) -> bool:
    """Return whether a table of all factors for each of them is small enough to be made."""
    return factors <= LONGEST_ROW and factors * product_of(x.shape) <= LARGEST_TABLE


def _table(rows: Value) -> Value:
    """Return for each factor a row of all factors, in which its own place holds a 1."""
    size = rows.shape[-1]
    wide = broadcast_to(reshape(rows, shape=(*rows.shape[:-1], 1, size)), shape=(*rows.shape[:-1], size, size))
    own = np.broadcast_to(np.eye(size, dtype=numbers(rows).dtype), wide.shape)
    return where(own, np.ones_like(own), wide)


def _others(z: Value, x: Value, axis: tuple[int, ...]) -> Value:
    """Return for each factor of `x` the product of the others."""
    if np.all(numbers(x) != 0):
        return spread(z, x, axis) / x
    if _fits(x, count(x.shape, axis)):
        return _back(
            prod(_table(_rows(x, axis)), axis=(len(x.shape) - len(axis) + 1,), keepdims=False), x.shape, axis
        )
    zero = is_zero(x)
    zeros = spread(sum_(zero, axis=axis, keepdims=True), x, axis)
    rest = spread(prod(x + zero, axis=axis, keepdims=True), x, axis)
    return rest / (x + zero) * is_zero(zeros - zero)


prod: Operation = Operation(
    name="prod",
    sign="prod",
    family=FAMILY,
    summary="The product along the axes, or of everything; the gradient is right where factors are 0, too.",
    operands=("x",),
    parameters=PARAMETERS,
    forward=lambda x, *, axis, keepdims: np.prod(x, axis=axis, keepdims=keepdims),
    shape=shape_without,
    resolve=resolve_axes,
    vjp=(lambda upstream, z, x, *, axis, **_: spread(upstream, x, axis) * _others(z, x, axis),),
    jvp=(lambda tangent, z, x, *, axis, keepdims: sum_(tangent * _others(z, x, axis), axis=axis, keepdims=keepdims),),
    local=("reduction",),
    latex=over_axes(r"{\textstyle\prod}\, <x>", r"{\textstyle\prod_{<axis>}}\, <x>"),
    vjp_latex=(r"\operatorname{copy}_{<shape_x>}\left(<g>\right) \odot {\textstyle\prod}_{j \neq i}\, {<x>}_{j}",),
    jvp_latex=(r"{\textstyle\sum_{<axis>}}\, <t> \odot {\textstyle\prod}_{j \neq i}\, {<x>}_{j}",),
    samples=(*SAMPLES, Sample(((2, 0),), {"axis": 0, "keepdims": False})),
)


# Along one axis, keeping all that is on the way.


def _resolve_scan(shape: Shape, /, *, axis: int | None) -> dict[str, Any]:
    return {"axis": None if axis is None else normal_axis(axis, len(shape))}


def _scan_shape(shape: Shape, /, *, axis: int | None) -> Shape:
    return (product_of(shape),) if axis is None else shape


def _scanned(x: Value, axis: int | None) -> tuple[Value, int]:
    """Without an axis, the cells are taken in row-major order, as NumPy does."""
    return (reshape(x, shape=(product_of(x.shape),)), 0) if axis is None else (x, axis)


def _sum_from_here(x: Value, axis: int) -> Value:
    """Return in each cell the sum of this cell and those after it."""
    return flip(cumsum(flip(x, axis=(axis,)), axis=axis), axis=(axis,))


SCAN = (Parameter("axis", Kind.AXIS, None),)
SCAN_SAMPLES = tuple(
    Sample((shape,), {"axis": axis})
    for shape, axis in (((3,), 0), ((2, 3), 1), ((2, 3), 0), ((2, 3), None), ((3, 2, 2), -2), ((1,), 0), ((2, 0), 1))
)

cumsum: Operation = linear(
    "cumsum",
    family=FAMILY,
    summary="The sum so far, along an axis.",
    parameters=SCAN,
    forward=lambda x, *, axis: np.cumsum(x, axis=axis),
    shape=_scan_shape,
    resolve=_resolve_scan,
    transpose=lambda upstream, _z, x, *, axis: reshape(_sum_from_here(upstream, axis or 0), shape=x.shape),
    local="general",
    latex=r"\operatorname{cumsum}(<x>)",
    vjp_latex=(
        r"\operatorname{flip}\left(\operatorname{cumsum}\left(\operatorname{flip}\left(<g>\right)\right)\right)",
    ),
    samples=SCAN_SAMPLES,
)


def _cumprod_vjp(upstream: Value, z: Value, x: Value, *, axis: int | None) -> Value:
    row, along = _scanned(x, axis)
    if np.all(numbers(x) != 0):
        return reshape(_sum_from_here(upstream * z, along) / row, shape=x.shape)
    if _fits(row, row.shape[along]):
        return reshape(_through_table(upstream, row, along), shape=x.shape)
    return reshape(_past_the_first_zero(upstream, z, row, along), shape=x.shape)


def _through_table(upstream: Value, x: Value, axis: int) -> Value:
    """Sum over k ≥ i of g_k times the product of the factors up to k without the i-th."""
    rows, gradient = _rows(x, (axis,)), _rows(upstream, (axis,))
    size = rows.shape[-1]
    table = cumprod(_table(rows), axis=len(rows.shape))
    later = np.triu(np.ones((size, size), numbers(x).dtype))
    wide = broadcast_to(reshape(gradient, shape=(*rows.shape[:-1], 1, size)), shape=table.shape)
    total = sum_(table * wide * np.broadcast_to(later, table.shape), axis=(len(rows.shape),), keepdims=False)
    return _back(total, x.shape, (axis,))


def _zeros(x: Value, axis: int) -> tuple[Value, Value]:
    """Return where the zeros are, and where the first of each row is."""
    zero = is_zero(x)
    return zero, zero * is_equal(cumsum(zero, axis=axis), np.ones(x.shape, numbers(x).dtype))


def _past_the_first_zero(upstream: Value, z: Value, x: Value, axis: int) -> Value:
    """Before the first zero the usual rule; at it, with a 1 in its place; behind it nothing passes."""
    zero, first = _zeros(x, axis)
    at_first = _sum_from_here(upstream * cumprod(x + first, axis=axis), axis)
    return _sum_from_here(upstream * z, axis) / (x + zero) * (1 - zero) + first * at_first


def _cumprod_jvp(tangent: Value, z: Value, x: Value, *, axis: int | None) -> Value:
    """The change of z_k is the sum over i ≤ k of t_i times the product of the others: with zeros, by the table."""
    row, along = _scanned(x, axis)
    change = reshape(tangent, shape=row.shape)
    if np.all(numbers(x) != 0):
        return z * cumsum(change / row, axis=along)
    if not _fits(row, row.shape[along]):  # from the first zero on it alone counts, with a 1 in its place
        zero, first = _zeros(row, along)
        at_first = cumprod(row + first, axis=along) * cumsum(change * first, axis=along)
        return z * cumsum(change / (row + zero), axis=along) + at_first
    rows, changes = _rows(row, (along,)), _rows(change, (along,))
    size = rows.shape[-1]
    table = cumprod(_table(rows), axis=len(rows.shape))
    wide = broadcast_to(reshape(changes, shape=(*rows.shape, 1)), shape=table.shape)
    later = np.triu(np.ones((size, size), numbers(x).dtype))
    total = sum_(table * wide * np.broadcast_to(later, table.shape), axis=(len(rows.shape) - 1,), keepdims=False)
    return _back(total, row.shape, (along,))


cumprod: Operation = Operation(
    name="cumprod",
    sign="cumprod",
    family=FAMILY,
    summary="The product so far, along an axis; the gradient is right where factors are 0, too.",
    operands=("x",),
    parameters=SCAN,
    forward=lambda x, *, axis: np.cumprod(x, axis=axis),
    shape=_scan_shape,
    resolve=_resolve_scan,
    vjp=(_cumprod_vjp,),
    jvp=(_cumprod_jvp,),
    local=("general",),
    latex=r"\operatorname{cumprod}(<x>)",
    vjp_latex=(
        r"\operatorname{flip}\left(\operatorname{cumsum}\left(\operatorname{flip}\left(<g> \odot <z>\right)\right)"
        r"\right) \oslash <x>",
    ),
    jvp_latex=(r"<z> \odot \operatorname{cumsum}\left(<t> \oslash <x>\right)",),
    samples=SCAN_SAMPLES,
)
