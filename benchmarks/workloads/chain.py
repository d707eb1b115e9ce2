"""W8: a thousand operations one after the other, each on little: what an operation costs beside its numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.workloads.given import randn
from benchmarks.workloads.workload import Library, Values, Workload

LENGTH = 1000


def _chain(lib: Library, leaves: Values, _data: Values) -> Any:
    (h,) = leaves
    for _ in range(LENGTH):
        h = lib.tanh(h)
    return lib.sum(h)


def _chain_by_hand(leaves: Values, _data: Values) -> tuple[Any, list[Any]]:
    (x,) = leaves
    states = np.empty((LENGTH + 1, *x.shape))
    states[0] = x
    for step in range(LENGTH):
        np.tanh(states[step], out=states[step + 1])
    back = np.multiply.reduce(1.0 - states[1:] * states[1:], axis=0)
    return states[-1].sum(), [back]


def _chain_step_by_step(leaves: Values, _data: Values) -> tuple[Any, list[Any]]:
    (h,) = leaves
    states = []
    for _ in range(LENGTH):
        h = np.tanh(h)
        states.append(h)
    back = np.ones_like(h)
    for state in reversed(states):
        back = back * (1.0 - state * state)
    return h.sum(), [back]


TANH_CHAIN = Workload(
    name="W8",
    title="chain of 1,000 tanh, 8×8",
    leaves=(randn("x", 8, 8, seed=1),),
    forward=_chain,
    handwritten=_chain_by_hand,
    stepwise=_chain_step_by_step,
    body="\n".join(["h = tanh(x)", *["h = tanh(h)"] * (LENGTH - 1), "L = sum(h)"]),
)
