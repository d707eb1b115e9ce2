"""Gradient descent: leaves of a program moved against their gradients, w ← w − η · dL/dw, step after step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from time import thread_time
from typing import Any

import numpy as np

from retrograd.autodiff.replay import Replay
from retrograd.autodiff.reverse import Gradients, contributions, ones, recorded_gradients
from retrograd.errors import LimitExceeded, ProgramError
from retrograd.language.interpret import NO_VALUES, Run, interpret
from retrograd.language.parse import parse
from retrograd.limits import Limits
from retrograd.ops.op import Value
from retrograd.tensor import Tensor

WORTH_REPLAYING = 3
"""Steps from which on it pays to make a function of the graph."""
Point = tuple[Value, ...]
"""The values of the parameters, in their order."""
Measured = tuple[float, Sequence[Value | None]]
"""The loss at a point, and its gradients there; None without a path."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How to descend; without names of `parameters`, all leaves that a gradient reaches and that may be moved."""

    parameters: tuple[str, ...] | None
    rate: float
    steps: int


@dataclass(frozen=True, slots=True)
class Descent:
    """What came of it: the loss before every step and after the last, and where the parameters were meanwhile.

    `points` are those of each loss, or the last alone where all would be too many numbers. `error` is what ended it
    early: a LimitExceeded of time, or what is wrong with the program at the next point. `summed` if the output is
    no scalar, and its sum was descended.
    """

    names: tuple[str, ...]
    losses: tuple[float, ...]
    points: tuple[Point, ...]
    summed: bool
    error: ProgramError | None

    @property
    def whole(self) -> bool:
        """Whether there is a point for each loss."""
        return len(self.points) == len(self.losses)


def descend(
    program: str,
    wish: Wish,
    limits: Limits,
    *,
    output: str | None = None,
    dtype: str = "float64",
    opening: frozenset[str] = frozenset(),
    values: Mapping[str, Any] = NO_VALUES,
) -> Descent:
    """Descend from where `values` and the program itself put the leaves.

    Raises whatever is wrong with the program there. An infinite loss and NaN are results, and the descent goes on.
    """
    if wish.steps > limits.descent:
        raise LimitExceeded("descent", limits.descent, wish.steps)
    evaluate = partial(
        interpret,
        parse(program, limits),
        gradients=recorded_gradients,
        output=output,
        dtype=dtype,
        opening=opening,
    )
    begun = thread_time()
    run = evaluate(limits, values=values)
    with np.errstate(all="ignore"):
        first = _gradients(run)
        names = _names(run, first, wish.parameters)
        leaves = [run.given.leaf(name) for name in names]
        walk = _Walk(wish, limits, run.deadline, thread_time() - begun)
        walk.stand(tuple(leaf.value for leaf in leaves), (_loss(run.output), [first.get(leaf) for leaf in leaves]))

        def again(point: Point) -> Measured:
            left = replace(limits, time=max(run.deadline - thread_time(), 0.0))
            moved = evaluate(left, values={**values, **dict(zip(names, point, strict=True))})
            found = _gradients(moved)
            return _loss(moved.output), [found.get(moved.given.leaf(name)) for name in names]

        error = walk.go(_played(run, leaves) if _is_settled(run, leaves) and wish.steps >= WORTH_REPLAYING else again)
    return Descent(tuple(names), tuple(walk.losses), tuple(walk.points), run.output.value.ndim > 0, error)


class _Walk:
    """A descent under way."""

    def __init__(self, wish: Wish, limits: Limits, deadline: float, longest: float) -> None:
        """Begin; `longest` is the longest that a measurement has taken so far."""
        self.losses: list[float] = []
        self.points: list[Point] = []
        self._wish = wish
        self._limits = limits
        self._deadline = deadline
        self._longest = longest
        self._gradients: Sequence[Value | None] = ()

    def stand(self, point: Point, measured: Measured) -> None:
        """Note a point and what was measured there; of too many numbers, the last point's alone are kept."""
        if sum(one.size for one in point) * (self._wish.steps + 1) > self._limits.trail:
            self.points.clear()
        self.points.append(point)
        loss, self._gradients = measured
        self.losses.append(loss)

    def go(self, measure: Callable[[Point], Measured]) -> ProgramError | None:
        """Make all the steps; returns what ended them early, if something did."""
        for _ in range(self._wish.steps):
            begun = thread_time()
            if begun + self._longest > self._deadline:
                return LimitExceeded("time", self._limits.time)
            point = tuple(map(self._moved, self.points[-1], self._gradients))
            try:
                self.stand(point, measure(point))
            except ProgramError as error:
                return error
            self._longest = max(self._longest, thread_time() - begun)
        return None

    def _moved(self, value: Value, gradient: Value | None) -> Value:
        return value if gradient is None else value - value.dtype.type(self._wish.rate) * gradient


def _names(run: Run, gradients: Gradients, wanted: tuple[str, ...] | None) -> list[str]:
    """Return the parameters' names, each once; those that are whole numbers to the program move only if wanted."""
    leaves = run.given.leaves
    if wanted is None:
        return [name for name, leaf in leaves.items() if leaf in gradients and leaf not in run.counted]
    found = {run.given.leaf(name): name for name in wanted}
    return [name for name, leaf in leaves.items() if leaf in found]


def _is_settled(run: Run, leaves: Sequence[Tensor]) -> bool:
    """Return whether the graph stays the same wherever the leaves are: no number of theirs decides what it is."""
    read = None not in run.consulted and run.consulted.isdisjoint(leaves)
    return read and all(one.op is None or one.op.settle is None for one in run.tensors)


def _played(run: Run, leaves: Sequence[Tensor]) -> Callable[[Point], Measured]:
    """Return what measures by the graph that there is, with other numbers."""
    replay = Replay(run.output, leaves)

    def measure(point: Point) -> Measured:
        played = replay(*point)
        return float(np.sum(played.value)), played.gradients

    return measure


def _gradients(run: Run) -> Gradients:
    found: Gradients = {}
    for _ in contributions(run.tensors, run.output, ones(run.output), found):
        pass
    return found


def _loss(output: Tensor) -> float:
    return float(np.sum(output.value))
