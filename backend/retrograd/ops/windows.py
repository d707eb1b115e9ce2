"""Sliding windows over the last axes, and what makes arrays of windows into arrays again: a pair of transposes.

`windows` is im2col (Chellapilla, Puri & Simard, High Performance Convolutional Neural Networks for Document
Processing, 2006, sec. 3): the result has the leading axes of x, one axis for each direction in which the window
moves, and one for each axis of the window. `fold` adds each cell of each window back to where it was taken from.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from math import prod
from typing import Any

import numpy as np

from retrograd.errors import BadValue
from retrograd.ops.mistakes import WindowTooLarge
from retrograd.ops.op import REQUIRED, Facts, Kind, Operation, Parameter, Sample, Shape, Value
from retrograd.ops.reductions import broadcast_to
from retrograd.ops.shaping import linear, reshape

FAMILY = "windows"
"""So many multiplications take about the time that one more cell of memory is worth."""

Sizes = tuple[int, ...]
Pairs = tuple[tuple[int, int], ...]
"""For each axis of the window, how many zeros stand before and behind the cells."""


def each(value: Any, axes: int, parameter: str, least: int = 1) -> Sizes:
    """Return a whole number for each axis of the window; one number, or a list of one, is for all of them.

    Raises BadValue for another count, or a number below `least`.
    """
    sizes = tuple(value) if isinstance(value, (tuple, list)) else (value,)
    sizes = sizes * axes if len(sizes) == 1 else sizes
    whole = all(isinstance(size, (int, np.integer)) and size >= least for size in sizes)
    if not whole or len(sizes) != axes:
        raise BadValue(parameter, str(value), "sizes" if least else "padding")
    return tuple(map(int, sizes))


def extents(kernel: Sizes, dilation: Sizes) -> Sizes:
    """Return how many cells a window spans along each of its axes."""
    return tuple((size - 1) * apart + 1 for size, apart in zip(kernel, dilation, strict=True))


def padded_shape(shape: Shape, padding: Pairs) -> Shape:
    """Return `shape` with the padding along its last axes."""
    lead = len(shape) - len(padding)
    grown = (size + sum(pair) for size, pair in zip(shape[lead:], padding, strict=True))
    return (*shape[:lead], *grown)


def places(
    function: str, shape: Shape, kernel: Sizes, *, stride: Sizes, padding: Pairs, dilation: Sizes
) -> tuple[int, ...]:
    """Return at how many places a window stands along each of its axes; raises WindowTooLarge if at none."""
    sizes = padded_shape(shape, padding)[len(shape) - len(kernel) :]
    spans = extents(kernel, dilation)
    if any(span > size for span, size in zip(spans, sizes, strict=True)):
        raise WindowTooLarge(function, sizes, spans)
    return tuple((size - span) // step + 1 for size, span, step in zip(sizes, spans, stride, strict=True))


def _last(entries: Iterable[slice]) -> tuple[Any, ...]:
    """Return the index of parts of the last axes."""
    return (..., *entries)


def padded(x: Any, padding: Pairs, fill: float = 0.0) -> Any:
    """Return the array `x` with cells of the number `fill` around it."""
    if not any(map(any, padding)):
        return x
    lead = len(x.shape) - len(padding)
    cells = np.full(padded_shape(x.shape, padding), fill, x.dtype)
    inner = tuple(slice(before, before + size) for (before, _), size in zip(padding, x.shape[lead:], strict=True))
    cells[_last(inner)] = x
    return cells


def slid(x: Any, *, kernel: Sizes, stride: Sizes, dilation: Sizes) -> Any:
    """Return a view of the windows of the array `x`, padded already."""
    axes = len(kernel)
    view = np.lib.stride_tricks.sliding_window_view(
        x, extents(kernel, dilation), axis=tuple(range(x.ndim - axes, x.ndim))
    )
    steps = tuple(slice(None, None, step) for step in (*stride, *dilation))
    return view[_last(steps)]


def _unfold(x: Any, *, kernel: Sizes, stride: Sizes, padding: Pairs, dilation: Sizes) -> Any:
    return slid(padded(x, padding), kernel=kernel, stride=stride, dilation=dilation)


def _windows_shape(shape: Shape, /, *, kernel: Sizes, **how: Any) -> Shape:
    return (*shape[: len(shape) - len(kernel)], *places("windows", shape, kernel, **how), *kernel)


def _fold(x: Any, *, kernel: Sizes, stride: Sizes, padding: Pairs, dilation: Sizes, shape: Shape) -> Any:
    """Add window by window or cell by cell of the window, whichever are fewer: each is one addition of arrays."""
    axes = len(kernel)
    cells = np.zeros(padded_shape(shape, padding), x.dtype)
    out = x.shape[x.ndim - 2 * axes : x.ndim - axes]
    by_window = prod(out) < prod(kernel)
    for offset in product(*map(range, out if by_window else kernel)):
        if by_window:
            starts = [at * step for at, step in zip(offset, stride, strict=True)]
            counts, steps, part = kernel, dilation, x[(..., *offset, *(slice(None),) * axes)]
        else:
            starts = [at * apart for at, apart in zip(offset, dilation, strict=True)]
            counts, steps, part = out, stride, x[(..., *offset)]
        where = (
            slice(start, start + (count - 1) * step + 1, step)
            for start, count, step in zip(starts, counts, steps, strict=True)
        )
        cells[_last(where)] += part
    sizes = shape[len(shape) - axes :]
    inner = (slice(before, before + size) for (before, _), size in zip(padding, sizes, strict=True))
    return cells[_last(inner)]


def _kernel_latex(function: str, operand: str) -> Any:
    def formula(facts: Facts) -> str:
        kernel = ", ".join(map(str, facts.attributes["kernel"]))
        return rf"{{\operatorname{{{function}}}}}_{{{kernel}}}{operand}"

    return formula


_PARAMETERS = (
    Parameter("kernel", Kind.SIZES, REQUIRED),
    Parameter("stride", Kind.SIZES, REQUIRED),
    Parameter("padding", Kind.PADDING, REQUIRED),
    Parameter("dilation", Kind.SIZES, REQUIRED),
)


def _how(kernel: Sizes, stride: Sizes, padding: Pairs, dilation: Sizes) -> dict[str, Any]:
    return {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation}


windows: Operation = linear(
    "windows",
    family=FAMILY,
    summary="The windows over the last axes, each with the cells that it covers.",
    parameters=_PARAMETERS,
    forward=_unfold,
    shape=_windows_shape,
    resolve=lambda _shape, **attributes: attributes,
    scratch=lambda shape, *, padding, **_: padded_shape(shape, padding),
    transpose=lambda upstream, _z, x, **how: fold(upstream, **how, shape=x.shape),
    local="selection",
    latex=_kernel_latex("windows", r"\left(<x>\right)"),
    vjp_latex=(_kernel_latex("fold", r"\left(<g>\right)"),),
    samples=(
        Sample(((5,),), _how((2,), (1,), ((0, 0),), (1,))),
        Sample(((2, 5),), _how((3,), (2,), ((1, 1),), (1,))),
        Sample(((5,),), _how((2,), (2,), ((0, 1),), (3,))),
        Sample(((3,),), _how((3,), (1,), ((0, 0),), (1,))),
        Sample(((1, 3, 4),), _how((2, 3), (1, 2), ((1, 0), (0, 1)), (2, 1))),
        Sample(((0, 3),), _how((2,), (1,), ((0, 0),), (1,))),
    ),
    public=False,
)

fold: Operation = linear(
    "fold",
    family=FAMILY,
    summary="Each cell of each window added back to where it was taken from: the transpose of windows.",
    parameters=(*_PARAMETERS, Parameter("shape", Kind.SHAPE, REQUIRED)),
    forward=_fold,
    shape=lambda _windows, *, shape, **_: shape,
    resolve=lambda _windows, **attributes: attributes,
    scratch=lambda _windows, *, shape, padding, **_: padded_shape(shape, padding),
    transpose=lambda upstream, _z, _x, *, shape, **how: windows(upstream, **how),  # noqa: ARG005
    local="selection",
    latex=_kernel_latex("fold", r"\left(<x>\right)"),
    vjp_latex=(_kernel_latex("windows", r"\left(<g>\right)"),),
    samples=(
        Sample(((4, 2),), {**_how((2,), (1,), ((0, 0),), (1,)), "shape": (5,)}),
        Sample(((2, 2, 3),), {**_how((3,), (2,), ((0, 0),), (1,)), "shape": (2, 6)}),
        Sample(((2, 2, 2, 2),), {**_how((2, 2), (1, 1), ((1, 0), (0, 0)), (1, 2)), "shape": (2, 4)}),
    ),
    public=False,
)


def over_windows(x: Value, shape: Shape) -> Value:
    """Copy the number of each window to all of its cells: `shape` is that of the windows."""
    column = reshape(x, shape=(*x.shape, *(1,) * (len(shape) - len(x.shape))))
    return broadcast_to(column, shape=shape)
