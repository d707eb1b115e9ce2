"""HIPS autograd: NumPy traced, differentiated by `value_and_grad`."""

from __future__ import annotations

from functools import partial
from typing import Any

import autograd.numpy as anp
from autograd import value_and_grad
from autograd.tracer import getval

from benchmarks.engines.engine import Step
from benchmarks.workloads.workload import Library, Workload


def _sigmoid(x: Any) -> Any:
    return 1.0 / (1.0 + anp.exp(-x))


def _relu(x: Any) -> Any:
    return anp.maximum(x, 0.0)


def _softmax(x: Any) -> Any:
    powers = anp.exp(x - getval(x).max(-1, keepdims=True))
    return powers / anp.sum(powers, axis=-1, keepdims=True)


def _log_softmax(x: Any) -> Any:
    shifted = x - getval(x).max(-1, keepdims=True)
    return shifted - anp.log(anp.sum(anp.exp(shifted), axis=-1, keepdims=True))


LIBRARY = Library(
    tanh=anp.tanh,
    sigmoid=_sigmoid,
    relu=_relu,
    log=anp.log,
    sum=anp.sum,
    mean=anp.mean,
    softmax=_softmax,
    log_softmax=_log_softmax,
)


def hips(workload: Workload) -> Step:
    """Run the workload as a function of the list of its leaves."""
    leaves = [given.value for given in workload.leaves]
    data = [given.value for given in workload.data]
    differentiated = value_and_grad(lambda given: workload.forward(LIBRARY, given, data))
    return Step(partial(differentiated, leaves), lambda result: result)
