"""Cells moved, repeated or given other axes: flatten, squeeze, flip, roll, tile, repeat and the like.

All are linear and change no number; where cells are repeated, their gradients add up on the way back.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np

from retrograd.errors import BadSqueeze, BadValue
from retrograd.ops.broadcasting import checked_sizes, normal_axes, normal_axis
from retrograd.ops.op import REQUIRED, Kind, Operation, Parameter, Sample, Shape, Value
from retrograd.ops.reductions import sum_
from retrograd.ops.shaping import FAMILY, linear, reshape, transpose

Axes = int | Sequence[int]
RESHAPED = r"\operatorname{reshape}_{<shape_x>}\left(<g>\right)"


def _back_to_shape(upstream: Value, _z: Value, x: Value, **_: Any) -> Value:
    return reshape(upstream, shape=x.shape)


# Other axes, the same order of cells.


def _resolve_flatten(shape: Shape, /, *, start_dim: int, end_dim: int) -> dict[str, Any]:
    ndim = max(len(shape), 1)
    first, last = normal_axis(start_dim, ndim), normal_axis(end_dim, ndim)
    if last < first:
        raise BadValue("end_dim", str(end_dim), "end_dim")
    return {"start_dim": first, "end_dim": last}


def _flat_shape(shape: Shape, /, *, start_dim: int, end_dim: int) -> Shape:
    return (*shape[:start_dim], prod(shape[start_dim : end_dim + 1]), *shape[end_dim + 1 :])


flatten = linear(
    "flatten",
    aliases=("ravel",),
    family=FAMILY,
    summary="The axes from start_dim to end_dim taken together as one, in row-major order.",
    parameters=(Parameter("start_dim", Kind.WHOLE, 0), Parameter("end_dim", Kind.WHOLE, -1)),
    forward=lambda x, **attributes: x.reshape(_flat_shape(x.shape, **attributes)),
    shape=_flat_shape,
    resolve=_resolve_flatten,
    transpose=_back_to_shape,
    local="shape",
    latex=r"\operatorname{flatten}(<x>)",
    vjp_latex=(RESHAPED,),
    samples=(
        Sample(((2, 3),), {"start_dim": 0, "end_dim": -1}),
        Sample(((2, 3, 2),), {"start_dim": 1, "end_dim": -1}),
        Sample(((2, 3, 2),), {"start_dim": 0, "end_dim": 1}),
        Sample(((),), {"start_dim": 0, "end_dim": -1}),
        Sample(((2, 0),), {"start_dim": 0, "end_dim": -1}),
    ),
)


def _resolve_squeeze(shape: Shape, /, *, axis: int | Sequence[int] | None) -> dict[str, Any]:
    if axis is None:
        return {"axis": tuple(one for one, size in enumerate(shape) if size == 1)}
    axes = normal_axes(axis, len(shape))
    for one in axes:
        if shape[one] != 1:
            raise BadSqueeze(one, shape)
    return {"axis": axes}


squeeze = linear(
    "squeeze",
    family=FAMILY,
    summary="Without axes of size 1: all of them, or those named.",
    parameters=(Parameter("axis", Kind.AXES, None),),
    forward=lambda x, *, axis: np.squeeze(x, axis),
    shape=lambda shape, *, axis: tuple(size for one, size in enumerate(shape) if one not in axis),
    resolve=_resolve_squeeze,
    transpose=_back_to_shape,
    local="shape",
    latex=r"\operatorname{squeeze}(<x>)",
    vjp_latex=(RESHAPED,),
    samples=(
        Sample(((1, 3, 1),), {"axis": None}),
        Sample(((1, 3, 1),), {"axis": -1}),
        Sample(((1, 1),), {"axis": (0, 1)}),
        Sample(((2,),), {"axis": None}),
    ),
)


def _resolve_expand(shape: Shape, /, *, axis: int | Sequence[int]) -> dict[str, Any]:
    named = 1 if isinstance(axis, int) else len(axis)
    return {"axis": normal_axes(axis, len(shape) + named)}


def _expanded_shape(shape: Shape, /, *, axis: tuple[int, ...]) -> Shape:
    sizes = list(shape)
    for one in axis:
        sizes.insert(one, 1)
    return tuple(sizes)


expand_dims = linear(
    "expand_dims",
    aliases=("unsqueeze",),
    family=FAMILY,
    summary="With new axes of size 1 at the places named, counted in the result.",
    parameters=(Parameter("axis", Kind.AXES, REQUIRED),),
    forward=lambda x, *, axis: np.expand_dims(x, axis),
    shape=_expanded_shape,
    resolve=_resolve_expand,
    transpose=_back_to_shape,
    local="shape",
    latex=r"\operatorname{expand\_dims}(<x>)",
    vjp_latex=(RESHAPED,),
    samples=(Sample(((2, 3),), {"axis": 0}), Sample(((2, 3),), {"axis": -1}), Sample(((),), {"axis": 0})),
)


# The axes in another order.


def _order_of_swap(ndim: int, axis1: int, axis2: int) -> tuple[int, ...]:
    order = list(range(ndim))
    order[axis1], order[axis2] = axis2, axis1
    return tuple(order)


def _resolve_swap(shape: Shape, /, *, axis1: int, axis2: int) -> dict[str, Any]:
    return {"axis1": normal_axis(axis1, len(shape)), "axis2": normal_axis(axis2, len(shape))}


swapaxes: Operation = linear(
    "swapaxes",
    aliases=("swapdims",),
    family=FAMILY,
    summary="Two axes changed for each other.",
    parameters=(Parameter("axis1", Kind.WHOLE, REQUIRED), Parameter("axis2", Kind.WHOLE, REQUIRED)),
    forward=lambda x, *, axis1, axis2: x.swapaxes(axis1, axis2),
    shape=lambda shape, **axes: tuple(shape[one] for one in _order_of_swap(len(shape), **axes)),
    resolve=_resolve_swap,
    transpose=lambda upstream, _z, _x, **axes: swapaxes(upstream, **axes),
    local="shape",
    latex=r"\operatorname{swapaxes}_{<axis1>,<axis2>}(<x>)",
    vjp_latex=(r"\operatorname{swapaxes}_{<axis1>,<axis2>}\left(<g>\right)",),
    samples=(Sample(((2, 3, 4),), {"axis1": 0, "axis2": -1}), Sample(((2, 3),), {"axis1": 0, "axis2": 0})),
)


def _listed_axes(axis: int | Sequence[int], ndim: int) -> tuple[int, ...]:
    """Return the axes in the order in which they are written."""
    normal_axes(axis, ndim)
    return tuple(normal_axis(one, ndim) for one in ((axis,) if isinstance(axis, int) else axis))


def _resolve_move(shape: Shape, /, *, source: Axes, destination: Axes) -> dict[str, Any]:
    axes, goals = _listed_axes(source, len(shape)), _listed_axes(destination, len(shape))
    if len(axes) != len(goals):
        raise BadValue("destination", str(destination), "destination")
    return {"source": axes, "destination": goals}


def _order_of_move(ndim: int, source: tuple[int, ...], destination: tuple[int, ...]) -> tuple[int, ...]:
    order = [one for one in range(ndim) if one not in source]
    for goal, one in sorted(zip(destination, source, strict=True)):
        order.insert(goal, one)
    return tuple(order)


moveaxis = linear(
    "moveaxis",
    aliases=("movedim",),
    family=FAMILY,
    summary="Axes taken to other places; the others keep their order.",
    parameters=(Parameter("source", Kind.AXES, REQUIRED), Parameter("destination", Kind.AXES, REQUIRED)),
    forward=lambda x, *, source, destination: np.moveaxis(x, source, destination),
    shape=lambda shape, **axes: tuple(shape[one] for one in _order_of_move(len(shape), **axes)),
    resolve=_resolve_move,
    transpose=lambda upstream, _z, x, **axes: transpose(
        upstream, axes=tuple(_order_of_move(len(x.shape), **axes).index(one) for one in range(len(x.shape)))
    ),
    local="shape",
    latex=r"\operatorname{moveaxis}(<x>)",
    vjp_latex=(r"\operatorname{moveaxis}^{-1}\left(<g>\right)",),
    samples=(
        Sample(((2, 3, 4),), {"source": 0, "destination": -1}),
        Sample(((2, 3, 4),), {"source": (2, 0), "destination": (0, 1)}),
    ),
)


# The cells in another order.


flip: Operation = linear(
    "flip",
    family=FAMILY,
    summary="Back to front along the axes, or along all.",
    parameters=(Parameter("axis", Kind.AXES, None),),
    forward=lambda x, *, axis: np.flip(x, axis),
    shape=lambda shape, **_: shape,
    resolve=lambda shape, *, axis: {"axis": normal_axes(axis, len(shape))},
    transpose=lambda upstream, _z, _x, *, axis: flip(upstream, axis=axis),
    local="shape",
    latex=r"\operatorname{flip}_{<axis>}(<x>)",
    vjp_latex=(r"\operatorname{flip}_{<axis>}\left(<g>\right)",),
    samples=(Sample(((2, 3),), {"axis": None}), Sample(((2, 3),), {"axis": 1}), Sample(((2, 0),), {"axis": 1})),
)


def _resolve_roll(shape: Shape, /, *, shift: int | Sequence[int], axis: int | Sequence[int] | None) -> dict[str, Any]:
    shifts = (shift,) if isinstance(shift, int) else tuple(shift)
    axes = None if axis is None else _listed_axes(axis, len(shape))
    moved = 1 if axes is None else len(axes)
    if len(shifts) not in {1, moved}:
        raise BadValue("shift", str(shifts), "shift")
    shifts = shifts * moved if len(shifts) == 1 else shifts
    return {"shift": shifts, "axis": axes}


def _rolled(x: Any, *, shift: tuple[int, ...], axis: tuple[int, ...] | None) -> Any:
    if axis is None:
        return np.roll(x, shift[0])
    return np.roll(x, shift, axis) if axis else x


roll: Operation = linear(
    "roll",
    family=FAMILY,
    summary="Moved on along an axis; what leaves at the end comes in again at the start.",
    parameters=(Parameter("shift", Kind.AXES, REQUIRED), Parameter("axis", Kind.AXES, None)),
    forward=_rolled,
    shape=lambda shape, **_: shape,
    resolve=_resolve_roll,
    transpose=lambda upstream, _z, _x, *, shift, axis: roll(upstream, shift=tuple(-one for one in shift), axis=axis),
    local="shape",
    latex=r"\operatorname{roll}(<x>)",
    vjp_latex=(r"\operatorname{roll}^{-1}\left(<g>\right)",),
    samples=(
        Sample(((2, 3),), {"shift": 1, "axis": 1}),
        Sample(((2, 3),), {"shift": -2, "axis": None}),
        Sample(((2, 3),), {"shift": (1, 2), "axis": (0, 1)}),
    ),
)


# The cells several times.


def _tiles(shape: Shape, reps: tuple[int, ...]) -> tuple[Shape, tuple[int, ...]]:
    """Return sizes and repetitions with as many axes as the longer of the two has."""
    ndim = max(len(shape), len(reps))
    return (1,) * (ndim - len(shape)) + shape, (1,) * (ndim - len(reps)) + reps


def _tiled_shape(shape: Shape, /, *, reps: tuple[int, ...]) -> Shape:
    return tuple(size * times for size, times in zip(*_tiles(shape, reps), strict=True))


def _untile(upstream: Value, _z: Value, x: Value, *, reps: tuple[int, ...]) -> Value:
    sizes, times = _tiles(x.shape, reps)
    apart = tuple(one for pair in zip(times, sizes, strict=True) for one in pair)
    total = sum_(reshape(upstream, shape=apart), axis=tuple(range(0, len(apart), 2)), keepdims=False)
    return reshape(total, shape=x.shape)


tile = linear(
    "tile",
    family=FAMILY,
    summary="The whole array so many times along each axis.",
    parameters=(Parameter("reps", Kind.SHAPE, REQUIRED),),
    forward=lambda x, *, reps: np.tile(x, reps),
    shape=_tiled_shape,
    resolve=lambda _shape, *, reps: {"reps": checked_sizes(tuple(reps))},
    transpose=_untile,
    local="shape",
    latex=r"\operatorname{tile}(<x>)",
    vjp_latex=(r"{\textstyle\sum}_{\mathrm{tiles}}\, <g>",),
    samples=(
        Sample(((2, 3),), {"reps": (2,)}),
        Sample(((2, 3),), {"reps": (2, 2)}),
        Sample(((3,),), {"reps": (2, 1, 2)}),
        Sample(((),), {"reps": (3,)}),
    ),
)


def _resolve_repeat(shape: Shape, /, *, repeats: int, axis: int | None) -> dict[str, Any]:
    checked_sizes((repeats,))
    return {"repeats": repeats, "axis": None if axis is None else normal_axis(axis, len(shape))}


def _repeated_shape(shape: Shape, /, *, repeats: int, axis: int | None) -> Shape:
    if axis is None:
        return (prod(shape) * repeats,)
    return (*shape[:axis], shape[axis] * repeats, *shape[axis + 1 :])


def _unrepeat(upstream: Value, _z: Value, x: Value, *, repeats: int, axis: int | None) -> Value:
    shape, along = ((prod(x.shape),), 0) if axis is None else (x.shape, axis)
    apart = (*shape[: along + 1], repeats, *shape[along + 1 :])
    return reshape(sum_(reshape(upstream, shape=apart), axis=(along + 1,), keepdims=False), shape=x.shape)


repeat = linear(
    "repeat",
    aliases=("repeat_interleave",),
    family=FAMILY,
    summary="Each cell so many times in a row, along an axis or of all (NumPy's repeat).",
    parameters=(Parameter("repeats", Kind.SIZE, REQUIRED), Parameter("axis", Kind.AXIS, None)),
    forward=lambda x, *, repeats, axis: np.repeat(x, repeats, axis),
    shape=_repeated_shape,
    resolve=_resolve_repeat,
    transpose=_unrepeat,
    local="shape",
    latex=r"\operatorname{repeat}(<x>)",
    vjp_latex=(r"{\textstyle\sum}_{\mathrm{copies}}\, <g>",),
    samples=(
        Sample(((2, 3),), {"repeats": 2, "axis": 0}),
        Sample(((2, 3),), {"repeats": 3, "axis": -1}),
        Sample(((2, 3),), {"repeats": 2, "axis": None}),
        Sample(((3,),), {"repeats": 0, "axis": 0}),
    ),
)
