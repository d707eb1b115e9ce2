"""A graph played again with other numbers: forward and backward as one straight function.

Building a graph costs more than its numbers where they are few. Here a graph that has been built becomes a list of
instructions (a Wengert list; Griewank & Walther, Evaluating Derivatives, 2nd ed., sec. 2.2), and the list the text of
a function: a line for each value and for each contribution. `steps` makes the list, `writing` the text.

What was decided by numbers when the graph was built stays decided: which cells a mask or an index picked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import Any, NamedTuple

import numpy as np

from retrograd.autodiff.reverse import ones
from retrograd.autodiff.steps import steps
from retrograd.autodiff.writing import numbers_alone, written
from retrograd.ops.op import Value
from retrograd.tensor import Tensor

PYTHONS_ERRORS = (ArithmeticError, ValueError)
"""What Python raises of plain numbers where NumPy gives an infinity or NaN."""
_NUMBERS = frozenset({float, np.float64})


class Replayed(NamedTuple):
    """What one play gives: the output's value, the leaves' gradients (None without a path), every contribution.

    Where a graph is made of single float64 numbers alone, they are Python's.
    """

    value: Value
    gradients: tuple[Value | None, ...]
    contributions: list[Value]


Play = Callable[..., Replayed]
"""Takes the seed and a value for each leaf."""
_MADE = partial(tuple.__new__, Replayed)


class Replay:
    """The function that a graph computes, with its gradients, of new values for its leaves.

    `edges` says of each contribution, in order, which it is: the tensor that it comes back from, and which argument
    of its operation it goes to.
    """

    edges: tuple[tuple[Tensor, int], ...]

    def __init__(self, output: Tensor, leaves: Sequence[Tensor]) -> None:
        """Write the function of `leaves` that made `output`; all else that it was made from stays as it is."""
        self._output = output
        self._leaves = tuple(leaves)
        self._known = tuple(leaf.value for leaf in leaves)
        self._kinds = tuple(map(type, self._known))
        self._arrays = tuple((place, one.shape, one.dtype) for place, one in enumerate(self._known) if one.ndim)
        self._ones = ones(output)
        traced = steps(output, leaves, seeded=False)
        self.edges = tuple(traced.edges)
        self._numbers: Play | None = written(traced, _MADE, numbers=True) if numbers_alone(traced) else None
        if self._numbers is None:
            self._from_ones = written(traced, _MADE, numbers=False)

    @cached_property
    def _from_ones(self) -> Play:
        return written(steps(self._output, self._leaves, seeded=False), _MADE, numbers=False)

    @cached_property
    def _from_seed(self) -> Play:
        return written(steps(self._output, self._leaves, seeded=True), _MADE, numbers=False)

    def __call__(self, *values: Any, seed: Any = None) -> Replayed:
        """Play the graph with `values` for the leaves, of their shapes; the seed is ones unless given.

        Raises TypeError for too few or too many values, ValueError for one of another shape.
        """
        if len(values) != len(self._known):
            raise TypeError(f"the graph has {len(self._known)} leaves to give a value, not {len(values)}")
        if self._numbers is not None and seed is None and _NUMBERS.issuperset(map(type, values)):
            try:
                return self._numbers(1.0, *map(float, values))
            except PYTHONS_ERRORS:
                pass
        if tuple(map(type, values)) != self._kinds or not self._fit(values):
            values = tuple(map(_fitting, values, self._known))
        if seed is None:
            return self._from_ones(self._ones, *values)
        return self._from_seed(_fitting(seed, self._output.value), *values)

    def _fit(self, values: tuple[Any, ...]) -> bool:
        for place, shape, dtype in self._arrays:
            value = values[place]
            if value.shape != shape or value.dtype is not dtype:
                return False
        return True


def _fitting(value: Any, known: Value) -> Value:
    """Return `value` as an array of the dtype of `known`; raises ValueError if it has another shape."""
    array = np.asarray(value, known.dtype)
    if array.shape != known.shape:
        raise ValueError(f"a tensor of the shape {known.shape} got a value of the shape {array.shape}")
    return array if array.ndim else array[()]
