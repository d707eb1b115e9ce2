"""What an evaluation has made so far, and what it may still use."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import prod
from time import thread_time
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from retrograd.errors import LimitExceeded, Shape
from retrograd.limits import Limits
from retrograd.ops.op import Operation
from retrograd.source import Span
from retrograd.tensor import Tensor, apply

LARGEST_COUNT = 2**62  # what JSON and its readers can hold
Written = Literal["number", "array", "fixed"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a tensor comes from: the place in the program, and the caption of its statement.

    `written` says how a constant was written down: as a bare number, as a list or by a creator ("array"), or
    as one that is told to require no gradient ("fixed").
    """

    span: Span
    caption: str | None
    written: Written | None = None


@dataclass(slots=True)
class Trace:
    """The tensors of one evaluation in the order they were made, with the names the program gave them.

    `names` is keyed by id(tensor): all tensors in it are in `tensors` too, so no id is used twice. `deadline` is
    in processor time of this thread: what others ask for meanwhile does not count.
    """

    limits: Limits
    dtype: str
    tensors: list[Tensor] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)
    caption: str | None = None
    random_calls: int = 0
    memory: int = 0
    deadline: float = 0.0

    def __post_init__(self) -> None:
        self.deadline = thread_time() + self.limits.time

    def constant(self, value: Any, span: Span, written: Written) -> Tensor:
        """Record a number or an array that the program wrote down, without a gradient so far."""
        return self._record(value, Origin(span, self.caption, written), requires_grad=False)

    def leaf(self, value: Any, span: Span) -> Tensor:
        """Record a number that a name was assigned."""
        return self._record(value, Origin(span, self.caption), requires_grad=True)

    def _record(self, value: Any, origin: Origin, *, requires_grad: bool) -> Tensor:
        self.allow(np.shape(value))
        made = Tensor(value, requires_grad=requires_grad, dtype=self.dtype, origin=origin)
        self.tensors.append(made)
        return made

    def created(self, op: Operation, attributes: dict[str, Any]) -> NDArray[Any]:
        """Return what a creator makes; without a seed, each random call of a program has a stream of its own."""
        if attributes.get("seed", 0) is None:
            self.random_calls += 1
            attributes = {**attributes, "seed": (0, self.random_calls)}
        resolved = op.resolve(**attributes)
        self.allow(op.shape(**resolved))
        return np.asarray(op.forward(**resolved))

    def apply(self, op: Operation, operands: tuple[Tensor, ...], attributes: dict[str, Any], span: Span) -> Tensor:
        """Apply `op` and record the result, after the broadcasts that it needed."""
        made = apply(op, operands, attributes, Origin(span, self.caption), self.allow)
        for before, source in zip(operands, made.inputs, strict=True):
            if source is not before:
                self.tensors.append(source)
        self.tensors.append(made)
        return made

    def allow(self, shape: Shape) -> None:
        """Raise LimitExceeded if an array of `shape` is too large, or one too many, or comes too late."""
        elements, limits = min(prod(shape), LARGEST_COUNT), self.limits
        if len(shape) > limits.axes:
            raise LimitExceeded("axes", limits.axes, len(shape))
        if elements > limits.elements:
            raise LimitExceeded("elements", limits.elements, elements)
        self.memory += elements * np.dtype(self.dtype).itemsize
        if self.memory > limits.memory:
            raise LimitExceeded("memory", limits.memory, self.memory)
        if len(self.tensors) >= limits.steps:
            raise LimitExceeded("steps", limits.steps, len(self.tensors) + 1)
        if thread_time() > self.deadline:
            raise LimitExceeded("time", limits.time)

    def name(self, tensor: Tensor, name: str) -> None:
        """Give `tensor` its name; it keeps the first."""
        self.names.setdefault(id(tensor), name)

    def collapsed(self, made: Tensor, mark: int) -> Tensor:
        """Return the leaf that `made` stands for, if all since `mark` is numbers, lists and creators alone.

        `0.1 * randn(3, 2)` is one leaf and not a product; `2.0 * 3.0` is a graph of constants, and what uses a
        variable stays as it is. A constant that was told to require no gradient stays a constant.
        """
        written = self._written_alone(made, mark)
        if written <= {"number"}:
            return made
        del self.tensors[mark:]
        origin = Origin(_origin(made).span, self.caption, "fixed" if "fixed" in written else None)
        leaf = Tensor(made.value, requires_grad="fixed" not in written, dtype=self.dtype, origin=origin)
        self.tensors.append(leaf)
        return leaf

    def taken(self, made: Tensor, mark: int, span: Span, written: Written) -> Tensor | None:
        """Return as one constant what numbers, lists and creators alone have made since `mark`, else None."""
        if not self._written_alone(made, mark):
            return None
        del self.tensors[mark:]
        return self.constant(made.value, span, written)

    def _written_alone(self, made: Tensor, mark: int) -> set[Written | None]:
        """Return how the constants were written of which alone `made` is made since `mark`; none if there is more.

        What no gradient passes through (a comparison, `detach`) must not become a leaf that has one.
        """
        fresh = self.tensors[mark:]
        ids = {id(tensor) for tensor in fresh}
        alone = id(made) in ids and all(id(source) in ids for tensor in fresh for source in tensor.inputs)
        passes = all(tensor.op is None or tensor.op.differentiable for tensor in fresh)
        return {_written(tensor) for tensor in fresh if tensor.op is None} if alone and passes else set()


def _origin(tensor: Tensor) -> Origin:
    assert isinstance(tensor.origin, Origin)  # noqa: S101  (every tensor of a trace has one)
    return tensor.origin


def _written(tensor: Tensor) -> Written | None:
    return _origin(tensor).written
