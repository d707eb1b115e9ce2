"""Arrays as JSON: all their numbers, or a preview and statistics."""

from __future__ import annotations

from math import isfinite, prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrograd.graphjson.model import Array, DType, Preview, Stats

PREVIEW_CELLS = 256
NOT_FINITE = {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}


def encode(array: Any, dtype: DType, max_elements: int) -> Array:
    """Return `array` for the graph JSON; more than `max_elements` cells come as a preview."""
    if array.size <= max_elements:
        return {"shape": array.shape, "dtype": dtype, "data": numbers(array, dtype)}
    index = preview_index(array.shape, min(max_elements, PREVIEW_CELLS))
    picked = array[np.ix_(*index)]
    preview: Preview = {"index": index, "shape": picked.shape, "data": numbers(picked, dtype)}
    return {"shape": array.shape, "dtype": dtype, "preview": preview, "stats": _stats(array)}


def numbers(array: NDArray[Any], dtype: DType) -> Any:
    """Return the cells in row-major order: an array, or a list where some are NaN or infinite."""
    if not array.ndim:
        number = array[()]
        return [int(number) if dtype == "bool" else number if isfinite(number) else NOT_FINITE[str(number)]]
    flat = np.ascontiguousarray(array).ravel()
    if dtype == "bool":
        return flat.astype(np.int8)
    # Where the sum is finite all are: one pass over the numbers instead of two, and no array of truth values.
    if isfinite(np.add.reduce(flat)) or np.isfinite(flat).all():
        return flat
    return [number if isfinite(number) else NOT_FINITE[str(number)] for number in flat.tolist()]


def preview_index(shape: tuple[int, ...], cells: int) -> tuple[tuple[int, ...], ...]:
    """Return which positions of each axis a preview of at most `cells` cells shows, evenly spread.

    The longest axis is halved until the product fits, so that a preview keeps something of the proportions.
    """
    sizes = list(shape)
    while prod(sizes) > max(cells, 1):
        longest = sizes.index(max(sizes))
        sizes[longest] = (sizes[longest] + 1) // 2
    return tuple(
        tuple(np.linspace(0, full - 1, kept).round().astype(int).tolist()) if kept > 1 else (0,)
        for full, kept in zip(shape, sizes, strict=True)
    )


def _stats(array: NDArray[Any]) -> Stats:
    finite = array[np.isfinite(array)].astype(np.float64)
    some = finite.size > 0
    scale = float(np.abs(finite).max()) if some else 1.0
    shares = finite / (scale or 1.0)  # the sum of large numbers could be infinite
    return {
        "min": float(finite.min()) if some else None,
        "max": float(finite.max()) if some else None,
        "mean": float(shares.mean()) * scale if some else None,
        "std": float(shares.std()) * scale if some else None,
        "zeros": int((array == 0).sum()),
        "nans": int(np.isnan(array).sum()),
        "infs": int(np.isinf(array).sum()),
    }
