"""PyTorch, eager, in float64 and on one thread."""

from __future__ import annotations

from functools import partial
from typing import Any

import torch

from benchmarks.engines.engine import Step
from benchmarks.workloads.workload import Library, Workload

torch.set_num_threads(1)

LIBRARY = Library(
    tanh=torch.tanh,
    sigmoid=torch.sigmoid,
    relu=torch.relu,
    log=torch.log,
    sum=torch.sum,
    mean=torch.mean,
    softmax=partial(torch.softmax, dim=-1),
    log_softmax=partial(torch.log_softmax, dim=-1),
)


def tensors(workload: Workload) -> tuple[list[torch.Tensor], list[torch.Tensor]]:
    """Return the leaves and the data."""
    leaves = [torch.tensor(given.value, dtype=torch.float64, requires_grad=True) for given in workload.leaves]
    data = [torch.tensor(given.value, dtype=torch.float64) for given in workload.data]
    return leaves, data


def pytorch(workload: Workload) -> Step:
    """Run the workload with `backward()`, the gradients forgotten before."""
    leaves, data = tensors(workload)

    def run() -> torch.Tensor:
        for leaf in leaves:
            leaf.grad = None
        output: torch.Tensor = workload.forward(LIBRARY, leaves, data)
        output.backward()  # type: ignore[no-untyped-call]
        return output

    def read(output: torch.Tensor) -> tuple[Any, list[Any]]:
        return output.item(), [None if leaf.grad is None else leaf.grad.numpy() for leaf in leaves]

    return Step(run, read)
