"""Operations that make fewer numbers out of many: sum, mean, max, min.

broadcast_to lives here too: it and sum are each other's transpose.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from retrograd.errors import EmptyReduction
from retrograd.ops.broadcasting import (
    broadcast_shape,
    checked_sizes,
    count,
    normal_axes,
    reduced_shape,
    unbroadcast_axes,
)
from retrograd.ops.masks import is_equal
from retrograd.ops.op import REQUIRED, Facts, Kind, Latex, Operation, Parameter, Sample, Shape, Value
from retrograd.ops.shaping import FAMILY as SHAPING
from retrograd.ops.shaping import linear, reshape

FAMILY = "reductions"
PARAMETERS = (Parameter("axis", Kind.AXES, None), Parameter("keepdims", Kind.FLAG, default=False))
SAMPLES = (
    Sample(((2, 3),), {"axis": None, "keepdims": False}),
    Sample(((2, 3),), {"axis": 0, "keepdims": True}),
    Sample(((3, 3),), {"axis": 1, "keepdims": False}),
    Sample(((3, 4, 5),), {"axis": 1, "keepdims": False}),
    Sample(((2, 3, 2),), {"axis": (0, -1), "keepdims": False}),
    Sample(((1, 3),), {"axis": 0, "keepdims": False}),
    Sample(((1,),), {"axis": None, "keepdims": True}),
    Sample(((),), {"axis": None, "keepdims": False}),
)
EMPTY = Sample(((2, 0),), {"axis": 0, "keepdims": False})


def resolve_axes(shape: Shape, /, *, axis: int | Sequence[int] | None, keepdims: bool) -> dict[str, Any]:
    """Return the axes counted from 0."""
    return {"axis": normal_axes(axis, len(shape)), "keepdims": keepdims}


def shape_without(shape: Shape, /, *, axis: tuple[int, ...], keepdims: bool) -> Shape:
    """Return the shape of a reduction over `axis`."""
    return reduced_shape(shape, axis, keepdims=keepdims)


def spread(reduced: Value, x: Value, axis: tuple[int, ...]) -> Value:
    """Copy each cell of a result reduced over `axis` back to all the cells of `x` that it was made of.

    The reduced axes are put back with size 1 by their position, never guessed from sizes: in a (3, 3) summed
    over axis 1 the sizes do not tell which axis is gone.
    """
    shape = x.shape
    if not reduced.shape:
        return broadcast_to(reduced, shape=shape) if shape else reduced
    column = reshape(reduced, shape=reduced_shape(shape, axis, keepdims=True))
    return broadcast_to(column, shape=shape)


def over_axes(plain: str, over: str) -> Callable[[Facts], str]:
    """Return the formula without an index where all axes are reduced."""

    def formula(facts: Facts) -> str:
        return plain if len(facts.attributes["axis"]) == len(facts.shapes["x"]) else over

    return formula


def _linear_reduction(name: str, summary: str, forward: Any, transpose: Any, **more: Any) -> Operation:
    return linear(
        name,
        family=FAMILY,
        summary=summary,
        parameters=PARAMETERS,
        forward=forward,
        shape=shape_without,
        resolve=resolve_axes,
        transpose=transpose,
        local="reduction",
        samples=(*SAMPLES, EMPTY),
        **more,
    )


_SUM_LATEX: Latex = over_axes(r"{\textstyle\sum}\, <x>", r"{\textstyle\sum_{<axis>}}\, <x>")

sum_ = _linear_reduction(
    "sum",
    "The sum over the axes, or of everything.",
    lambda x, *, axis, keepdims: np.add.reduce(x, axis=axis, keepdims=keepdims),
    lambda upstream, _z, x, *, axis, **_: spread(upstream, x, axis),
    sign="sum",
    latex=_SUM_LATEX,
    vjp_latex=(r"\operatorname{copy}_{<shape_x>}\left(<g>\right)",),
)


def _resolve_broadcast(old: Shape, /, *, shape: Sequence[int]) -> dict[str, Any]:
    offset = len(shape) - len(old)
    sizes = tuple(old[axis - offset] if size == -1 and axis >= offset else size for axis, size in enumerate(shape))
    return {"shape": checked_sizes(sizes)}


def _repeated(x: Any, *, shape: Shape) -> Any:
    """Return a view with stride 0 along the repeated axes: what np.broadcast_to does, at a tenth of its price."""
    if not x.ndim:
        return np.ndarray(shape, x.dtype, x, 0, (0,) * len(shape))
    if not x.flags.c_contiguous:
        return np.broadcast_to(x, shape)
    return np.ndarray(shape, x.dtype, x, 0, _strides(x.shape, len(shape), x.itemsize))


@lru_cache(4096)
def _strides(shape: Shape, ndim: int, itemsize: int) -> Shape:
    """Return the bytes from cell to cell along each axis: none along new ones and along those of size 1."""
    steps, step = [], itemsize
    for size in reversed(shape):
        steps.append(0 if size == 1 else step)
        step *= size
    return (0,) * (ndim - len(shape)) + tuple(reversed(steps))


def unbroadcast(upstream: Value, _z: Value, x: Value, *, shape: Shape) -> Value:
    """Sum `upstream`, of the large `shape`, over every axis along which `x` was repeated or that was new."""
    summed, new = unbroadcast_axes(shape, x.shape)
    if len(new) == len(summed):
        return sum_(upstream, axis=summed, keepdims=False)
    total = sum_(upstream, axis=summed, keepdims=True)
    return reshape(total, shape=x.shape) if new else total


broadcast_to = linear(
    "broadcast_to",
    aliases=("expand",),
    family=SHAPING,
    summary="The same cells, repeated along new axes and along axes of size 1.",
    parameters=(Parameter("shape", Kind.SHAPE, REQUIRED),),
    forward=_repeated,
    shape=lambda old, *, shape: broadcast_shape(old, shape),
    resolve=_resolve_broadcast,
    transpose=unbroadcast,
    local="shape",
    latex=r"\operatorname{broadcast}_{<shape>}(<x>)",
    vjp_latex=(r"{\textstyle\sum_{<summed>}}\, <g>",),
    samples=(
        Sample(((3,),), {"shape": (4, 3)}),
        Sample(((3, 1),), {"shape": (3, 4)}),
        Sample(((1, 3),), {"shape": (2, 5, 3)}),
        Sample(((),), {"shape": (2, 2)}),
        Sample(((3,),), {"shape": (1, 3)}),
        Sample(((2, 3),), {"shape": (2, 3)}),
        Sample(((1, 3),), {"shape": (0, 3)}),
    ),
)


def _mean(x: Any, *, axis: tuple[int, ...], keepdims: Any) -> Any:
    """The mean; that of nothing is NaN."""
    return np.add.reduce(x, axis=axis, keepdims=keepdims) / x.dtype.type(count(x.shape, axis))


mean = _linear_reduction(
    "mean",
    "The mean over the axes, or of everything.",
    _mean,
    lambda upstream, _z, x, *, axis, **_: spread(upstream / count(x.shape, axis), x, axis),
    opened=lambda x, *, axis, keepdims: sum_(x, axis=axis, keepdims=keepdims) / count(x.shape, axis),
    latex=over_axes(r"\operatorname{mean}(<x>)", r"\operatorname{mean}_{<axis>}(<x>)"),
    vjp_latex=(r"\tfrac{1}{<count>}\, \operatorname{copy}_{<shape_x>}\left(<g>\right)",),
)


def nonempty(name: str, shape: Shape, axis: tuple[int, ...]) -> None:
    """Raise EmptyReduction if there is nothing to choose from."""
    if count(shape, axis) == 0:
        raise EmptyReduction(name, shape)


def shares(z: Value, x: Value, axis: tuple[int, ...]) -> Value:
    """Share of each cell of `x` in its extreme `z`: 0, or 1 / (number of ties)."""
    winners = is_equal(x, spread(z, x, axis))
    return winners / spread(sum_(winners, axis=axis, keepdims=True), x, axis)


def _extreme(name: str, which: str, alias: str, forward: Callable[..., Any]) -> Operation:
    """Declare the largest or the smallest number; ties share the gradient equally."""

    def shape(operand: Shape, /, *, axis: tuple[int, ...], keepdims: bool) -> Shape:
        nonempty(name, operand, axis)
        return shape_without(operand, axis=axis, keepdims=keepdims)

    return Operation(
        name=name,
        aliases=(alias,),
        sign=name,
        family=FAMILY,
        summary=f"The {which} number along the axes, or of all; ties share the gradient equally.",
        operands=("x",),
        parameters=PARAMETERS,
        forward=forward,
        shape=shape,
        resolve=resolve_axes,
        vjp=(lambda upstream, z, x, *, axis, **_: spread(upstream, x, axis) * shares(z, x, axis),),
        jvp=(
            lambda tangent, z, x, *, axis, keepdims: sum_(tangent * shares(z, x, axis), axis=axis, keepdims=keepdims),
        ),
        local=("reduction",),
        latex=over_axes(rf"\{name}(<x>)", rf"{{\{name}}}_{{<axis>}}(<x>)"),
        vjp_latex=(
            rf"\operatorname{{copy}}_{{<shape_x>}}\left(<g>\right) \odot \frac{{[<x> = \{name}]}}{{n_{{\{name}}}}}",
        ),
        jvp_latex=(rf"{{\textstyle\sum_{{<axis>}}}}\, <t> \odot \frac{{[<x> = \{name}]}}{{n_{{\{name}}}}}",),
        samples=SAMPLES,
    )


max_ = _extreme("max", "largest", "amax", lambda x, *, axis, keepdims: np.amax(x, axis=axis, keepdims=keepdims))
min_ = _extreme("min", "smallest", "amin", lambda x, *, axis, keepdims: np.amin(x, axis=axis, keepdims=keepdims))
