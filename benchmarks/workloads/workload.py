"""What a workload is, and the words it is written in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.workloads.given import Given

Function = Callable[[Any], Any]
Values = Sequence[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """An engine's functions. Operators, indexing and `.T` are Python's own and the same in every engine.

    `softmax` and `log_softmax` are along the last axis, `sum` and `mean` over all.
    """

    tanh: Function
    sigmoid: Function
    relu: Function
    log: Function
    sum: Function
    mean: Function
    softmax: Function
    log_softmax: Function


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """One scalar function of leaves, with constant data, in three notations.

    forward(library, leaves, data)   the value, for engines that differentiate by themselves
    handwritten(leaves, data)        the value and the leaves' gradients, as one would write them for speed
    stepwise(leaves, data)           the same without merging steps or leaving any out, where that makes a difference
    body                             the statements of a program after those that make the leaves and the data
    """

    name: str
    title: str
    leaves: tuple[Given, ...]
    data: tuple[Given, ...] = ()
    forward: Callable[[Library, Values, Values], Any]
    handwritten: Callable[[Values, Values], tuple[Any, Sequence[Any]]]
    stepwise: Callable[[Values, Values], tuple[Any, Sequence[Any]]] | None = None
    body: str

    @property
    def scalar(self) -> bool:
        """Whether it is of plain numbers, so that an engine of scalars can do it."""
        return all(isinstance(given.value, float) for given in self.leaves)

    @property
    def program(self) -> str:
        """The text of the program."""
        constants = [given.constant for given in self.data]
        leaves = [given.leaf for given in self.leaves]
        return "\n".join([*constants, *leaves, self.body.strip()])
