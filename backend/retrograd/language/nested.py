"""Nested lists of numbers that a request brings, checked against the shape of the tensor that they are for."""

from __future__ import annotations

from collections.abc import Callable
from math import inf, nan, prod
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from retrograd.errors import ProgramError, Shape

WORDS = {"NaN": nan, "Infinity": inf, "-Infinity": -inf}
"""The numbers that JSON lacks, as they travel."""
DEEPEST = 32  # NumPy's arrays have no more axes
Fault = Literal["deep", "ragged", "number"]


def read(
    given: Any, shape: Shape, wrong: Callable[[Fault], ProgramError], unfit: Callable[[Shape], ProgramError]
) -> NDArray[np.float64]:
    """Return nested lists as an array of `shape`; [] is any shape of size 0.

    Raises what `wrong` makes of a fault, or `unfit` of another shape.
    """
    if given == [] and not prod(shape):
        return np.zeros(shape)
    if not isinstance(given, (list, int, float)) and not (isinstance(given, str) and given in WORDS):
        raise wrong("number")
    found = _shape(given, DEEPEST, wrong)
    if found != shape:
        raise unfit(found)
    flat: list[float] = []
    _flatten(given, flat, wrong)
    try:
        return np.array(flat, np.float64).reshape(shape)
    except OverflowError:
        raise wrong("number") from None


def _shape(given: Any, deepest: int, wrong: Callable[[Fault], ProgramError]) -> Shape:
    if not isinstance(given, list):
        return ()
    if deepest == 0:
        raise wrong("deep")
    shapes = {_shape(part, deepest - 1, wrong) for part in given}
    if len(shapes) > 1:
        raise wrong("ragged")
    return (len(given), *(shapes.pop() if shapes else ()))


def _flatten(given: Any, flat: list[float], wrong: Callable[[Fault], ProgramError]) -> None:
    if isinstance(given, list):
        for part in given:
            _flatten(part, flat, wrong)
    elif isinstance(given, str) and given in WORDS:
        flat.append(WORDS[given])
    elif isinstance(given, (int, float)) and not isinstance(given, bool):
        flat.append(given)
    else:
        raise wrong("number")
