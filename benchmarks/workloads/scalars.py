"""W9: a network of plain numbers, 2-16-16-1, about a thousand nodes: every weight a leaf, as in micrograd's demo."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from operator import mul
from typing import Any

import numpy as np

from benchmarks.workloads.given import Given, number
from benchmarks.workloads.workload import Library, Values, Workload

SIZES = (2, 16, 16, 1)
LAYERS = tuple(pairwise(SIZES))


def _leaves() -> Iterator[Given]:
    """Yield for each neuron its weights and its bias."""
    rng = np.random.default_rng(1)
    for layer, (fan_in, width) in enumerate(LAYERS):
        for unit in range(width):
            for source in range(fan_in):
                yield number(f"w{layer}_{unit}_{source}", round(float(rng.uniform(-1, 1)), 6))
            yield number(f"b{layer}_{unit}", round(float(rng.uniform(-0.1, 0.1)), 6))


def _network(lib: Library, leaves: Values, data: Values) -> Any:
    *values, target = data
    parameters = iter(leaves)
    for layer, (_, width) in enumerate(LAYERS):
        outputs = []
        for _ in range(width):
            terms = [next(parameters) * value for value in values]
            total = sum(terms[1:], terms[0]) + next(parameters)
            outputs.append(lib.relu(total) if layer < len(LAYERS) - 1 else total)
        values = outputs
    return (values[0] - target) ** 2


def _network_by_hand(leaves: Values, data: Values) -> tuple[float, list[float]]:
    *values, target = data
    inputs = []
    start = 0
    for layer, (fan_in, width) in enumerate(LAYERS):
        inputs.append(values)
        outputs = []
        for at in range(start, start + width * (fan_in + 1), fan_in + 1):
            total = sum(map(mul, leaves[at : at + fan_in], values), leaves[at + fan_in])
            outputs.append(total if total > 0.0 or layer == len(LAYERS) - 1 else 0.0)
        values = outputs
        start += width * (fan_in + 1)
    error = values[0] - target
    gradients = [0.0] * len(leaves)
    back = [2.0 * error]
    for layer in range(len(LAYERS) - 1, -1, -1):
        fan_in, width = LAYERS[layer]
        values = inputs[layer]
        start -= width * (fan_in + 1)
        before = [0.0] * fan_in
        at = start
        for upstream in back:
            if upstream != 0.0:  # half of the neurons are off
                gradients[at : at + fan_in] = [upstream * value for value in values]
                gradients[at + fan_in] = upstream
                if layer:
                    weights = leaves[at : at + fan_in]
                    before = [sofar + upstream * weight for sofar, weight in zip(before, weights, strict=True)]
            at += fan_in + 1
        back = [upstream if value > 0.0 else 0.0 for upstream, value in zip(before, values, strict=True)]
    return error * error, gradients


def _network_step_by_step(leaves: Values, data: Values) -> tuple[float, list[float]]:
    *values, target = data
    inputs = []
    start = 0
    for layer, (fan_in, width) in enumerate(LAYERS):
        inputs.append(values)
        outputs = []
        for at in range(start, start + width * (fan_in + 1), fan_in + 1):
            total = sum(map(mul, leaves[at : at + fan_in], values), leaves[at + fan_in])
            outputs.append(total if total > 0.0 or layer == len(LAYERS) - 1 else 0.0)
        values = outputs
        start += width * (fan_in + 1)
    error = values[0] - target
    gradients = [0.0] * len(leaves)
    back = [2.0 * error]
    for layer in range(len(LAYERS) - 1, -1, -1):
        fan_in, width = LAYERS[layer]
        values = inputs[layer]
        start -= width * (fan_in + 1)
        before = [0.0] * fan_in
        at = start
        for upstream in back:
            gradients[at : at + fan_in] = [upstream * value for value in values]
            gradients[at + fan_in] = upstream
            weights = leaves[at : at + fan_in]
            before = [sofar + upstream * weight for sofar, weight in zip(before, weights, strict=True)]
            at += fan_in + 1
        back = [upstream if value > 0.0 else 0.0 for upstream, value in zip(before, values, strict=True)]
    return error * error, gradients


def _statements() -> Iterator[str]:
    values = ["x0", "x1"]
    for layer, (_, width) in enumerate(LAYERS):
        outputs = []
        for unit in range(width):
            terms = " + ".join(f"w{layer}_{unit}_{source} * {value}" for source, value in enumerate(values))
            total = f"{terms} + b{layer}_{unit}"
            outputs.append(f"h{layer}_{unit}")
            yield f"{outputs[-1]} = relu({total})" if layer < len(LAYERS) - 1 else f"{outputs[-1]} = {total}"
        values = outputs
    yield f"L = ({values[0]} - y) ** 2"


SCALAR_NETWORK = Workload(
    name="W9",
    title="network of numbers, 2-16-16-1",
    leaves=tuple(_leaves()),
    data=(number("x0", 0.7), number("x1", -1.3), number("y", 1.0)),
    forward=_network,
    handwritten=_network_by_hand,
    stepwise=_network_step_by_step,
    body="\n".join(_statements()),
)
