"""Positions along an axis that are held as tensors: labels, indices. They are floats and have to be whole numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrograd.errors import IndexOutOfRange, NotWhole
from retrograd.ops.mistakes import NegativePosition

Positions = NDArray[np.intp]


def whole(cells: Any) -> Positions:
    """Return an array of whole numbers as ints; raises NotWhole, which names the first that is none."""
    array = np.asarray(cells)
    if array.dtype.kind == "i":
        return array.astype(np.intp, copy=False)
    wrong = ~(np.abs(array) < 2.0**53) | (array != np.round(array))  # NaN is not below anything
    if wrong.any():
        raise NotWhole(f"{float(array[wrong].flat[0]):.6g}")
    return array.astype(np.intp)


def positions(cells: Any, axis: int, size: int, *, from_the_end: bool = True) -> Positions:
    """Return whole numbers as positions along an axis of `size`, counted from 0.

    Negative ones count from the end, or raise NegativePosition; others that the axis has not raise IndexOutOfRange.
    """
    found = whole(cells)
    if not from_the_end and (found < 0).any():
        raise NegativePosition(int(found[found < 0].flat[0]))
    outside = (found < -size) | (found >= size)
    if outside.any():
        raise IndexOutOfRange(int(found[outside].flat[0]), axis, size)
    return np.where(found < 0, found + size, found)


def coins(place: int, sides: int = 2) -> Callable[..., tuple[Any, ...]]:
    """Return a `prepare` for samples that makes operand `place` whole numbers from 0 to below `sides`."""

    def prepare(*arrays: Any) -> tuple[Any, ...]:
        drawn = np.floor(np.abs(arrays[place]) * 7) % sides
        return (*arrays[:place], drawn, *arrays[place + 1 :])

    return prepare
