"""The steps that a graph is replayed by, and how they are recorded: in the simplest form that gives the same numbers.

The rule of an elementary operation is taken apart: it runs on tensors, which remember what it does, and what it does
becomes steps. Any other rule is one step, which calls it: it may look at numbers to choose its formula.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from retrograd.autodiff.order import topological
from retrograd.ops import activations, arithmetic, exponentials, masks, matrix, reductions, shaping, trigonometry
from retrograd.ops.op import Attributes, Operation, Rule, Shape, Value, one_number
from retrograd.tensor import NO_ATTRIBUTES, Tensor

CELL_BY_CELL = frozenset({arithmetic.add, arithmetic.subtract, arithmetic.multiply, arithmetic.divide})
ELEMENTARY = CELL_BY_CELL | {
    arithmetic.negative,
    arithmetic.power,
    activations.relu,
    activations.sigmoid,
    exponentials.exp,
    exponentials.log,
    exponentials.log1p,
    exponentials.sqrt,
    exponentials.square,
    masks.has_no_inverse,
    masks.is_positive,
    masks.is_zero,
    masks.is_zero_to_a_nonnegative,
    matrix.matmul,
    reductions.broadcast_to,
    reductions.mean,
    reductions.sum_,
    shaping.reshape,
    shaping.transpose,
    trigonometry.cos,
    trigonometry.sin,
    trigonometry.tanh,
}
"""Operations whose rules are made of these operations, whatever the numbers are."""


class Step:
    """One value: what is called for it, with which other values, and what it was when the graph was built.

    Without `changing` it is what it was, for ever. `op` is the operation that the call applies, if it applies one;
    `form` the call's text, where it is known. A `sum` adds to a sum that nobody else asks for; what is `inner` is a
    part of a formula.
    """

    __slots__ = ("attributes", "call", "changing", "form", "inner", "inputs", "op", "sum", "value")

    def __init__(
        self,
        value: Value,
        call: Callable[..., Any] | None = None,
        inputs: tuple[Step, ...] = (),
        attributes: Attributes = NO_ATTRIBUTES,
        op: Operation | None = None,
        form: str = "",
    ) -> None:
        """Make a step that is `call` of the inputs; without a call or a form, one that is given."""
        self.value = value
        self.call = call
        self.inputs = inputs
        self.attributes = attributes
        self.op = op
        self.form = form
        self.changing = True
        self.inner = self.sum = False

    @classmethod
    def constant(cls, value: Value) -> Step:
        """Make a step that stays what it is: nobody may write into it."""
        if value.__class__ is np.ndarray:
            value = value.view()
            value.flags.writeable = False
        made = cls(value)
        made.changing = False
        return made

    @property
    def function(self) -> Callable[..., Any]:
        """What is called with the inputs alone."""
        assert self.call is not None  # noqa: S101  (what is given is not called)
        return partial(self.call, **self.attributes) if self.attributes else self.call


class Recorder:
    """Records steps, each after its inputs; `made` has them in order."""

    def __init__(self) -> None:
        """Begin with none."""
        self.made: list[Step] = []
        self._copies: dict[tuple[Step, Shape], Step | None] = {}

    def formula(self, value: Value, form: str, *inputs: Step) -> Step:
        """Record a part of a formula that is no operation."""
        made = Step(value, inputs=inputs, form=form)
        made.inner = True
        self.made.append(made)
        return made

    def tensor(self, tensor: Tensor, known: dict[Tensor, Step]) -> Step:
        """Record how a tensor was made, of inputs that are known."""
        op = tensor.op
        if op is None:
            return Step.constant(tensor.value)
        inputs = tuple([known[source] for source in tensor.inputs])
        return self.call(op.forward, inputs, tensor.value, tensor.attributes, op)

    def apart(self, rule: Rule, given: Sequence[Step], attributes: Attributes) -> Step | None:
        """Record what a rule gives as elementary steps; None if it is made of others."""
        doubles = [_double(step) for step in given]
        made = rule(*doubles, **attributes)
        known = dict(zip(doubles, given, strict=True))
        for tensor in topological(made):
            if tensor not in known:
                if tensor.op is not None and tensor.op not in ELEMENTARY:
                    return None
                step = known[tensor] = self.tensor(tensor, known)
                step.inner = tensor is not made
        return known[made]

    def call(
        self,
        call: Callable[..., Any],
        inputs: tuple[Step, ...],
        value: Value,
        attributes: Attributes = NO_ATTRIBUTES,
        op: Operation | None = None,
    ) -> Step:
        """Record a call, or what gives the same numbers with less."""
        if not any(one.changing for one in inputs):
            return Step.constant(value)
        if op is arithmetic.power and not inputs[1].changing and one_number(inputs[1].value) == 2:
            call, op, inputs = arithmetic.multiply.forward, arithmetic.multiply, (inputs[0], inputs[0])
        if op in CELL_BY_CELL and value.ndim:
            left, right = inputs
            left = self._unrepeated(left, right)
            inputs = (left, self._unrepeated(right, left))
        elif op is arithmetic.multiply:
            for one, other in (inputs, inputs[::-1]):
                if not one.changing and one.value == 1:
                    return other
        made = Step(value, call, inputs, attributes, op)
        self.made.append(made)
        return made

    def _unrepeated(self, step: Step, other: Step) -> Step:
        """Return an operand that NumPy is quicker with, beside the `other` one, than with one repeated in a view.

        That is one number without axes; several numbers as they are, the first time, and from then on a copy.
        """
        value = step.value
        if value.shape != other.value.shape:
            return step
        if not step.changing:
            number = one_number(value) if value.size else None
            return step if number is None else Step.constant(np.array(number, value.dtype))
        if step.op is not reductions.broadcast_to:
            return step
        (source,) = step.inputs
        if source.value.size == 1:
            return self.formula(source.value.reshape(()), "{}.reshape(())", source) if source.value.ndim else source
        copy = self._copies.get((source, value.shape), source)
        if copy is source:
            self._copies[source, value.shape] = None
        elif copy is None:
            copy = self._copies[source, value.shape] = self.call(np.ascontiguousarray, (step,), value)
        return copy


def _double(step: Step) -> Tensor:
    """Return a tensor for a rule to run on: a rule of a constant exponent is another one than of a variable."""
    made = Tensor(0.0, requires_grad=step.changing)
    made.value = step.value
    return made
