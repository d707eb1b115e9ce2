"""The backward pass written out: one line for each contribution, in the order of the timeline.

The rules of the operations are applied to tensors, which record what is done with them; so each contribution is an
expression of the same operations as the forward pass, and has the same code.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from retrograd.autodiff.reverse import ones
from retrograd.export.expressions import Expr, binary
from retrograd.export.forms import RULES
from retrograd.export.forward import Remarks
from retrograd.export.words import Words
from retrograd.export.writing import Writer
from retrograd.language.interpret import Run
from retrograd.ops.broadcasting import unbroadcast_axes
from retrograd.tensor import Tensor

Edge = tuple[Tensor, int]


def edges_back(run: Run) -> Iterator[Edge]:
    """Yield the edges along which gradients flow, in the order of the backward pass."""
    reached = {run.output}
    for target in reversed(run.tensors):
        if target not in reached or target.op is None or not target.requires_grad:
            continue
        for argument, _ in target.op.passes:
            source = target.inputs[argument]
            if source.requires_grad:
                reached.add(source)
                yield target, argument


class Backward:
    """Writes the gradients of a run, and knows afterwards what each of them is called."""

    def __init__(self, run: Run, writer: Writer, words: Words, seed: Any = None) -> None:
        """Prepare the backward pass, from `seed` or ones, of what `writer` has written the forward pass of."""
        self._run = run
        self._writer = writer
        self._words = words
        self._seed = seed
        self._edges = list(edges_back(run))
        self._contributions = Counter(target.inputs[argument] for target, argument in self._edges)
        self._values: dict[Tensor, Tensor] = {}
        self._begun: set[Tensor] = set()
        self._remarks = Remarks(run, writer, words)
        self.variables: dict[Tensor, str] = {}

    def write(self, check: Callable[[], None]) -> None:
        """Write the seed and each contribution."""
        output = self._run.output
        self._start(output)
        for target, argument in self._edges:
            check()
            self._contribute(target, argument)

    def _start(self, output: Tensor) -> None:
        writer = self._writer
        start = ones(output) if self._seed is None else self._seed
        shape = output.value.shape
        written = Expr(f"np.ones_like({writer.known[output].text})", shape=shape)
        comment = self._words.output.format(name=writer.names[output]) if shape and self._seed is None else ""
        if self._seed is not None:
            written = writer.literal(np.asarray(start))
        self._define(output, written, self._placeholder(start), comment)
        self._begun.add(output)

    def _placeholder(self, value: object) -> Tensor:
        return Tensor(np.asarray(value), requires_grad=False, dtype=self._run.output.dtype)

    def _define(self, tensor: Tensor, expression: Expr, value: Tensor, comment: str = "") -> None:
        """Write the gradient so far of a tensor, and let `value` stand for it."""
        name = self._writer.names.gradient(tensor)
        self.variables[tensor] = name
        self._writer.known[value] = self._writer.assign(name, expression, comment)
        self._values[tensor] = value

    def _contribute(self, target: Tensor, argument: int) -> None:
        op, source, writer = target.op, target.inputs[argument], self._writer
        assert op is not None  # noqa: S101  (an edge leads to an operation)
        rule = RULES.get(op.name) or op.vjp[argument]
        assert rule is not None  # noqa: S101  (the edge has a local derivative)
        self._remarks.line_of(target)
        shape = source.value.shape
        own = writer.known[source]
        writer.shapes = {shape: f"{own.text}.shape"} if shape and own.shape == shape and own.atomic else {}
        value = rule(self._values[target], target, *target.inputs, **target.attributes)
        if source.implicit and self._contributions[source] == 1:
            self._pass_on(source, value)
        else:
            self._add(
                source, writer.full(writer.floats(writer.expression(value)), shape), value, self._comment(target)
            )
        writer.shapes = {}

    def _pass_on(self, source: Tensor, value: Tensor) -> None:
        """Let what reaches a broadcast that nobody wrote stand within the line that sums it up."""
        expression = self._writer.floats(self._writer.expression(value))
        fresh = self._placeholder(value.value)
        self._writer.known[fresh] = self._writer.full(expression, source.value.shape)
        self._values[source] = fresh

    def _add(self, source: Tensor, expression: Expr, value: Tensor, comment: str) -> None:
        if source not in self._begun:
            self._begun.add(source)
            self._define(source, expression, self._placeholder(value.value), comment)
            return
        so_far = self._writer.known[self._values[source]]
        total = self._placeholder(self._values[source].value + value.value)
        self._define(source, binary("+", so_far, expression), total, comment)

    def _comment(self, target: Tensor) -> str:
        """Return what is said of a sum that undoes a broadcast."""
        op, source = target.op, target.inputs[0]
        if op is None or op.name != "broadcast_to":
            return ""
        summed, _ = unbroadcast_axes(target.value.shape, source.value.shape)
        if not summed:
            return ""
        words, listed = self._words, ", ".join(map(str, summed))
        named = words.axis if len(summed) == 1 else words.axes
        axes = words.whole if len(summed) == target.value.ndim else named.format(axes=listed)
        return words.repeated.format(name=self._writer.known[source].text, axes=axes)
