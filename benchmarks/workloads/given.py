"""What a workload is given, once as numbers and once as the text of a program: the two cannot differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True, slots=True)
class Given:
    """A named array or number, and how a program writes it."""

    name: str
    value: Any  # a float64 array, or a float
    text: str

    @property
    def leaf(self) -> str:
        """The statement that makes it a leaf, which has a gradient."""
        return f"{self.name} = {self.text}"

    @property
    def constant(self) -> str:
        """The statement that makes it a constant."""
        return f"{self.name} = tensor({self.text}, requires_grad=False)"


def number(name: str, value: float) -> Given:
    """Give a number."""
    return Given(name, value, repr(value))


def randn(name: str, *shape: int, seed: int, scale: float = 1.0) -> Given:
    """Give normally distributed numbers; the language's `randn` draws the same ones."""
    drawn = scale * np.random.default_rng(seed).standard_normal(shape)
    sizes = ", ".join(map(str, shape))
    factor = "" if scale == 1.0 else f"{scale!r} * "
    return Given(name, drawn, f"{factor}randn({sizes}, seed={seed})")


def zeros(name: str, *shape: int) -> Given:
    """Give zeros, as biases begin."""
    return Given(name, np.zeros(shape), f"zeros({', '.join(map(str, shape))})")


def one_hot(name: str, rows: int, classes: int) -> Given:
    """Give rows with a single one: row i is of the class i modulo `classes`."""
    copies = -(-rows // classes)
    text = f"tile(eye({classes}), ({copies}, 1))[:{rows}]"
    return Given(name, np.tile(np.eye(classes), (copies, 1))[:rows], text)
