"""Picking cells out of a tensor: basic indexing with whole numbers, slices, `...` and `None`.

An index in normal form has one entry for each axis of the operand, and `None` for each new axis: a whole number
counted from 0, or a slice with all of its three numbers.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from retrograd.errors import BadIndex, IndexOutOfRange, TooManyIndices, ZeroStep
from retrograd.ops.op import REQUIRED, Kind, Operation, Parameter, Sample, Shape
from retrograd.ops.shaping import linear

FAMILY = "indexing"
Entry = int | slice | None
Index = tuple[Entry, ...]


def picked(part: slice, size: int) -> range:
    """Return the positions that `part` picks along an axis of `size`."""
    return range(*part.indices(size))


def _normal_slice(part: slice, size: int) -> slice:
    if part.step == 0:
        raise ZeroStep
    positions = picked(part, size)
    if not positions:  # x[-9::-1] starts at -1, which would be the last cell
        return slice(0, 0, 1)
    stop = positions.stop if positions.stop >= 0 else None  # x[2::-1] stops before 0: -1 would be the end
    return slice(positions.start, stop, positions.step)


def _normal_entry(entry: Any, axis: int, size: int) -> Entry:
    if isinstance(entry, slice):
        return _normal_slice(entry, size)
    position = int(entry)
    if not -size <= position < size:
        raise IndexOutOfRange(position, axis, size)
    return position % size


def _resolve(shape: Shape, /, *, index: tuple[Any, ...]) -> dict[str, Any]:
    if sum(entry is Ellipsis for entry in index) > 1:
        raise BadIndex("..., ...")
    used = sum(entry is not None and entry is not Ellipsis for entry in index)
    if used > len(shape):
        raise TooManyIndices(shape, used)
    rest = (slice(None),) * (len(shape) - used)
    at = index.index(Ellipsis) if Ellipsis in index else len(index)
    full = (*index[:at], *rest, *index[at + 1 :])
    normal: list[Entry] = []
    axis = 0
    for entry in full:
        if entry is None:
            normal.append(None)
        else:
            normal.append(_normal_entry(entry, axis, shape[axis]))
            axis += 1
    return {"index": tuple(normal)}


def _shape(shape: Shape, /, *, index: Index) -> Shape:
    sizes: list[int] = []
    remaining = iter(shape)
    for entry in index:
        if entry is None:
            sizes.append(1)
        elif isinstance(entry, slice):
            sizes.append(len(picked(entry, next(remaining))))
        else:
            next(remaining)
    return tuple(sizes)


getitem: Operation = linear(
    "getitem",
    sign="[ ]",
    family=FAMILY,
    summary="The cells that the index picks.",
    parameters=(Parameter("index", Kind.INDEX, REQUIRED),),
    forward=lambda x, *, index: x[index],
    shape=_shape,
    resolve=_resolve,
    transpose=lambda upstream, _z, x, *, index: scatter(upstream, index=index, shape=x.shape),
    local="selection",
    latex=r"<x>_{[<index>]}",
    vjp_latex=(r"\operatorname{scatter}_{[<index>]}\left(<g>\right)",),
    samples=(
        Sample(((3,),), {"index": (1,)}),
        Sample(((3, 4),), {"index": (slice(None), -1)}),
        Sample(((3, 4),), {"index": (slice(0, 3, 2), None)}),
        Sample(((3, 4),), {"index": (Ellipsis, slice(None, None, -1))}),
        Sample(((2, 3, 4),), {"index": (0, Ellipsis, slice(3, 0, -2))}),
        Sample(((2, 3),), {"index": (slice(1, 1),)}),
        Sample(((),), {"index": (None,)}),
    ),
)


def _scatter(x: Any, *, index: Index, shape: Shape) -> Any:
    cells = np.zeros(shape, x.dtype)
    cells[index] = x
    return cells


scatter: Operation = linear(
    "scatter",
    family=FAMILY,
    summary="Zeros, with the operand put at the cells that the index picks: the transpose of indexing.",
    parameters=(Parameter("index", Kind.INDEX, REQUIRED), Parameter("shape", Kind.SHAPE, REQUIRED)),
    forward=_scatter,
    shape=lambda _picked, *, index, shape: shape,  # noqa: ARG005
    resolve=lambda _picked, *, index, shape: {"index": index, "shape": shape},
    transpose=lambda upstream, _z, _x, *, index, shape: getitem(upstream, index=index),  # noqa: ARG005
    local="selection",
    latex=r"\operatorname{scatter}_{[<index>]}(<x>)",
    vjp_latex=(r"\left(<g>\right)_{[<index>]}",),
    samples=(
        Sample(((2,),), {"index": (slice(0, 3, 2),), "shape": (3,)}),
        Sample(((),), {"index": (1, 0), "shape": (2, 3)}),
    ),
    public=False,
)
