"""The attributes of an operation as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import Any

import numpy as np

from retrograd.graphjson.arrays import NOT_FINITE
from retrograd.graphjson.shown import Shown
from retrograd.tensor import Tensor


def attributes(tensor: Tensor, shown: Shown) -> dict[str, Any]:
    """Return the attributes of the operation that made `tensor`; the positions of an index are counted as shown."""
    return {name: _attribute(value, tensor, shown) for name, value in tensor.attributes.items()}


def _attribute(value: Any, tensor: Tensor, shown: Shown) -> Any:
    """Return an attribute as JSON; an index's slices as start, step and count, its arrays as nested lists."""
    if isinstance(value, float) and not isfinite(value):
        return NOT_FINITE[str(value)]
    if not isinstance(value, tuple):
        return value
    sizes = iter(tensor.attributes.get("shape", tensor.inputs[0].shape) if tensor.inputs else ())
    return [_entry(entry, sizes, shown) for entry in value]


def _entry(entry: Any, sizes: Iterator[int], shown: Shown) -> Any:
    if entry is None:
        return None
    size = next(sizes, 0)
    if isinstance(entry, np.ndarray):
        return shown.positions(entry)
    if not isinstance(entry, slice):
        return entry
    positions = range(*entry.indices(size))
    return {"start": positions.start, "step": positions.step, "count": len(positions), "size": size}
