"""A graph and its backward pass as steps, to be written down (`writing`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from retrograd.autodiff.order import topological
from retrograd.autodiff.reverse import ones
from retrograd.autodiff.stacks import stacked_slopes
from retrograd.autodiff.step import ELEMENTARY, Recorder, Step
from retrograd.ops import arithmetic
from retrograd.ops.op import Operation, Rule
from retrograd.tensor import Tensor


class Steps(NamedTuple):
    """All steps in order, and which of them are asked for; `edges` are those of the contributions."""

    order: list[Step]
    seed: Step
    leaves: list[Step]
    value: Step
    gradients: list[Step | None]
    contributions: list[Step]
    edges: list[tuple[Tensor, int]]


def steps(output: Tensor, leaves: Sequence[Tensor], *, seeded: bool) -> Steps:
    """Return the steps from the leaves to `output` and back, from a seed that is given or from ones."""
    with np.errstate(all="ignore"):
        return _Tracer(output, leaves, seeded=seeded).steps()


class _Tracer:
    """Follows a graph forward and backward."""

    def __init__(self, output: Tensor, leaves: Sequence[Tensor], *, seeded: bool) -> None:
        self._order = topological(output)
        self._output = output
        self._leaves = leaves
        self._recorder = Recorder()
        self._known = {leaf: Step(leaf.value) for leaf in leaves}
        self._seed = Step(ones(output)) if seeded else Step.constant(ones(output))
        self._slopes: dict[Tensor, Step] = {}
        self._gradients: dict[Tensor, Step] = {}
        self._edges: list[tuple[Tensor, int]] = []

    def steps(self) -> Steps:
        leaves = [self._known[leaf] for leaf in self._leaves]
        for tensor in self._order:
            if tensor not in self._known:
                self._known[tensor] = self._recorder.tensor(tensor, self._known)
        self._slopes = stacked_slopes(self._recorder, self._order, self._known)
        contributions = list(self._backward())
        gradients = [self._gradients.get(leaf) for leaf in self._leaves]
        value = self._known[self._output]
        return Steps(self._recorder.made, self._seed, leaves, value, gradients, contributions, self._edges)

    def _backward(self) -> Iterator[Step]:
        self._gradients[self._output] = self._seed
        for target in reversed(self._order):
            if target.op is None or target not in self._gradients or not target.requires_grad:
                continue
            for argument, rule in target.op.passes:
                source = target.inputs[argument]
                if not source.requires_grad:
                    continue
                self._edges.append((target, argument))
                contribution = self._contribution(target, rule)
                yield contribution
                if source in self._gradients:
                    contribution = self._total(self._gradients[source], contribution)
                self._gradients[source] = contribution

    def _total(self, sofar: Step, contribution: Step) -> Step:
        total = self._applied(sofar, contribution, arithmetic.add)
        total.sum = total.changing
        return total

    def _contribution(self, target: Tensor, rule: Rule) -> Step:
        upstream = self._gradients[target]
        if target in self._slopes:
            return self._applied(upstream, self._slopes[target], arithmetic.multiply)
        given = [upstream, self._known[target], *(self._known[one] for one in target.inputs)]
        if target.op in ELEMENTARY:
            apart = self._recorder.apart(rule, given, target.attributes)
            if apart is not None:
                return apart
        value = rule(*(step.value for step in given), **target.attributes)
        return self._recorder.call(rule, tuple(given), value, target.attributes)

    def _applied(self, left: Step, right: Step, op: Operation) -> Step:
        return self._recorder.call(op.forward, (left, right), op.forward(left.value, right.value), op=op)
