"""Reverse mode: the backward pass as an iterator of contributions, one for each edge.

A gradient is the sum of the contributions along the outgoing edges of its node (the chain rule for a graph;
Griewank & Walther, Evaluating Derivatives, 2nd ed., sec. 3.2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from retrograd.autodiff.order import topological
from retrograd.ops.op import Value
from retrograd.tensor import Tensor


@dataclass(frozen=True, slots=True)
class Contribution:
    """What the edge into argument `argument` of `target` adds to the gradient of that argument."""

    target: Tensor
    argument: int
    value: Value

    @property
    def source(self) -> Tensor:
        """The tensor whose gradient it is added to."""
        return self.target.inputs[self.argument]


def contributions(
    order: Sequence[Tensor], output: Tensor, seed: Value, gradients: dict[int, Value]
) -> Iterator[Contribution]:
    """Walk back from `output` and yield each contribution, having added it to `gradients`.

    `order` holds every tensor after its inputs. `seed` has the shape of the output: an array gives plain
    gradients, a tensor gives gradients that are recorded and can be differentiated again. `gradients` maps
    id(tensor) to its gradient so far; it is the caller's, who reads it when the walk is over.
    """
    lift: Callable[[Tensor], Value] = _itself if isinstance(seed, Tensor) else _array
    gradients[id(output)] = seed
    for target in reversed(order):
        upstream = gradients.get(id(target))
        if upstream is None or target.op is None:
            continue
        result, operands = lift(target), [lift(source) for source in target.inputs]
        for argument, (source, rule) in enumerate(zip(target.inputs, target.op.vjp, strict=True)):
            if rule is None or not source.requires_grad:
                continue
            value = rule(upstream, result, *operands, **target.attributes)
            so_far = gradients.get(id(source))
            gradients[id(source)] = value if so_far is None else so_far + value
            yield Contribution(target, argument, value)


def gradient(output: Tensor, sources: Sequence[Tensor], seed: Any = None, *, record: bool = False) -> list[Tensor]:
    """Return d⟨seed, output⟩ / d source for each source, with the source's shape; zeros without a path.

    The seed is ones unless given. With `record` the results can be differentiated again.
    """
    start = np.ones_like(output.value) if seed is None else np.asarray(seed, output.dtype)
    gradients: dict[int, Value] = {}
    first = type(output)(start, requires_grad=False, dtype=output.dtype) if record else start
    for _ in contributions(topological(output), output, first, gradients):
        pass
    return [_as_tensor(gradients.get(id(source)), source) for source in sources]


def _as_tensor(gradient: Value | None, source: Tensor) -> Tensor:
    if isinstance(gradient, Tensor):
        return gradient
    value = np.zeros_like(source.value) if gradient is None else gradient
    return type(source)(value, requires_grad=False, dtype=source.dtype)


def _itself(tensor: Tensor) -> Value:
    return tensor


def _array(tensor: Tensor) -> Value:
    return tensor.value
