"""A graph played again with other numbers: forward and backward as one straight function.

Building a graph costs more than its numbers where they are few. Here a graph that has been built becomes a list of
instructions (a Wengert list; Griewank & Walther, Evaluating Derivatives, 2nd ed., sec. 2.2), and the list the text of
a function that calls the operations' own rules: one line for each value, one or two for each contribution.

What was decided by numbers when the graph was built stays decided: which cells a mask or an index picked.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from retrograd.autodiff.order import topological
from retrograd.autodiff.reverse import ones
from retrograd.ops.op import Operand, Value
from retrograd.tensor import Tensor

SIGNS: dict[Any, str] = {operator.add: "+", operator.sub: "-", operator.mul: "*", operator.neg: "-", np.matmul: "@"}
"""Functions that are written as what they are: a call costs more than a sum of two numbers."""


class Replayed(NamedTuple):
    """What one play gives: the output's value, the leaves' gradients (None without a path), every contribution."""

    value: Value
    gradients: tuple[Value | None, ...]
    contributions: list[Value]


class Replay:
    """The function that a graph computes, with its gradients, of new values for its leaves.

    `edges` says of each contribution, in order, which it is: the tensor that it comes back from, and which argument
    of its operation it goes to.
    """

    edges: tuple[tuple[Tensor, int], ...]

    def __init__(self, output: Tensor, leaves: Sequence[Tensor]) -> None:
        """Write the function of `leaves` that made `output`; all else that it was made from stays as it is."""
        writer = _Writer(output, leaves)
        self._run = writer.function()
        self.edges = tuple(writer.edges)
        self._known = tuple(leaf.value for leaf in leaves)
        self._kinds = tuple(map(type, self._known))
        self._arrays = tuple((place, one.shape, one.dtype) for place, one in enumerate(self._known) if one.ndim)
        self._output = output.value
        self._ones = ones(output)

    def __call__(self, *values: Any, seed: Any = None) -> Replayed:
        """Play the graph with `values` for the leaves, of their shapes; the seed is ones unless given.

        Raises TypeError for too few or too many values, ValueError for one of another shape.
        """
        if len(values) != len(self._known):
            raise TypeError(f"the graph has {len(self._known)} leaves to give a value, not {len(values)}")
        if tuple(map(type, values)) != self._kinds or not self._fit(values):
            values = tuple(map(_fitting, values, self._known))
        start = self._ones if seed is None else _fitting(seed, self._output)
        return self._run(start, *values)

    def _fit(self, values: tuple[Any, ...]) -> bool:
        for place, shape, dtype in self._arrays:
            value = values[place]
            if value.shape != shape or value.dtype is not dtype:
                return False
        return True


def _fitting(value: Any, known: Value) -> Value:
    """Return `value` as an array of the dtype of `known`; raises ValueError if it has another shape."""
    array = np.asarray(value, known.dtype)
    if array.shape != known.shape:
        raise ValueError(f"a tensor of the shape {known.shape} got a value of the shape {array.shape}")
    return array if array.ndim else array[()]


class _Writer:
    """Writes the lines of the function, and gathers what they name."""

    def __init__(self, output: Tensor, leaves: Sequence[Tensor]) -> None:
        self.edges: list[tuple[Tensor, int]] = []
        self._output = output
        self._leaves = leaves
        self._order = topological(output)
        self._names = {tensor: f"v{number}" for number, tensor in enumerate(self._order)}
        self._names |= {leaf: f"l{number}" for number, leaf in enumerate(leaves)}
        self._bound: dict[str, Any] = {}
        self._known: dict[Any, str] = {}
        self._gradients: dict[Tensor, str] = {}

    def function(self) -> Callable[..., Replayed]:
        """Return the function of the seed and the leaves."""
        self._bound |= {"new": tuple.__new__, "kind": Replayed}
        lines = [*self._forward(), *self._backward()]
        gradients = "".join(f"{self._gradients.get(leaf)}, " for leaf in self._leaves)
        contributions = ", ".join(f"c{number}" for number in range(len(self.edges)))
        given = "".join(f", {self._names[leaf]}" for leaf in self._leaves)
        text = "\n    ".join(
            [
                f"def play(seed{given}):",
                *lines,
                f"return new(kind, ({self._names[self._output]}, ({gradients}), [{contributions}]))",
            ]
        )
        room: dict[str, Any] = dict(self._bound)
        # The text is made of our own names alone: nothing of it was typed by anybody.
        exec(compile(text, "<replay>", "exec"), room)  # noqa: S102
        made: Callable[..., Replayed] = room["play"]
        return made

    def _forward(self) -> Iterator[str]:
        given = set(self._leaves)
        changing = set(given)
        for tensor in self._order:
            if tensor in given:
                continue
            if tensor.op is None or changing.isdisjoint(tensor.inputs):
                self._bound[self._names[tensor]] = tensor.value
                continue
            changing.add(tensor)
            yield f"{self._names[tensor]} = {self._call(tensor.op.forward, tensor, self._operands(tensor))}"

    def _backward(self) -> Iterator[str]:
        self._gradients[self._output] = "seed"
        for target in reversed(self._order):
            if target.op is None or target not in self._gradients:
                continue
            for argument, _ in target.op.passes:
                source = target.inputs[argument]
                if not source.requires_grad:
                    continue
                contribution = f"c{len(self.edges)}"
                self.edges.append((target, argument))
                yield f"{contribution} = {self._contribution(target, argument)}"
                if source in self._gradients:
                    total = f"g{len(self.edges)}"
                    yield f"{total} = {self._gradients[source]} + {contribution}"
                    contribution = total
                self._gradients[source] = contribution

    def _contribution(self, target: Tensor, argument: int) -> str:
        op, upstream = target.op, self._gradients[target]
        assert op is not None  # noqa: S101  (an edge leads to an operation)
        result = [self._names[target], *self._operands(target)]
        if op.local[argument] != "pointwise":
            return self._call(op.vjp[argument], target, [upstream, *result])
        steady, slope = op.steady[argument], op.slope[argument]
        if isinstance(slope, Operand):
            return f"{upstream} * {result[1 + slope.position]}"
        if steady is None:
            return f"{upstream} * {self._call(slope, target, result)}"
        return {1.0: upstream, -1.0: f"-{upstream}"}.get(steady, f"{upstream} * {steady!r}")

    def _operands(self, tensor: Tensor) -> list[str]:
        return [self._names[source] for source in tensor.inputs]

    def _call(self, function: Any, tensor: Tensor, operands: list[str]) -> str:
        """Return the text of a call, or of an operator, of a rule of the operation that made `tensor`."""
        sign = SIGNS.get(function)
        if sign is not None:
            return f" {sign} ".join(operands) if len(operands) > 1 else f"{sign}{operands[0]}"
        key = (function, id(tensor.attributes) if tensor.attributes else None)
        name = self._known.get(key)
        if name is None:
            name = self._known[key] = f"f{len(self._known)}"
            self._bound[name] = partial(function, **tensor.attributes) if tensor.attributes else function
        return f"{name}({', '.join(operands)})"
