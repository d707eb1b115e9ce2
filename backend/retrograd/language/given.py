"""The leaves of a program that have names, and the numbers that a request gives them instead of the program's."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrograd.language import nested
from retrograd.language.mistakes import BadValues, BadValuesShape
from retrograd.tensor import Tensor


@dataclass(slots=True)
class Given:
    """Numbers by the names of leaves; `leaves` are those that could have them, as far as the program has come.

    A name that is assigned numbers several times stands for the first of these leaves: one name, one leaf.
    """

    numbers: Mapping[str, Any] = field(default_factory=dict)
    leaves: dict[str, Tensor] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.numbers = {folded(name): given for name, given in self.numbers.items()}

    def to(self, name: str, leaf: Tensor) -> NDArray[Any] | None:
        """Return the numbers for a leaf that has a name now, or None; raises BadValues or BadValuesShape."""
        if name in self.leaves or name not in self.numbers:
            return None
        given = self.numbers[name]
        if isinstance(given, np.ndarray | np.generic):  # our own, and not a request's
            return np.asarray(given)
        return nested.read(
            given,
            leaf.shape,
            lambda fault: BadValues(fault, name),
            lambda shape: BadValuesShape(name, shape, leaf.shape),
        )

    def check(self) -> None:
        """Raise BadValues where numbers are given to a name that no leaf has."""
        for name in self.numbers:
            self.leaf(name)

    def leaf(self, name: str) -> Tensor:
        """Return the leaf of a name; raises BadValues if there is none."""
        found = self.leaves.get(folded(name))
        if found is None:
            raise BadValues("leaf", name, tuple(self.leaves))
        return found


def folded(name: str) -> str:
    """Return a name as Python reads it."""
    return unicodedata.normalize("NFKC", name)
