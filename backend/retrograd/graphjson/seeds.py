"""Seeds and tangents that a request brings: nested lists of numbers, checked against the shapes they are for."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrograd.autodiff.reverse import ones
from retrograd.errors import BadSeed, BadSeedShape
from retrograd.graphjson.arrays import NOT_FINITE
from retrograd.tensor import Tensor

WORDS = {word: float(number) for number, word in NOT_FINITE.items()}
DEEPEST = 32  # NumPy's arrays have no more axes


def seed_array(given: Any, tensor: Tensor, name: str) -> NDArray[Any]:
    """Return the seed or tangent of `tensor`, of its shape and dtype: ones if none is given."""
    if given is None:
        return ones(tensor)
    if given == [] and tensor.value.size == 0:
        return np.zeros_like(tensor.value)
    if not isinstance(given, (list, int, float)) and not (isinstance(given, str) and given in WORDS):
        raise BadSeed("number")
    shape = _shape(given, DEEPEST)
    if shape != tensor.shape:
        raise BadSeedShape(name, shape, tensor.shape)
    flat: list[float] = []
    _flatten(given, flat)
    try:
        return np.array(flat, np.float64).astype(tensor.dtype).reshape(shape)[()]
    except OverflowError:
        raise BadSeed("number") from None


def _shape(given: Any, deepest: int) -> tuple[int, ...]:
    if not isinstance(given, list):
        return ()
    if deepest == 0:
        raise BadSeed("deep")
    shapes = {_shape(part, deepest - 1) for part in given}
    if len(shapes) > 1:
        raise BadSeed("ragged")
    return (len(given), *(shapes.pop() if shapes else ()))


def _flatten(given: Any, flat: list[float]) -> None:
    if isinstance(given, list):
        for part in given:
            _flatten(part, flat)
    elif isinstance(given, str) and given in WORDS:
        flat.append(WORDS[given])
    elif isinstance(given, (int, float)) and not isinstance(given, bool):
        flat.append(given)
    else:
        raise BadSeed("number")
