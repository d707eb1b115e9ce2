"""What the declaration of an operation holds, and how a declared operation is called.

A rule (`vjp`, `jvp`, `slope`) is written once, with the operations themselves, and runs on two kinds of values:

- on NumPy arrays, where it is the plain backward pass and records nothing;
- on tensors, where every operation it uses is recorded, so that a gradient is a graph that can be
  differentiated again (Griewank & Walther, Evaluating Derivatives, 2nd ed., ch. 5 and 7).

Hence rules use operators (`+ - * / ** @`) and other declared operations, and never NumPy's own functions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal, NamedTuple

import numpy as np

Shape = tuple[int, ...]
Value = Any
"""A NumPy array or a tensor: what rules run on."""
Attributes = Mapping[str, Any]
Rule = Callable[..., Value]
"""vjp(upstream, result, *operands, **attributes) or jvp(tangent, result, *operands, **attributes)."""
Latex = str | Callable[["Facts"], str]
LocalKind = Literal["pointwise", "matmul", "shape", "reduction", "selection", "general", "none"]


class Kind(StrEnum):
    """What a parameter that is no operand takes."""

    AXES = "axes"  # None, a whole number, or several
    AXIS = "axis"  # None or one whole number
    AXIS_ORDER = "order"  # None or a permutation
    SHAPE = "shape"  # sizes, as one tuple or one by one
    SIZE = "size"  # a whole number, at least 0
    SIZES = "sizes"  # None, a whole number, or one for each axis of a window
    PADDING = "padding"  # as SIZES, or a word
    WHOLE = "whole"  # a whole number
    NUMBER = "number"  # a plain number; a variable only where it is whole
    FILL = "fill"  # a plain number and no variable: its gradient would be lost
    FLAG = "flag"
    WORD = "word"  # one of a few words in quotes
    ORDER = "norm"  # of a norm: a number, or "fro"
    PAIRING = "pairing"  # how many axes, or two lists of as many axes
    INDEX = "index"  # what stands in brackets
    WIDTHS = "widths"  # a whole number, several, or pairs of them


VARIADIC = frozenset({Kind.SHAPE, Kind.AXIS_ORDER})
"""What a call may write as several numbers, where it comes last: `x.reshape(2, 3)`."""

REQUIRED: Any = object()
MOST_PLANS = 1024  # for each operation
LONGEST_KEY = 64
_EXACT = frozenset({int, bool, type(None)})


@dataclass(frozen=True, slots=True)
class Parameter:
    """An argument that is no operand: it is resolved before the operation runs and has no gradient."""

    name: str
    kind: Kind
    default: Any = REQUIRED
    keyword_only: bool = False

    def __str__(self) -> str:
        return self.name if self.default is REQUIRED else f"{self.name}={self.default!r}"


@dataclass(slots=True)
class Facts:
    """What a formula may name: the operands', the result's and the gradient's symbols, shapes, attributes."""

    symbols: Mapping[str, str]
    shapes: Mapping[str, Shape]
    attributes: Attributes
    numbers: Mapping[str, float]  # operands that are constants of one element


@dataclass(frozen=True, slots=True)
class Sample:
    """One call to prove an operation with: the shapes of its operands and its attributes."""

    shapes: tuple[Shape, ...]
    attributes: Attributes
    given: tuple[str, ...] = ()  # the operands there are, where some may be left out


class Plan(NamedTuple):
    """What the shapes of operands and the attributes decide about an application before anything is computed."""

    aligned: tuple[Shape, ...]
    attributes: dict[str, Any]
    shape: Shape


class Result(NamedTuple):
    """One result of a function with several: the operation that gives it, from which operands, with what."""

    op: Operation
    operands: tuple[int, ...]
    attributes: dict[str, Any]


class Traced:
    """Base of the values that record what is done with them (`tensor.Tensor`)."""

    __slots__ = ()
    value: Any
    requires_grad: bool

    def trace(self, op: Operation, operands: tuple[Value, ...], attributes: dict[str, Any]) -> Value:
        """Apply `op` and remember it."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Operation:
    """One operation: everything the engine, the language, the catalogue and the tests know of it.

    aliases                             other names that the two libraries have for it
    order                               names of the arguments by position, where operands do not come first
    many                                the one operand is a "list" of tensors, or the "rest" of the arguments
    optional                            operands that may be left out
    form(names)                         the declaration for the operands that a call brings; see `ops.forms`
    case(*operands)                     the declaration for operands such as these, where its rules depend on them
    results(*shapes, **attributes)      a function with several results: which operations give them; see `Result`
    forward(*arrays, **attributes)      the value
    shape(*shapes, **attributes)        the value's shape, known before anything is allocated
    settle(*arrays, **attributes)       attributes, of which some follow from the operands' numbers
    resolve(*shapes, **attributes)      attributes in normal form: axes counted from 0, sizes without -1
    align(*shapes)                      the shapes the operands are broadcast to; None leaves them alone
    vjp[i], jvp[i]                      the rules of operand i; None where no gradient passes
    slope[i]                            pointwise operands: the derivative, cell by cell, or a plain number
    steady[i]                           pointwise operands: the slope, where it is one number for all cells
    opened(*operands, **attributes)     a composite: the same value by the elementary operations that it stands for,
                                        as a textbook writes them: they may overflow where the operation does not
    work(*shapes, **attributes)         the multiply-adds of a value, if more than its cells; a rule takes as many
    scratch(*shapes, **attributes)      the shape of the largest array needed on the way, if larger than the value
    piecewise                           which cells depend on which changes with the numbers, as in sorting
    prepare(*arrays)                    makes random numbers operands that the operation is defined for
    latex, vjp_latex[i], jvp_latex[i]   formulas, in which <x>, <y> stand for operands, <z> for the result, <g> for
                                        the upstream gradient, <t> for operand i's tangent, <axis> for attributes
    local_latex[i]                      pointwise operands: the slope as a formula
    """

    name: str
    aliases: tuple[str, ...] = ()
    sign: str
    family: str
    summary: str
    operands: tuple[str, ...]
    parameters: tuple[Parameter, ...] = ()
    order: tuple[str, ...] = ()
    many: Literal["", "list", "rest"] = ""
    optional: tuple[str, ...] = ()
    form: Callable[[tuple[str, ...]], Operation] | None = None
    case: Callable[..., Operation] | None = None
    results: Callable[..., Iterable[Result]] | None = None
    forward: Callable[..., Any]
    shape: Callable[..., Shape]
    resolve: Callable[..., dict[str, Any]]
    settle: Callable[..., dict[str, Any]] | None = None
    align: Callable[..., tuple[Shape, ...]] | None = None
    vjp: tuple[Rule | None, ...] = ()
    jvp: tuple[Rule | None, ...] = ()
    slope: tuple[Rule | None, ...] = ()
    steady: tuple[float | None, ...] = ()
    local: tuple[LocalKind, ...] = ()
    latex: Latex
    local_latex: tuple[Latex, ...] = ()
    vjp_latex: tuple[Latex, ...] = ()
    jvp_latex: tuple[Latex, ...] = ()
    opened: Callable[..., Value] | None = None
    work: Callable[..., int] | None = None
    scratch: Callable[..., Shape] | None = None
    prepare: Callable[..., tuple[Any, ...]] | None = None
    domain: tuple[float, float] = (-2.0, 2.0)
    samples: tuple[Sample, ...] = ()
    truth: bool = False
    piecewise: bool = False
    public: bool = True
    plans: dict[Any, Plan] = field(default_factory=dict, init=False, repr=False)
    positional: tuple[str, ...] = field(init=False, repr=False)
    passes: tuple[tuple[int, Rule], ...] = field(init=False, repr=False)
    defaults: dict[str, Any] | None = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Work out what every application would ask again.

        `positional` names the arguments that a call may give by position, `passes` has the operands with a vjp,
        `defaults` the attributes of a call that gives none, if it may.
        """
        own = (*self.operands, *(one.name for one in self.parameters))
        keyword_only = {one.name for one in self.parameters if one.keyword_only}
        positional = tuple(name for name in self.order or own if name not in keyword_only)
        object.__setattr__(self, "positional", positional)
        rules = tuple((argument, rule) for argument, rule in enumerate(self.vjp) if rule is not None)
        object.__setattr__(self, "passes", rules)
        given = {one.name: one.default for one in self.parameters}
        plain = not (self.many or self.optional or self.results) and REQUIRED not in given.values()
        in_order = positional[: len(self.operands)] == self.operands
        draws = "seed" in given  # without a seed each call draws anew
        object.__setattr__(self, "defaults", given if plain and in_order and not draws else None)

    @property
    def differentiable(self) -> bool:
        """Whether a gradient can pass through any operand."""
        return bool(self.passes)

    @property
    def elementwise(self) -> bool:
        """Whether it works cell by cell and has no attributes: equal shapes leave nothing to ask."""
        return bool(self.slope) and not self.parameters and not self.many and not self.optional

    @property
    def signature(self) -> str:
        """The call as Python writes it: `sum(x, axis=None, keepdims=False)`."""
        written = {one.name: str(one) for one in self.parameters}
        written |= dict.fromkeys(self.operands, "") | {name: f"{name}=None" for name in self.optional}
        written |= {name: f"*{name}" for name in self.operands if self.many == "rest"}
        names = dict.fromkeys((*self.positional, *written))
        return f"{self.name}({', '.join(written[name] or name for name in names)})"

    def of(self, names: tuple[str, ...]) -> Operation:
        """Return the declaration for these operands alone: itself, unless their number may differ."""
        return self if self.form is None or names == self.operands else self.form(names)

    def for_count(self, count: int) -> Operation:
        """Return the declaration for so many operands, where the operation takes any number of them."""
        return self.of(numbered(count)) if self.many else self

    def on(self, operands: tuple[Value, ...]) -> Operation:
        """Return the declaration for operands such as these: itself, unless its rules depend on them."""
        return self if self.case is None else self.case(*operands)

    def for_sample(self, sample: Sample) -> Operation:
        """Return the declaration for the operands of a sample."""
        if self.many:
            return self.for_count(len(sample.shapes))
        operands = tuple(np.broadcast_to(0.0, shape) for shape in sample.shapes)
        return self.of(sample.given or self.operands).on(operands)

    def plan(self, shapes: tuple[Shape, ...], attributes: Attributes) -> Plan:
        """Return the shapes that operands are broadcast to, the attributes in normal form, and the value's shape.

        Raises the errors of the shape rules. Plans are remembered where the attributes can be: the same shapes
        come again and again.
        """
        key: Any = shapes
        if attributes and attributes is not self.defaults:
            if not memorable(attributes):
                return self._planned(shapes, attributes)
            key = (shapes, *attributes.items())
        made = self.plans.get(key)
        if made is None:
            made = self._planned(shapes, attributes)
            if len(self.plans) >= MOST_PLANS:
                self.plans.clear()
            self.plans[key] = made
        return made

    def _planned(self, shapes: tuple[Shape, ...], attributes: Attributes) -> Plan:
        aligned = shapes if self.align is None else self.align(*shapes)
        resolved = self.resolve(*aligned, **attributes)
        return Plan(aligned, resolved, self.shape(*aligned, **resolved))

    def __call__(self, *operands: Value, **attributes: Any) -> Value:
        """Apply the operation: recorded if any operand is traced, else at once on arrays."""
        for operand in operands:
            if operand.__class__ is not np.ndarray and isinstance(operand, Traced):
                return operand.trace(self, operands, attributes)
        return self.forward(*operands, **attributes)

    def __repr__(self) -> str:
        return f"<operation {self.signature}>"


def memorable(attributes: Attributes) -> bool:
    """Return whether attributes may be part of a key: small, and told apart by `==`, as 0.0 and -0.0 are not."""
    return all(
        value.__class__ in _EXACT
        or (value.__class__ is tuple and len(value) <= LONGEST_KEY and all(one.__class__ in _EXACT for one in value))
        or (value.__class__ is str and len(value) <= LONGEST_KEY)
        for value in attributes.values()
    )


def numbers(value: Value) -> np.ndarray[Any, Any]:
    """Return the array itself, for a rule that has to look at the numbers to choose its formula."""
    found: np.ndarray[Any, Any] = value.value if isinstance(value, Traced) else value
    return found


def one_number(array: Any) -> float | None:
    """Return the number that all cells of an array are because it is a repeated scalar, else None."""
    if not array.ndim:
        return float(array)
    return float(array.item(0)) if not any(array.strides) and array.size else None


def same(*_shapes: Shape, **attributes: Any) -> dict[str, Any]:
    """Resolve attributes that are in normal form already."""
    return attributes


@dataclass(frozen=True, slots=True)
class Operand:
    """The slope that is one of the operands: of x · y by x it is y."""

    position: int

    def __call__(self, _result: Value, *operands: Value, **_attributes: Any) -> Value:
        """Return the operand."""
        return operands[self.position]


def numbered(count: int) -> tuple[str, ...]:
    """Return the names of the operands of an operation that takes any number: x1, x2, …"""
    return tuple(f"x{number}" for number in range(1, count + 1))


def random_operands(op: Operation, sample: Sample, rng: np.random.Generator) -> Iterator[Any]:
    """Yield float64 arrays of the sample's shapes, drawn from the operation's domain."""
    drawn = tuple(rng.uniform(*op.domain, shape) for shape in sample.shapes)
    yield from drawn if op.prepare is None else op.prepare(*drawn)
