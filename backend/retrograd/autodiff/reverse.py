"""Reverse mode: the backward pass as an iterator of contributions, one for each edge.

A gradient is the sum of the contributions along the outgoing edges of its node (the chain rule for a graph;
Griewank & Walther, Evaluating Derivatives, 2nd ed., sec. 3.2).
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrograd.autodiff.order import topological
from retrograd.ops.op import Value
from retrograd.tensor import Tensor

Contribution = tuple[Tensor, int, Value]
"""(target, argument, value): what the edge into an argument of `target` adds to the gradient of that argument.

A plain tuple, as it is made for every edge and costs a tenth of an object with names.
"""

Gradients = dict[Tensor, Value]


def contributions(
    order: Sequence[Tensor],
    output: Tensor,
    seed: Value,
    gradients: Gradients,
    wanted: Container[Tensor] | None = None,
) -> Iterator[Contribution]:
    """Walk back from `output` and yield each contribution, having added it to `gradients`.

    `order` holds every tensor after its inputs. `seed` has the shape of the output: an array gives plain
    gradients, a tensor gives gradients that are recorded and can be differentiated again. `gradients` holds the
    gradient so far of each tensor; it is the caller's, who reads it when the walk is over. Where only some tensors
    are `wanted`, the walk goes nowhere else.
    """
    recorded = isinstance(seed, Tensor)
    gradients[output] = seed
    for target in reversed(order):
        op = target.op
        if op is None or target not in gradients or not target.requires_grad:
            continue
        upstream, inputs, attributes = gradients[target], target.inputs, target.attributes
        result: Value = target if recorded else target.value
        operands: Sequence[Value]
        if recorded:
            operands = inputs
        elif len(inputs) == 2:  # the most frequent, without the frame of a comprehension
            operands = (inputs[0].value, inputs[1].value)
        else:
            operands = [source.value for source in inputs]
        for argument, rule in op.passes:
            source = inputs[argument]
            if source.requires_grad and (wanted is None or source in wanted):
                value = (
                    rule(upstream, result, *operands, **attributes)
                    if attributes
                    else rule(upstream, result, *operands)
                )
                gradients[source] = gradients[source] + value if source in gradients else value
                yield target, argument, value


def ones(tensor: Tensor) -> NDArray[Any]:
    """Return the seed of ones, which sums up the cells of `tensor`."""
    value = tensor.value
    made: NDArray[Any] = np.ones(value.shape, value.dtype) if value.ndim else value.dtype.type(1)
    return made


def recorded_gradients(output: Tensor, sources: Sequence[Tensor], seed: Tensor) -> list[Tensor | None]:
    """Return d⟨seed, output⟩ / d source for each source as tensors that can be differentiated again.

    None stands for a source without a path to the output. Nothing is computed that leads to none of the sources.
    """
    order = topological(output)
    wanted = set(sources)
    for tensor in order:
        if not wanted.isdisjoint(tensor.inputs):
            wanted.add(tensor)
    gradients: Gradients = {}
    for _ in contributions(order, output, seed, gradients, wanted):
        pass
    return [gradients.get(source) for source in sources]


def gradient(output: Tensor, sources: Sequence[Tensor], seed: Any = None, *, record: bool = False) -> list[Tensor]:
    """Return d⟨seed, output⟩ / d source for each source, with the source's shape; zeros without a path.

    The seed is ones unless given. With `record` the results can be differentiated again.
    """
    start = ones(output) if seed is None else np.asarray(seed, output.dtype)
    gradients: Gradients = {}
    first = type(output)(start, requires_grad=False, dtype=output.dtype) if record else start
    for _ in contributions(topological(output), output, first, gradients):
        pass
    return [_as_tensor(gradients.get(source), source) for source in sources]


def _as_tensor(gradient: Value | None, source: Tensor) -> Tensor:
    if isinstance(gradient, Tensor):
        return gradient
    value = np.zeros_like(source.value) if gradient is None else gradient
    return type(source)(value, requires_grad=False, dtype=source.dtype)
