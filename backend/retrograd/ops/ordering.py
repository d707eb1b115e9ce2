"""Numbers in order: sort, argsort, median. NaN counts as the largest number, as in NumPy and PyTorch."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from retrograd.ops.broadcasting import count, normal_axis, reduced_shape
from retrograd.ops.gathering import picked_along, scatter_along
from retrograd.ops.op import Kind, Operation, Parameter, Sample, Shape, Value, numbers
from retrograd.ops.reductions import (
    FAMILY,
    PARAMETERS,
    SAMPLES,
    nonempty,
    resolve_axes,
    shape_without,
    shares,
)
from retrograd.ops.shaping import reshape
from retrograd.ops.statistics import reduction_by_slope

ORDER = (Parameter("axis", Kind.AXIS, -1), Parameter("descending", Kind.FLAG, default=False))
ORDERED = tuple(
    Sample((shape,), {"axis": axis, "descending": descending})
    for shape, axis, descending in (
        ((4,), -1, False),
        ((2, 3), 0, False),
        ((2, 3), 1, True),
        ((3, 2, 2), 1, False),
        ((2, 3), None, False),
        ((2, 3), None, True),
        ((1,), 0, True),
        ((2, 0), 1, False),
    )
)


def _resolve(shape: Shape, /, *, axis: int | None, descending: bool) -> dict[str, Any]:
    return {"axis": None if axis is None else normal_axis(axis, len(shape)), "descending": descending}


def _shape(shape: Shape, /, *, axis: int | None, descending: bool) -> Shape:  # noqa: ARG001
    return (prod(shape),) if axis is None else shape


def _in_a_row(x: Value, axis: int | None) -> tuple[Value, int]:
    """Without an axis, the cells are taken in row-major order."""
    return (reshape(x, shape=(prod(x.shape),)), 0) if axis is None else (x, axis)


def places(x: Any, *, axis: int | None, descending: bool) -> Any:
    """Return where each number of the sorted array stands in `x`; equal numbers keep their order, both ways."""
    row, along = _in_a_row(x, axis)
    if not descending:
        return np.argsort(row, axis=along, kind="stable")
    backwards = np.argsort(np.flip(row, along), axis=along, kind="stable")
    return row.shape[along] - 1 - np.flip(backwards, along)


def _order_of(x: Value, axis: int | None, *, descending: bool) -> tuple[Any, int]:
    cells = numbers(x)
    return places(cells, axis=axis, descending=descending).astype(cells.dtype), axis or 0


def _sort_vjp(upstream: Value, _z: Value, x: Value, *, axis: int | None, descending: bool) -> Value:
    order, along = _order_of(x, axis, descending=descending)
    return reshape(scatter_along(upstream, order, axis=along, shape=upstream.shape), shape=x.shape)


def _sort_jvp(t: Value, _z: Value, x: Value, *, axis: int | None, descending: bool) -> Value:
    order, along = _order_of(x, axis, descending=descending)
    return picked_along(_in_a_row(t, axis)[0], order, axis=along)


def _sorted(x: Any, *, axis: int | None, descending: bool) -> Any:
    row, along = _in_a_row(x, axis)
    return np.take_along_axis(row, places(x, axis=axis, descending=descending), along)


sort: Operation = Operation(
    name="sort",
    sign="sort",
    family=FAMILY,
    summary="In rising or falling order along an axis, or all; NaN is largest. Equal numbers keep their order.",
    operands=("x",),
    parameters=ORDER,
    forward=_sorted,
    shape=_shape,
    resolve=_resolve,
    vjp=(_sort_vjp,),
    jvp=(_sort_jvp,),
    local=("selection",),
    piecewise=True,
    latex=r"\operatorname{sort}(<x>)",
    vjp_latex=(r"\operatorname{sort}_{<x>}^{-1}\left(<g>\right)",),
    jvp_latex=(r"\operatorname{sort}_{<x>}\left(<t>\right)",),
    samples=ORDERED,
)

argsort: Operation = Operation(
    name="argsort",
    sign="argsort",
    family=FAMILY,
    summary="Where each number of the sorted array stands in x; equal numbers keep their order. No gradient passes.",
    operands=("x",),
    parameters=ORDER,
    forward=lambda x, **attributes: places(x, **attributes).astype(x.dtype),
    shape=_shape,
    resolve=_resolve,
    vjp=(None,),
    jvp=(None,),
    local=("none",),
    latex=r"\operatorname{argsort}(<x>)",
    vjp_latex=("",),
    samples=ORDERED,
)


# The median: of an even count the mean of the two in the middle, as in NumPy (torch.median takes the lower one).


def _middles(x: Any, axis: tuple[int, ...]) -> tuple[Any, Any]:
    """Return the two numbers in the middle, or the one twice; NaN if there is any. The axes are kept with size 1."""
    kept = tuple(one for one in range(x.ndim) if one not in axis)
    many = count(x.shape, axis)
    rows = np.sort(x.transpose((*kept, *axis)).reshape((*(x.shape[one] for one in kept), many)), axis=-1)
    shape = reduced_shape(x.shape, axis, keepdims=True)
    strange = np.isnan(rows[..., -1])
    lower, upper = (
        np.where(strange, rows.dtype.type(np.nan), rows[..., place]).reshape(shape)
        for place in ((many - 1) // 2, many // 2)
    )
    return lower, upper


def _median(x: Any, *, axis: tuple[int, ...], keepdims: bool) -> Any:
    lower, upper = _middles(x, axis)
    middle = np.where(lower == upper, lower, (lower + upper) / 2)
    return middle if keepdims else np.squeeze(middle, axis)


def _median_shape(shape: Shape, /, *, axis: tuple[int, ...], keepdims: bool) -> Shape:
    nonempty("median", shape, axis)
    return shape_without(shape, axis=axis, keepdims=keepdims)


def _median_slope(_z: Value, x: Value, axis: tuple[int, ...]) -> Value:
    """Half for each of the two in the middle; numbers equal to one share its part, as for max."""
    lower, upper = _middles(numbers(x), axis)
    return (shares(lower, x, axis) + shares(upper, x, axis)) * 0.5


median = reduction_by_slope(
    "median",
    _median_slope,
    summary="The number in the middle along the axes; of an even count, the mean of two. Ties share the gradient.",
    parameters=PARAMETERS,
    forward=_median,
    shape=_median_shape,
    resolve=resolve_axes,
    slope_latex=r"\frac{[<x> = <z>]}{n_{=}}",
    samples=(
        *SAMPLES,
        Sample(((5,),), {"axis": 0, "keepdims": True}),
        Sample(((2, 5),), {"axis": 1, "keepdims": False}),
    ),
)
