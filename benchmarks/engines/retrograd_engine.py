"""retrograd, with every contribution of the backward pass kept: what the page shows, edge by edge.

The one place of the benchmarks that knows how the engine is called.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import retrograd as rg
from benchmarks.engines.engine import Step
from benchmarks.workloads.workload import Library, Workload
from retrograd.autodiff.order import topological
from retrograd.autodiff.replay import Replayed
from retrograd.autodiff.reverse import Contribution, contributions, ones

LIBRARY = Library(
    tanh=rg.tanh,
    sigmoid=rg.sigmoid,
    relu=rg.relu,
    log=rg.log,
    sum=rg.sum,
    mean=rg.mean,
    softmax=rg.softmax,
    log_softmax=rg.log_softmax,
)


class Walked(NamedTuple):
    """A finished backward pass: the tensors, every contribution in its order, gradients by tensor."""

    output: rg.Tensor
    order: list[Any]
    recorded: list[Contribution]
    gradients: dict[Any, Any]


def walked(output: rg.Tensor) -> Walked:
    """Walk back from `output` and keep every contribution."""
    order = topological(output)
    gradients: dict[Any, Any] = {}
    recorded = list(contributions(order, output, ones(output), gradients))
    return Walked(output, order, recorded, gradients)


def retrograd_engine(workload: Workload) -> Step:
    """Run the workload on the library's tensors; leaves and data are made once, as in training."""
    leaves = [rg.Tensor(given.value) for given in workload.leaves]
    data = [rg.Tensor(given.value, requires_grad=False) for given in workload.data]

    def run() -> Walked:
        return walked(workload.forward(LIBRARY, leaves, data))

    def read(result: Walked) -> tuple[Any, list[Any]]:
        return result.output.value, [result.gradients[leaf] for leaf in leaves]

    return Step(run, read)


def replayed_engine(workload: Workload) -> Step:
    """Play again the graph that was built once, with values for its leaves."""
    leaves = [rg.Tensor(given.value) for given in workload.leaves]
    data = [rg.Tensor(given.value, requires_grad=False) for given in workload.data]
    play = rg.replay(workload.forward(LIBRARY, leaves, data), leaves)
    values = [leaf.value for leaf in leaves]

    def run() -> Replayed:
        return play(*values)

    def read(result: Replayed) -> tuple[Any, list[Any]]:
        return result.value, list(result.gradients)

    return Step(run, read)
