"""What stands in brackets, in normal form, and the shape that it picks: NumPy's rules, on shapes alone.

An index in normal form has one entry for each axis of the operand, and `None` for each new axis:

- a whole number counted from 0;
- a slice with all of its three numbers;
- an array of whole numbers counted from 0. A condition (a boolean array) is one such array for each of its axes:
  the positions where it holds.

Where arrays stand, whole numbers join them: they broadcast together, and the axes of what they broadcast to take
the place of the first of them, or come first of all where a slice or `None` stands in between (NumPy User Guide,
"Advanced indexing").
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from retrograd.errors import BadIndex, IndexOutOfRange, NotWhole, RaggedList, ShapesClash, TooManyIndices, ZeroStep
from retrograd.ops.broadcasting import common_shape
from retrograd.ops.mistakes import BadMask, IndicesClash
from retrograd.ops.op import Shape
from retrograd.ops.positions import Positions, positions

Entry = int | slice | Positions | None
Index = tuple[Entry, ...]
LONGEST_TEXT = 40


def picked(part: slice, size: int) -> range:
    """Return the positions that `part` picks along an axis of `size`."""
    return range(*part.indices(size))


def normal_index(shape: Shape, index: tuple[Any, ...]) -> Index:
    """Return `index` into a tensor of `shape` in normal form.

    Entries are whole numbers, slices, `...`, None, and lists or arrays of whole numbers or truth values. Raises
    BadIndex, BadMask, IndexOutOfRange, NotWhole, RaggedList, TooManyIndices or ZeroStep.
    """
    entries = [_read(entry) for entry in index]
    ellipses = [at for at, entry in enumerate(entries) if entry is Ellipsis]
    if len(ellipses) > 1:
        raise BadIndex("..., ...")
    used = sum(map(_axes_used, entries))
    if used > len(shape):
        raise TooManyIndices(shape, used)
    at = ellipses[0] if ellipses else len(entries)
    rest = (slice(None),) * (len(shape) - used)
    return tuple(_normal((*entries[:at], *rest, *entries[at + 1 :]), shape))


def _read(entry: Any) -> Any:
    """Return an entry as it is, or as an array where it is a list, an array or a truth value."""
    if entry is None or entry is Ellipsis or isinstance(entry, slice):
        return entry
    if isinstance(entry, int) and not isinstance(entry, bool):
        return entry
    try:
        array = np.asarray(entry)
    except ValueError:
        raise RaggedList(tuple(len(row) if isinstance(row, (list, tuple)) else None for row in entry)) from None
    if array.dtype.kind not in "biuf" or (array.dtype.kind == "b" and not array.ndim):
        raise BadIndex(str(entry)[:LONGEST_TEXT])
    return array.astype(np.intp) if not array.size and array.dtype.kind == "f" else array


def _axes_used(entry: Any) -> int:
    if entry is None or entry is Ellipsis:
        return 0
    return entry.ndim if _is_mask(entry) else 1


def _is_mask(entry: Any) -> bool:
    return isinstance(entry, np.ndarray) and entry.dtype.kind == "b"


def _normal(entries: tuple[Any, ...], shape: Shape) -> Iterator[Entry]:
    axis = 0
    for entry in entries:
        if entry is None:
            yield None
        elif _is_mask(entry):
            after = axis + entry.ndim
            if entry.shape != shape[axis:after]:
                raise BadMask(entry.shape, axis, shape)
            yield from (_fixed(found) for found in np.nonzero(entry))
            axis = after
        else:
            yield _normal_entry(entry, axis, shape[axis])
            axis += 1


def _normal_entry(entry: Any, axis: int, size: int) -> Entry:
    if isinstance(entry, slice):
        return _normal_slice(entry, size)
    if isinstance(entry, np.ndarray):
        found = positions(entry, axis, size)
        return _fixed(found) if found.ndim else int(found)
    if not -size <= entry < size:
        raise IndexOutOfRange(entry, axis, size)
    whole: int = entry % size
    return whole


def _fixed(array: Positions) -> Positions:
    array.flags.writeable = False
    return array


def _normal_slice(part: slice, size: int) -> slice:
    for bound in (part.start, part.stop, part.step):
        if bound is not None and not hasattr(bound, "__index__"):
            raise NotWhole(str(bound)[:LONGEST_TEXT])
    if part.step == 0:
        raise ZeroStep
    found = picked(part, size)
    if not found:  # x[-9::-1] starts at -1, which would be the last cell
        return slice(0, 0, 1)
    stop = found.stop if found.stop >= 0 else None  # x[2::-1] stops before 0: -1 would be the end
    return slice(found.start, stop, found.step)


def has_arrays(index: Index) -> bool:
    """Return whether an index in normal form has arrays of positions, so that cells may be picked more than once."""
    return any(isinstance(entry, np.ndarray) for entry in index)


def picked_shape(shape: Shape, index: Index) -> Shape:
    """Return the shape that `index`, in normal form, picks; raises IndicesClash if its arrays do not broadcast."""
    arrays = [entry for entry in index if isinstance(entry, np.ndarray)]
    joined = (int, np.ndarray) if arrays else ()
    places = [at for at, entry in enumerate(index) if isinstance(entry, joined)]
    sizes: list[int] = []
    start = 0
    remaining = iter(shape)
    for at, entry in enumerate(index):
        if places and at == places[0]:
            start = len(sizes)
        if entry is None:
            sizes.append(1)
        elif isinstance(entry, slice):
            sizes.append(len(picked(entry, next(remaining))))
        else:
            next(remaining)
    if not arrays:
        return tuple(sizes)
    together = places[-1] - places[0] + 1 == len(places)
    start = start if together else 0
    shapes = tuple(array.shape for array in arrays)
    try:
        return (*sizes[:start], *common_shape("[ ]", *shapes), *sizes[start:])
    except ShapesClash:
        raise IndicesClash(shapes) from None
