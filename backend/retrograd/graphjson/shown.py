"""The arrays of one answer: each encoded once, however often it is shown, and all of their cells counted."""

from __future__ import annotations

from math import isfinite
from typing import Any, Literal, NamedTuple

import numpy as np
import orjson

from retrograd.errors import LimitExceeded
from retrograd.graphjson.arrays import PREVIEW_CELLS, encode
from retrograd.graphjson.model import Array, DType
from retrograd.limits import Limits
from retrograd.ops.op import Shape
from retrograd.ops.reductions import broadcast_to

LARGE_SHARE = 0.9  # of an answer, which whole arrays may fill; the rest is for previews and small ones
WORTH_WRITING = 16  # cells; of fewer, the text is as quickly written again as copied


class Shown:
    """Encodes arrays for one answer.

    `max_elements` is how many cells of an array are shown at most, `float` the dtype of all that are no truth
    values. `cells` has, for each array that was shown and has axes, how many cells were; `singles` are the others.
    """

    def __init__(self, max_elements: int, limits: Limits, dtype: Literal["float64", "float32"]) -> None:
        """Begin an answer whose numbers are of `dtype`."""
        self.max_elements = max_elements
        self.float = dtype
        self.cells: list[int] = []
        self.singles = 0
        self._counted = 0
        self._most = limits.numbers
        self._large = limits.numbers * LARGE_SHARE
        self._constants: dict[tuple[float, Shape], Any] = {}
        self._encoded: dict[int, _Encoded] = {}  # by id

    @property
    def total(self) -> int:
        """How many numbers the arrays show, all together."""
        return self.singles + sum(self.cells)

    def array(self, array: Any, dtype: DType | None = None, *, lasting: bool = True) -> Array:
        """Return an array as it is shown; of one that is `lasting` the encoding is kept for the next time.

        A sum passes its gradient on as it is, and the gradient of what is used once is its one contribution.
        """
        if dtype is None:
            dtype = self.float
        if array.__class__ is np.float64 and dtype == "float64" and isfinite(array):  # the most frequent of all
            self.singles += 1
            if self._counted + self.singles > self._most:
                raise LimitExceeded("numbers", self._most, self._counted + self.singles)
            return {"shape": (), "dtype": dtype, "data": [array]}
        known = self._encoded.get(id(array))
        if known is not None and known.array["dtype"] == dtype:
            self._count(array)
            self.cells.append(known.cells)
            return known.array
        most = self._count(array)
        made = encode(array, dtype, most)
        part: Any = made if array.size <= most else made["preview"]  # type: ignore[typeddict-item]
        cells = len(part["data"])
        self.cells.append(cells)
        if lasting:
            if cells >= WORTH_WRITING:
                part["data"] = _written(part["data"])
            self._encoded[id(array)] = _Encoded(array, made, cells)
        return made

    def constant(self, number: float, like: Any) -> Array:
        """Return an array like another with the same number in all cells; it is made once for each shape."""
        shape = like.shape
        key = (float(number), shape)
        made = self._constants.get(key)
        if made is None:
            cell = like.dtype.type(number)
            made = self._constants[key] = broadcast_to.forward(cell, shape=shape) if shape else cell
        return self.array(made)

    def positions(self, array: Any) -> Any:
        """Return positions as nested lists; of more than are to be shown of an array, the shape alone."""
        if array.size > self.max_elements:
            return {"shape": array.shape}
        self._counted += array.size
        return array.tolist()

    def _count(self, array: Any) -> int:
        """Return how many cells of an array to show, and count them; raises LimitExceeded if there are too many."""
        most, size = self.max_elements, array.size
        shown = size if size < most else most
        counted = self._counted + self.singles
        if counted + shown > self._large:
            most = min(most, PREVIEW_CELLS)  # rather a part of it than none
            shown = min(size, most)
        self._counted += shown
        if counted + shown > self._most:
            raise LimitExceeded("numbers", self._most, counted + shown)
        return most


class _Encoded(NamedTuple):
    """An array that was shown (held, that no other gets its id), how it was, and how many cells of it."""

    shown: Any
    array: Array
    cells: int


def _written(numbers: Any) -> orjson.Fragment:
    """Return numbers as the text of them, which is copied wherever they are shown."""
    text = memoryview(orjson.dumps(numbers, option=orjson.OPT_SERIALIZE_NUMPY))
    return orjson.Fragment(bytes(text))  # a copy, as what orjson returns has room for more
