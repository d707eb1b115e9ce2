"""Seeds and tangents that a request brings: nested lists of numbers, checked against the shapes they are for."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from retrograd.autodiff.reverse import ones
from retrograd.errors import BadSeed, BadSeedShape
from retrograd.language import nested
from retrograd.tensor import Tensor


def seed_array(given: Any, tensor: Tensor, name: str) -> NDArray[Any]:
    """Return the seed or tangent of `tensor`, of its shape and dtype: ones if none is given."""
    if given is None:
        return ones(tensor)
    made: NDArray[Any] = nested.read(
        given, tensor.shape, BadSeed, lambda shape: BadSeedShape(name, shape, tensor.shape)
    ).astype(tensor.dtype)[()]
    return made
