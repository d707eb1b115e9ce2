"""Arrays as JSON: all their numbers, or a preview and statistics."""

from __future__ import annotations

from math import isfinite, prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrograd.graphjson.model import Array, DType, Preview, Stats
from retrograd.language.nested import WORDS

PREVIEW_CELLS = 256
SAFE_TO_SQUARE = 1e-100
NOT_FINITE = {str(number): word for word, number in WORDS.items()}


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
    flat = array.ravel()
    if dtype == "bool":
        return flat.astype(np.int8)
    # Where the sum of squares is finite all are: the quickest pass over the numbers that there is.
    if isfinite(flat.dot(flat)) or np.isfinite(flat).all():
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
    """Return what is known of all cells, going through a large array as seldom as possible."""
    cells = array.ravel().astype(np.float64, copy=False)
    whole = isfinite(cells.dot(cells)) or bool(np.isfinite(cells).all())
    finite = cells if whole else cells[np.isfinite(cells)]
    nans = 0 if whole else int(np.count_nonzero(np.isnan(cells)))
    found: Stats = {
        "min": None,
        "max": None,
        "mean": None,
        "std": None,
        "zeros": cells.size - int(np.count_nonzero(cells)),
        "nans": nans,
        "infs": cells.size - finite.size - nans,
    }
    if finite.size:
        low, high = float(finite.min()), float(finite.max())
        found["min"], found["max"] = low, high
        found["mean"], found["std"] = _mean_and_std(finite, max(-low, high))
    return found


def _mean_and_std(cells: NDArray[np.float64], largest: float) -> tuple[float, float]:
    """Return mean and standard deviation (by n); the squares of very large or small numbers are taken of shares."""
    scale = 1.0 if SAFE_TO_SQUARE < largest < 1 / SAFE_TO_SQUARE or not largest else largest
    shares = cells if scale == 1.0 else cells / scale
    mean = float(np.add.reduce(shares)) / cells.size
    off = shares - mean
    return mean * scale, float(np.sqrt(off @ off / cells.size)) * scale
