"""Shape rules of broadcasting and of axes, on shapes alone: nothing here touches an array.

NumPy's rule (NumPy User Guide, "Broadcasting"): shapes are aligned at the right; sizes agree if they are equal
or one of them is 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import zip_longest
from math import prod

from retrograd.errors import BadAxis, BadBroadcast, NegativeSize, RepeatedAxis, ShapesClash
from retrograd.ops.op import Shape


def common_shape(sign: str, *shapes: Shape) -> Shape:
    """Return the shape that all `shapes` broadcast to; ShapesClash names the axes that do not agree."""
    first = shapes[0]
    if all(shape == first for shape in shapes):
        return first
    sizes, clashes = [], []
    for depth, column in enumerate(zip_longest(*map(reversed, shapes), fillvalue=1), start=1):
        grown = {size for size in column if size != 1}
        sizes.append(grown.pop() if grown else 1)
        if grown:
            clashes.append(-depth)
    if clashes:
        raise ShapesClash(sign, shapes, tuple(clashes))
    return tuple(reversed(sizes))


def broadcast_shape(shape: Shape, new_shape: Shape) -> Shape:
    """Return `new_shape` if `shape` broadcasts to it, else raise BadBroadcast."""
    offset = len(new_shape) - len(shape)
    fits = offset >= 0 and all(size in {1, new} for size, new in zip(shape, new_shape[offset:], strict=True))
    if not fits:
        raise BadBroadcast(shape, new_shape)
    return new_shape


@lru_cache(4096)
def unbroadcast_axes(large: Shape, small: Shape) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the axes of `large` to sum with their size kept as 1, and of those the new ones to drop.

    (4, 3) to (3,) gives ((0,), (0,)); (4, 3) to (1, 3) gives ((0,), ()).
    """
    new = len(large) - len(small)
    padded = (1,) * new + small
    summed = tuple(
        axis for axis, (big, old) in enumerate(zip(large, padded, strict=True)) if axis < new or big != old
    )
    return summed, tuple(range(new))


def normal_axis(axis: int, ndim: int) -> int:
    """Return `axis` counted from 0, or raise BadAxis."""
    if not -ndim <= axis < ndim:
        raise BadAxis(axis, ndim)
    return axis % ndim


def normal_axes(axis: int | Sequence[int] | None, ndim: int) -> tuple[int, ...]:
    """Return the axes that `axis` names, counted from 0, in rising order; None names all."""
    if axis is None:
        return tuple(range(ndim))
    axes = [normal_axis(one, ndim) for one in ((axis,) if isinstance(axis, int) else axis)]
    for position, one in enumerate(axes):
        if one in axes[:position]:
            raise RepeatedAxis(one)
    return tuple(sorted(axes))


@lru_cache(4096)
def reduced_shape(shape: Shape, axes: tuple[int, ...], *, keepdims: bool) -> Shape:
    """Return `shape` without `axes`, or with size 1 there."""
    if keepdims:
        return tuple(1 if axis in axes else size for axis, size in enumerate(shape))
    return tuple(size for axis, size in enumerate(shape) if axis not in axes)


@lru_cache(4096)
def count(shape: Shape, axes: tuple[int, ...]) -> int:
    """Return how many elements each result of a reduction over `axes` is made of."""
    return prod(map(shape.__getitem__, axes))


def checked_sizes(shape: Shape) -> Shape:
    """Return `shape` if no size is negative, else raise NegativeSize."""
    for size in shape:
        if size < 0:
            raise NegativeSize(size)
    return shape
