"""Differences beside a derivative: one-sided slopes in one direction, and what they say about the function there."""

from __future__ import annotations

from collections.abc import Callable
from math import inf, isfinite, sqrt
from typing import Literal, NamedTuple

import numpy as np

Mark = Literal["agrees", "differs", "kink", "jump", "undefined"]
"""How a derivative and a difference stand to each other; at a kink or a jump there is no derivative to find."""

STEPS = {"float64": 1e-5, "float32": 1e-2}
"""Near the cube root of the rounding error, where h² and 1/h balance (Nocedal & Wright, Numerical Optimization,
2nd ed., sec. 8.1)."""
TOLERANCES = {"float64": 1e-4, "float32": 1e-2}
FINER = 10.0
BENT = 1e-4  # of a slope: how far the sides may differ without being looked at again
NOISY = 10.0  # times the rounding error of a slope


class Slopes(NamedTuple):
    """(f(x) - f(x - h)) / h and (f(x + h) - f(x)) / h, and how large an error rounding alone may make."""

    left: float
    right: float
    noise: float

    @property
    def central(self) -> float:
        """(f(x + h) - f(x - h)) / 2h: the mean of both sides."""
        return (self.left + self.right) / 2

    @property
    def gap(self) -> float:
        """How far the sides differ: of a smooth function, about h times its second derivative."""
        return abs(self.right - self.left)

    @property
    def steepest(self) -> float:
        """The larger slope of both sides, without its sign."""
        return max(abs(self.left), abs(self.right))


class Walk:
    """A function along a line through a point: `change(offset)` is f(x + offset) - f(x), `size` about |f(x)|."""

    def __init__(self, change: Callable[[float], float], size: float, dtype: str) -> None:
        """Walk along `change`, whose numbers are of `dtype`."""
        self._change = change
        self._size = size
        self._rounding = float(np.finfo(dtype).eps)
        self._tolerance = TOLERANCES[dtype]
        self._known: dict[float, Slopes] = {}
        self._step = STEPS[dtype]

    def slopes(self, step: float) -> Slopes:
        """Return the slopes for a step h, which are asked for once only."""
        if step not in self._known:
            ahead, behind = self._change(step), self._change(-step)
            self._known[step] = Slopes(-behind / step, ahead / step, self._rounding * self._size / step)
        return self._known[step]

    def mark(self, derivative: float, step: float) -> Mark:
        """Return how `derivative` stands to the central difference for `step`."""
        found = self.slopes(step).central
        if not (isfinite(derivative) and isfinite(found)):
            return "undefined"
        off = abs(derivative - found)
        near = off <= max(self._tolerance * max(abs(derivative), abs(found)), sqrt(self._rounding) * self._size)
        return self._bend(near) or ("agrees" if near else "differs")

    def _bend(self, near: bool) -> Mark | None:
        """Return whether the function has a kink or a jump here; for a step of its own, that it hangs on no other.

        The sides of a smooth function draw together as the step gets smaller, by as much as the step does. Those of a
        kink stay apart, those of a jump part. Where the kink is only near, it is gone with the smaller step.
        """
        wide, close = self.slopes(self._step), self.slopes
        if not wide.gap > max(BENT * wide.steepest, NOISY * wide.noise):
            return None
        fine = close(self._step / FINER)
        if fine.gap > wide.gap / 2 and fine.gap > NOISY * fine.noise:
            return "jump" if fine.gap > wide.gap * FINER / 2 else "kink"
        return "kink" if not near and fine.gap < wide.gap / FINER / 5 else None


def relative_error(derivative: float, difference: float) -> float:
    """Return how far apart they are, measured by the larger of both; infinite where one is not finite."""
    if not (isfinite(derivative) and isfinite(difference)):
        return inf
    off, scale = abs(derivative - difference), max(abs(derivative), abs(difference))
    return off / scale if scale else 0.0
