"""The text of a function that takes the steps of a graph (`steps`), one after the other.

Arrays are computed by NumPy, with an operator or a method in the place of a function wherever it gives the same.
Where all is single numbers they are Python's, which take a fifth of the time; Python raises where NumPy gives an
infinity or NaN, and then somebody else has to play.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from retrograd.autodiff.step import Step
from retrograd.autodiff.steps import Steps
from retrograd.ops import activations, arithmetic, exponentials, masks, matrix, reductions, shaping, trigonometry
from retrograd.ops.broadcasting import count
from retrograd.ops.op import Operation


def _sigmoid(x: float) -> float:
    """The logistic function without overflow, as the operation's."""
    small = math.exp(-abs(x))
    return (1 if x >= 0 else small) / (1 + small)


OPERATORS: dict[Operation | None, str] = {
    arithmetic.add: "{} + {}",
    arithmetic.subtract: "{} - {}",
    arithmetic.multiply: "{} * {}",
    arithmetic.divide: "{} / {}",
    arithmetic.negative: "-{}",
}
NUMBERS: dict[Operation | None, str] = OPERATORS | {
    arithmetic.power: "pow({}, {})",
    activations.relu: "0.0 if {0} <= 0.0 else {0}",
    activations.sigmoid: "sigmoid({})",
    exponentials.exp: "exp({})",
    exponentials.log: "log({})",
    exponentials.log1p: "log1p({})",
    exponentials.sqrt: "sqrt({})",
    exponentials.square: "{0} * {0}",
    masks.has_no_inverse: "0.0 if {0} < 0.0 or {0} > 0.0 else 1.0",
    masks.is_positive: "0.0 if {0} <= 0.0 else 1.0",
    masks.is_zero: "1.0 if {0} == 0.0 else 0.0",
    masks.is_zero_to_a_nonnegative: "1.0 if {0} == 0.0 and {1} >= 0.0 else 0.0",
    trigonometry.cos: "cos({})",
    trigonometry.sin: "sin({})",
    trigonometry.tanh: "tanh({})",
}
"""How operations on Python's numbers are written; NaN goes through as it does in NumPy."""

NAMES = {name: getattr(math, name) for name in ("pow", "exp", "log", "log1p", "sqrt", "cos", "sin", "tanh")}
NAMES["sigmoid"] = _sigmoid


def numbers_alone(steps: Steps) -> bool:
    """Return whether every value is one float64, and Python can do all that is done with them."""
    return all(
        not step.value.ndim and step.value.dtype == np.float64 and (step.op in NUMBERS or not step.inputs)
        for step in [*steps.order, *steps.leaves, steps.seed, steps.value]
    )


def written(steps: Steps, made: Callable[..., Any], *, numbers: bool) -> Callable[..., Any]:
    """Return the function of the seed and the leaves that gives (value, gradients, contributions) as `made` does."""
    return _Writer(steps, numbers=numbers).function(made)


class _Writer:
    """Writes a line for each step that is asked for, and gathers what the lines name."""

    def __init__(self, steps: Steps, *, numbers: bool) -> None:
        self._steps = steps
        self._numbers = numbers
        self._bound: dict[str, Any] = dict(NAMES) if numbers else {"reduce": np.add.reduce, "array": np.ndarray}
        self._names: dict[Step, str] = {steps.seed: "seed"}
        self._names |= {leaf: f"l{number}" for number, leaf in enumerate(steps.leaves)}
        self._functions: dict[Any, str] = {}
        self._scalars: dict[Any, str] = {}
        results = [steps.value, *(one for one in steps.gradients if one is not None), *steps.contributions]
        self._uses = Counter(results)
        for step in reversed(steps.order):
            if self._uses[step]:
                self._uses.update(step.inputs)

    def function(self, made: Callable[..., Any]) -> Callable[..., Any]:
        steps = self._steps
        lines = list(self._lines())
        given = "".join(f", l{number}" for number in range(len(steps.leaves)))
        gradients = "".join(f"{one and self._name(one)}, " for one in steps.gradients)
        contributions = ", ".join(map(self._name, steps.contributions))
        result = f"return made(({self._name(steps.value)}, ({gradients}), [{contributions}]))"
        text = "\n    ".join([f"def play(seed{given}):", *lines, result])
        room: dict[str, Any] = self._bound | {"made": made}
        # The text is made of our own names alone: nothing of it was typed by anybody.
        exec(compile(text, "<replay>", "exec"), room)  # noqa: S102
        play: Callable[..., Any] = room["play"]
        return play

    def _lines(self) -> Iterator[str]:
        for step in self._steps.order:
            if not self._uses[step]:
                continue
            text = self._text(step)
            if step.inner and self._uses[step] == 1 and not self._numbers:
                self._names[step] = f"({text})"
            elif step.sum and step.inputs[0].sum:
                name = self._names[step] = self._name(step.inputs[0])
                yield f"{name} += {self._name(step.inputs[1])}"
            else:
                self._names[step] = f"v{len(self._names)}"
                yield f"{self._names[step]} = {text}"

    def _name(self, step: Step) -> str:
        name = self._names.get(step)
        if name is None:
            name = self._names[step] = self._constant(step.value)
        return name

    def _constant(self, value: Any) -> str:
        if self._numbers and np.isfinite(value):
            return f"({float(value)!r})"
        return self._bind(float(value) if self._numbers else value)

    def _bind(self, value: Any) -> str:
        """Return the name of something that the text needs; the same number has one name."""
        name = f"k{len(self._bound)}"
        if value.__class__ is np.ndarray and not value.ndim:
            name = self._scalars.setdefault((value.dtype, value.tobytes()), name)
        self._bound[name] = value
        return name

    def _text(self, step: Step) -> str:
        operands = [self._name(one) for one in step.inputs]
        form: str | None = step.form or (NUMBERS if self._numbers else OPERATORS).get(step.op)
        if form is None:
            form = FORMS.get(step.op, _no_form)(step, self._bind)
        if form is not None:
            return form.format(*operands)
        key = (step.call, id(step.attributes) if step.attributes else None)
        name = self._functions.get(key)
        if name is None:
            name = self._functions[key] = self._bind(step.function)
        return f"{name}({', '.join(operands)})"


Bind = Callable[[Any], str]


def _no_form(_step: Step, _bind: Bind) -> None:
    """Nothing is known that would be quicker than to call the function."""


def _product(step: Step, _bind: Bind) -> str | None:
    """For matrices the method `dot` gives the numbers of `@`, and is found in a third of the time."""
    left, right = step.inputs
    return "{}.dot({})" if left.value.ndim == right.value.ndim == 2 else None


def _transposed(step: Step, _bind: Bind) -> str | None:
    return "{}.T" if step.attributes["axes"] == (1, 0) else None


def _reduced(step: Step) -> str:
    axis = step.attributes["axis"]
    every = len(axis) == step.inputs[0].value.ndim
    where = None if every else axis[0] if len(axis) == 1 else axis
    return f"reduce({{}}, {where}, None, None, True)" if step.attributes["keepdims"] else f"reduce({{}}, {where})"


def _sum(step: Step, _bind: Bind) -> str | None:
    return _reduced(step) if step.inputs[0].value.ndim else None


def _mean(step: Step, bind: Bind) -> str | None:
    x = step.inputs[0].value
    if not x.ndim:
        return None
    return f"{_reduced(step)} / {bind(x.dtype.type(count(x.shape, step.attributes['axis'])))}"


def _repeated(step: Step, bind: Bind) -> str | None:
    """One number is repeated in a view of it, with a stride of 0."""
    if step.inputs[0].value.ndim:
        return None
    shape = step.value.shape
    return f"array({shape}, {bind(step.value.dtype)}, {{}}, 0, {(0,) * len(shape)})"


def _rectified(step: Step, bind: Bind) -> str | None:
    if not step.value.ndim:
        return None
    return f"{bind(np.maximum)}({{}}, {bind(np.array(0, step.value.dtype))})"


FORMS: dict[Operation | None, Callable[[Step, Bind], str | None]] = {
    matrix.matmul: _product,
    shaping.transpose: _transposed,
    shaping.reshape: lambda step, _bind: f"{{}}.reshape({step.attributes['shape']})",
    reductions.sum_: _sum,
    reductions.mean: _mean,
    reductions.broadcast_to: _repeated,
    activations.relu: _rectified,
}
"""How operations on arrays are written, beside the operators; None where they are called."""
