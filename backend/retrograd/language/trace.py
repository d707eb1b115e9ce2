"""What an evaluation has made so far, and what it may still use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from math import prod
from time import thread_time
from typing import Any, Literal, NamedTuple, Self, cast

import numpy as np
from numpy.typing import NDArray

from retrograd.errors import LimitExceeded, Shape
from retrograd.limits import SMALLEST_WORK, WORK_PER_LOOK, Limits
from retrograd.ops.conditions import is_condition
from retrograd.ops.op import Operation
from retrograd.source import Span
from retrograd.tensor import Tensor, apply, broadcast

ENTRY = 8  # bytes of a list for each of its entries
LARGEST_COUNT = 2**62  # what JSON and its readers can hold
Written = Literal["number", "array", "fixed"]


class Origin(NamedTuple):
    """Where a tensor comes from: the place in the program, the caption of its statement, the group it is in.

    `written` says how a constant was written down: as a bare number, as a list or by a creator ("array"), or
    as one that is told to require no gradient ("fixed"). `group` counts in the trace's groups. `truth` marks
    numbers that were written down as truth values.
    """

    span: Span
    caption: str | None
    written: Written | None = None
    group: int | None = None
    truth: bool = False


class Group(NamedTuple):
    """Nodes that belong together: those of a call, of a loop, of one of its passes, or of an opened composite.

    `parent` counts in the trace's groups. `arguments` are what a function was called with, or a pass's variables,
    as text, `operation` is the composite that was opened.
    """

    label: str
    span: Span
    kind: Literal["call", "loop", "pass"] = "call"
    parent: int | None = None
    arguments: tuple[tuple[str, str], ...] = ()
    operation: str | None = None


ALL = "all"
"""In `Trace.opening`: every composite operation."""

NOWHERE = Origin(Span(1, 1, 1, 1), None)


class Recorded(Tensor):
    """A tensor of a program: whatever is computed with it is in the trace too, at the place being evaluated.

    So the rules of operations, which know tensors alone, leave nodes like any others behind. Once the program is
    evaluated it is a tensor like any other.
    """

    __slots__ = ()
    recorded = True

    def result(
        self, value: Any, op: Operation, inputs: tuple[Tensor, ...], attributes: dict[str, Any], origin: object = None
    ) -> Self:
        """Return `value` as what `op` made of `inputs`, and record it."""
        trace = _current.get()
        if trace is None:
            return super().result(value, op, inputs, attributes, origin)
        if origin is None:
            trace.allow(value.shape)
        made = super().result(value, op, inputs, attributes, origin or trace.here)
        trace.tensors.append(made)
        return made

    def trace(self, op: Operation, operands: tuple[Any, ...], attributes: dict[str, Any]) -> Tensor:
        """Apply `op` within the budget."""
        trace = _current.get()
        if trace is None:
            return super().trace(op, operands, attributes)
        lifted = tuple(one if isinstance(one, Tensor) else self._constant(one) for one in operands)
        return apply(op, lifted, attributes, trace.here, trace.allow)

    def _constant(self, number: Any) -> Self:
        trace = _current.get()
        if trace is None:
            return super()._constant(number)
        return cast("Self", trace.add(number, requires_grad=False, written="number"))


@dataclass(slots=True)
class Trace:
    """The tensors of one evaluation in the order they were made, with the names the program gave them.

    `deadline` is in processor time of this thread: what others ask for meanwhile does not count. `opening` names
    the composite operations that are to appear as the elementary ones that they stand for. `group` is the innermost
    that is open. Of the tensors, the first `held` stay whatever they turn out to have been made for. `consulted` are
    the leaves whose numbers the program has looked at itself; None among them stands for what was computed.
    `counted` are the tensors that have served as whole numbers.
    """

    limits: Limits
    dtype: str
    tensors: list[Tensor] = field(default_factory=list)
    names: dict[Tensor, str] = field(default_factory=dict)
    caption: str | None = None
    here: Origin = NOWHERE
    groups: list[Group] = field(default_factory=list)
    group: int | None = None
    opening: frozenset[str] = frozenset()
    held: int = 0
    consulted: set[Tensor | None] = field(default_factory=set)
    counted: set[Tensor] = field(default_factory=set)
    random_seed: int = 0
    random_calls: int = 0
    memory: int = 0
    itemsize: int = 0
    unclocked: int = WORK_PER_LOOK
    deadline: float = 0.0

    def __post_init__(self) -> None:
        self.itemsize = np.dtype(self.dtype).itemsize
        self.deadline = thread_time() + self.limits.time

    @contextmanager
    def recording(self) -> Iterator[None]:
        """Record what is computed meanwhile in this context."""
        token = _current.set(self)
        try:
            yield
        finally:
            _current.reset(token)

    @contextmanager
    def within(self, group: Group) -> Iterator[None]:
        """Put what is recorded meanwhile into a group of its own, within the one that is open."""
        outer = self.open(group._replace(parent=self.group))
        try:
            yield
        finally:
            self.group = outer

    def open(self, group: Group) -> int | None:
        """Begin a group and return the one around it, for the caller to go back to."""
        outer = self.group
        self.group = len(self.groups)
        self.groups.append(group)
        return outer

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Leave out of the graph what is recorded meanwhile: only its numbers are looked at."""
        tensors, groups = len(self.tensors), len(self.groups)
        yield
        if self.held <= tensors:
            del self.tensors[tensors:]
            del self.groups[groups:]

    def keep(self) -> None:
        """Let all that has been recorded stay: a list holds on to it."""
        self.held = len(self.tensors)

    def tick(self) -> None:
        """Count a step that may make nothing; raises LimitExceeded if it is too late."""
        self.unclocked += SMALLEST_WORK
        if self.unclocked > WORK_PER_LOOK:
            self.look()

    def look(self) -> None:
        """Look at the clock; raises LimitExceeded if it is too late."""
        self.unclocked = 0
        if thread_time() > self.deadline:
            raise LimitExceeded("time", self.limits.time)

    def constant(self, value: Any, span: Span, written: Written, *, truth: bool = False) -> Tensor:
        """Record a number or an array that the program wrote down, without a gradient so far."""
        self.here = Origin(span, self.caption, None, self.group, truth)
        return self.add(value, requires_grad=False, written=written)

    def leaf(self, value: Any, span: Span) -> Tensor:
        """Record a number that a name was assigned."""
        self.here = Origin(span, self.caption, None, self.group)
        return self.add(value, requires_grad=True, written=None)

    def look_into(self, tensor: Tensor, *, whole: bool = False) -> NDArray[Any]:
        """Return the numbers of a tensor for the program itself to decide something by: its graph depends on them.

        `whole` if they have to be whole numbers.
        """
        self.consulted.add(tensor if tensor.op is None else None)
        if whole:
            self.counted.add(tensor)
        numbers: NDArray[Any] = tensor.value
        return numbers

    def is_fresh_leaf(self, tensor: Tensor, mark: int) -> bool:
        """Return whether `tensor` is all that was made since `mark`, is no operation, and has no name yet.

        What is told to require no gradient is one too; a constant that follows from other tensors is none.
        """
        alone = len(self.tensors) == mark + 1 and self.tensors[mark] is tensor and tensor not in self.names
        return alone and tensor.op is None and (tensor.requires_grad or _written(tensor) == "fixed")

    def renumbered(self, leaf: Tensor, numbers: NDArray[np.float64]) -> Tensor:
        """Record a leaf with other numbers in the place of the last; truth values stay so while they are 0 and 1."""
        origin = _origin(leaf)
        origin = origin._replace(truth=origin.truth and bool(np.isin(numbers, (0, 1)).all()))
        made = Recorded(numbers, requires_grad=leaf.requires_grad, dtype=self.dtype, origin=origin)
        self.tensors[-1] = made
        return made

    def add(self, value: Any, *, requires_grad: bool, written: Written | None) -> Tensor:
        """Record a leaf or a constant at the place being evaluated."""
        self.allow(() if value.__class__ is float else np.shape(value))
        here = self.here
        origin = Origin(here.span, here.caption, written, here.group, here.truth)
        made = Recorded(value, requires_grad=requires_grad, dtype=self.dtype, origin=origin)
        self.tensors.append(made)
        return made

    def created(self, op: Operation, attributes: dict[str, Any]) -> NDArray[Any]:
        """Return what a creator makes; without a seed, each random call of a program has a stream of its own."""
        resolved = op.resolve(**self._seeded(attributes))
        self.allow(op.shape(**resolved))
        return np.asarray(op.forward(**resolved))

    def _seeded(self, attributes: dict[str, Any]) -> dict[str, Any]:
        """Return the attributes with a seed, where one belongs and none is given: each call has one of its own."""
        if attributes.get("seed", 0) is not None:
            return attributes
        self.random_calls += 1
        return {**attributes, "seed": (self.random_seed, self.random_calls)}

    def seed(self, number: int) -> None:
        """Begin the random streams of calls without a seed anew, by `number`."""
        self.random_seed, self.random_calls = number, 0

    def apply(self, op: Operation, operands: tuple[Tensor, ...], attributes: dict[str, Any], span: Span) -> Tensor:
        """Apply `op` and record the result, after the broadcasts that it needed; or open it, if it is to be."""
        self.here = Origin(span, self.caption, None, self.group)
        for operand in operands:
            self.unclocked += operand.value.size
        if attributes:
            attributes = self._seeded(attributes)
        if op.opened is not None and (op.name in self.opening or ALL in self.opening):
            return self._opened(op, operands, attributes)
        return apply(op, operands, attributes, self.here, self.allow)

    def _opened(self, op: Operation, operands: tuple[Tensor, ...], attributes: dict[str, Any]) -> Tensor:
        """Record the elementary operations that a composite stands for, as a group."""
        op = op.on(operands)
        assert op.opened is not None  # noqa: S101  (asked by the caller)
        plan = op.plan(tuple(operand.shape for operand in operands), attributes)
        self.here = self.here._replace(group=len(self.groups))
        self.groups.append(Group(op.name, self.here.span, parent=self.group, operation=op.name))
        operands = broadcast(operands, plan.aligned, self.here, self.allow)
        made: Tensor = op.opened(*operands, **plan.attributes)
        return made

    def allow(self, shape: Shape, work: int = 0) -> None:
        """Raise LimitExceeded if an array of `shape` is too large, takes too much work, or comes too late."""
        limits = self.limits
        elements = (prod(shape) or max(shape)) if shape else 1  # of nothing, too, no axis may be larger
        if len(shape) > limits.axes:
            raise LimitExceeded("axes", limits.axes, len(shape))
        if elements > limits.elements:
            raise LimitExceeded("elements", limits.elements, min(elements, LARGEST_COUNT))
        self.memory += elements * self.itemsize
        if self.memory > limits.memory:
            raise LimitExceeded("memory", limits.memory, self.memory)
        made = len(self.tensors)
        if made >= limits.steps:
            raise LimitExceeded("steps", limits.steps, made + 1)
        if work > limits.work:
            raise LimitExceeded("work", limits.work, min(work, LARGEST_COUNT))
        self.spend(elements + work + SMALLEST_WORK)

    def hold(self, entries: int) -> None:
        """Count the entries of a list or a tuple; raises LimitExceeded for too many in all, or if it is too late."""
        self.memory += entries * ENTRY
        if self.memory > self.limits.memory:
            raise LimitExceeded("memory", self.limits.memory, self.memory)
        self.spend(entries)

    def spend(self, work: int) -> None:
        """Look at the clock, if enough `work` was done since it was looked at; raises LimitExceeded."""
        self.unclocked += work
        if self.unclocked > WORK_PER_LOOK:
            self.look()

    def name(self, tensor: Tensor, name: str) -> None:
        """Give `tensor` its name; it keeps the first."""
        self.names.setdefault(tensor, name)

    def collapsed(self, made: Tensor, mark: int) -> Tensor:
        """Return the leaf that `made` stands for, if all since `mark` is numbers, lists and creators alone.

        `0.1 * randn(3, 2)` is one leaf and not a product; `2.0 * 3.0` is a graph of constants, and what uses a
        variable stays as it is. A constant that was told to require no gradient stays a constant.
        """
        written = self._written_alone(made, mark)
        if written <= {"number"}:
            return made
        del self.tensors[mark:]
        kept: Written | None = "fixed" if "fixed" in written else None
        origin = Origin(_origin(made).span, self.caption, kept, self.group, is_condition(made))
        leaf = Recorded(made.value, requires_grad="fixed" not in written, dtype=self.dtype, origin=origin)
        self.tensors.append(leaf)
        return leaf

    def collapsed_within(self, made: Sequence[Tensor], mark: int) -> dict[Tensor, Tensor]:
        """Return the leaf that each of `made` stands for: of a list of what creators alone have made since `mark`.

        None at all where something else is among them, or was made meanwhile.
        """
        if mark < self.held:
            return {}
        written: dict[Tensor, frozenset[Written]] = {}  # how the constants were written that each was made of
        for one in self.tensors[mark:]:
            how = _written(one)
            if one.op is None and how is not None:
                written[one] = frozenset({how})
            elif one.op is not None and one.op.differentiable and all(source in written for source in one.inputs):
                written[one] = frozenset[Written]().union(*(written[source] for source in one.inputs))
            else:
                return {}
        if not made or any(written.get(one, frozenset()) <= {"number"} for one in made):
            return {}
        del self.tensors[mark:]
        leaves: dict[Tensor, Tensor] = {}
        for one in made:
            kept: Written | None = "fixed" if "fixed" in written[one] else None
            origin = Origin(_origin(one).span, self.caption, kept, self.group, is_condition(one))
            leaves[one] = Recorded(one.value, requires_grad=kept is None, dtype=self.dtype, origin=origin)
        self.tensors += leaves.values()
        return leaves

    def taken(self, made: Tensor, mark: int, span: Span, written: Written) -> Tensor | None:
        """Return as one constant what numbers, lists and creators alone have made since `mark`, else None."""
        if not self._written_alone(made, mark):
            return None
        del self.tensors[mark:]
        return self.constant(made.value, span, written)

    def _written_alone(self, made: Tensor, mark: int) -> set[Written]:
        """Return how the constants were written of which alone `made` is made since `mark`; none if there is more.

        What no gradient passes through (a comparison, `detach`) must not become a leaf that has one, and a leaf that
        a function has made is one already.
        """
        fresh = self.tensors[mark:]
        if fresh and fresh[0].inputs:  # which are older than what is fresh
            return set()
        own = set(fresh)
        alone = made in own and all(source in own for tensor in fresh for source in tensor.inputs)
        passes = all(tensor.op is None or tensor.op.differentiable for tensor in fresh)
        written = {_written(tensor) for tensor in fresh if tensor.op is None}
        if None in written or mark < self.held or not (alone and passes):
            return set()
        return {how for how in written if how is not None}


_current: ContextVar[Trace | None] = ContextVar("_current", default=None)


def _origin(tensor: Tensor) -> Origin:
    assert isinstance(tensor.origin, Origin)  # noqa: S101  (every tensor of a trace has one)
    return tensor.origin


def _written(tensor: Tensor) -> Written | None:
    return _origin(tensor).written
