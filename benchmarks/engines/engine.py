"""What an engine of the comparison is: a way to run a workload, and to read the result for the check."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from benchmarks.workloads.workload import Workload


@dataclass(frozen=True, slots=True)
class Step:
    """A forward and a backward pass of one workload.

    `run` is what is timed: it builds the graph anew and differentiates it. `read` turns what `run` returned into
    the value and the gradients of the leaves, as numbers or arrays, and is not timed.
    """

    run: Callable[[], Any]
    read: Callable[[Any], tuple[Any, Sequence[Any]]]


Engine = Callable[[Workload], Step | None]
"""None where the engine cannot do the workload."""


def by_hand(workload: Workload) -> Step:
    """Run the hand-written passes: the limit that all others are compared with."""
    leaves = [given.value for given in workload.leaves]
    data = [given.value for given in workload.data]
    return Step(partial(workload.handwritten, leaves, data), lambda result: result)


def step_by_step(workload: Workload) -> Step | None:
    """Run the hand-written passes that do at each step what the engines do, if the workload has such."""
    if workload.stepwise is None:
        return None
    leaves = [given.value for given in workload.leaves]
    data = [given.value for given in workload.data]
    return Step(partial(workload.stepwise, leaves, data), lambda result: result)
