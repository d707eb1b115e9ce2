"""micrograd: scalars, each a Python object. It has no logarithm and no sigmoid: they are added in its own manner."""

from __future__ import annotations

import math
from typing import Any

from micrograd.engine import Value

from benchmarks.engines.engine import Step
from benchmarks.workloads.workload import Library, Workload


def _made(x: Value, number: float, slope: float, sign: str) -> Value:
    out = Value(number, (x,), sign)

    def backward() -> None:
        x.grad += slope * out.grad

    out._backward = backward
    return out


def _log(x: Value) -> Value:
    return _made(x, math.log(x.data), 1.0 / x.data, "log")


def _sigmoid(x: Value) -> Value:
    p = 1.0 / (1.0 + math.exp(-x.data))
    return _made(x, p, p * (1.0 - p), "sigmoid")


def _tanh(x: Value) -> Value:
    z = math.tanh(x.data)
    return _made(x, z, 1.0 - z * z, "tanh")


def _of_arrays(x: Any) -> Any:
    raise TypeError(f"micrograd has scalars alone: {x}")


LIBRARY = Library(
    tanh=_tanh,
    sigmoid=_sigmoid,
    relu=Value.relu,
    log=_log,
    sum=_of_arrays,
    mean=_of_arrays,
    softmax=_of_arrays,
    log_softmax=_of_arrays,
)


def micro(workload: Workload) -> Step | None:
    """Run a workload of plain numbers, the gradients zeroed before."""
    if not workload.scalar:
        return None
    leaves = [Value(given.value) for given in workload.leaves]
    data = [given.value for given in workload.data]

    def run() -> Value:
        for leaf in leaves:
            leaf.grad = 0
        output = workload.forward(LIBRARY, leaves, data)
        output.backward()
        return output

    return Step(run, lambda output: (output.data, [leaf.grad for leaf in leaves]))
