"""Finite differences: the definition of the derivative, to check the rules by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Function = Callable[..., NDArray[Any]]


def central_difference(
    function: Function, point: Sequence[NDArray[Any]], direction: Sequence[NDArray[Any]], step: float = 1e-6
) -> NDArray[Any]:
    """Return the derivative of `function` at `point` along `direction`, of the shape of its value.

    (f(x + h t) - f(x - h t)) / 2h, whose error is of the order h² and of the rounding error over h.
    """
    ahead = function(*[x + step * t for x, t in zip(point, direction, strict=True)])
    behind = function(*[x - step * t for x, t in zip(point, direction, strict=True)])
    return np.asarray((ahead - behind) / (2 * step))


def numeric_gradient(
    function: Function, point: Sequence[NDArray[Any]], seed: NDArray[Any], step: float = 1e-6
) -> list[NDArray[Any]]:
    """Return d⟨seed, f⟩ / dx for each x of `point`, cell by cell, by central differences."""
    gradients = []
    for number, x in enumerate(point):
        cells = np.zeros_like(x)
        for index in np.ndindex(x.shape):
            direction = [np.zeros_like(other) for other in point]
            direction[number][index] = 1.0
            cells[index] = np.sum(seed * central_difference(function, point, direction, step))
        gradients.append(cells)
    return gradients
