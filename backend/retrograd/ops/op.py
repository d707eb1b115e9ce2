"""What the declaration of an operation holds, and how a declared operation is called.

A rule (`vjp`, `jvp`, `slope`) is written once, with the operations themselves, and runs on two kinds of values:

- on NumPy arrays, where it is the plain backward pass and records nothing;
- on tensors, where every operation it uses is recorded, so that a gradient is a graph that can be
  differentiated again (Griewank & Walther, Evaluating Derivatives, 2nd ed., ch. 5 and 7).

Hence rules use operators (`+ - * / ** @`) and other declared operations, and never NumPy's own functions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

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
    WHOLE = "whole"  # a whole number
    NUMBER = "number"  # a plain number; a variable only where it is whole
    FILL = "fill"  # a plain number and no variable: its gradient would be lost
    FLAG = "flag"
    WORD = "word"  # one of a few words in quotes
    ORDER = "norm"  # of a norm: a number, or "fro"
    PAIRING = "pairing"  # how many axes, or two lists of as many axes
    INDEX = "index"  # what stands in brackets


REQUIRED: Any = object()


@dataclass(frozen=True, slots=True)
class Parameter:
    """An argument that is no operand: it is resolved before the operation runs and has no gradient."""

    name: str
    kind: Kind
    default: Any = REQUIRED
    keyword_only: bool = False

    def __str__(self) -> str:
        return self.name if self.default is REQUIRED else f"{self.name}={self.default!r}"


@dataclass(frozen=True, slots=True)
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


class Traced:
    """Base of the values that record what is done with them (`tensor.Tensor`)."""

    __slots__ = ()
    value: Any

    def trace(self, op: Operation, operands: tuple[Value, ...], attributes: dict[str, Any]) -> Value:
        """Apply `op` and remember it."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Operation:
    """One operation: everything the engine, the language, the catalogue and the tests know of it.

    aliases                             other names that the two libraries have for it
    forward(*arrays, **attributes)      the value
    shape(*shapes, **attributes)        the value's shape, known before anything is allocated
    resolve(*shapes, **attributes)      attributes in normal form: axes counted from 0, sizes without -1
    align(*shapes)                      the shapes the operands are broadcast to; None leaves them alone
    vjp[i], jvp[i]                      the rules of operand i; None where no gradient passes
    slope[i]                            pointwise operands: the derivative, cell by cell, or a plain number
    latex, vjp_latex[i], jvp_latex[i]   formulas, in which <x>, <y> stand for operands, <z> for the result, <g> for
                                        the upstream gradient, <t> for operand i's tangent, <axis> for attributes
    local_latex[i]                      pointwise operands: the slope as a formula
    domain, prepare(*arrays), samples   where the operation is proven: random arrays, made into operands that it takes
    """

    name: str
    aliases: tuple[str, ...] = ()
    sign: str
    family: str
    summary: str
    operands: tuple[str, ...]
    parameters: tuple[Parameter, ...] = ()
    forward: Callable[..., Any]
    shape: Callable[..., Shape]
    resolve: Callable[..., dict[str, Any]]
    align: Callable[..., tuple[Shape, ...]] | None = None
    vjp: tuple[Rule | None, ...] = ()
    jvp: tuple[Rule | None, ...] = ()
    slope: tuple[Rule | None, ...] = ()
    local: tuple[LocalKind, ...] = ()
    latex: Latex
    local_latex: tuple[Latex, ...] = ()
    vjp_latex: tuple[Latex, ...] = ()
    jvp_latex: tuple[Latex, ...] = ()
    domain: tuple[float, float] = (-2.0, 2.0)
    prepare: Callable[..., tuple[Any, ...]] | None = None
    samples: tuple[Sample, ...] = ()
    truth: bool = False
    public: bool = True

    @property
    def differentiable(self) -> bool:
        """Whether a gradient can pass through any operand."""
        return any(rule is not None for rule in self.vjp)

    @property
    def signature(self) -> str:
        """The call as Python writes it: `sum(x, axis=None, keepdims=False)`."""
        return f"{self.name}({', '.join([*self.operands, *map(str, self.parameters)])})"

    def __call__(self, *operands: Value, **attributes: Any) -> Value:
        """Apply the operation: recorded if any operand is traced, else at once on arrays."""
        for operand in operands:
            if isinstance(operand, Traced):
                return operand.trace(self, operands, attributes)
        return self.forward(*operands, **attributes)

    def __repr__(self) -> str:
        return f"<operation {self.signature}>"


def numbers(value: Value) -> np.ndarray[Any, Any]:
    """Return the array itself, for a rule that has to look at the numbers to choose its formula."""
    return np.asarray(value.value if isinstance(value, Traced) else value)


def same(*_shapes: Shape, **attributes: Any) -> dict[str, Any]:
    """Resolve attributes that are in normal form already."""
    return attributes


def scaled(upstream: Value, slope: Value) -> Value:
    """Return upstream ⊙ slope; a slope that is the plain number 1 or -1 costs no product."""
    if isinstance(slope, float):
        if slope == 1.0:
            return upstream
        if slope == -1.0:
            return -upstream
    return upstream * slope


def random_operands(op: Operation, sample: Sample, rng: np.random.Generator) -> Iterator[Any]:
    """Yield float64 arrays of the sample's shapes, drawn from the operation's domain and prepared."""
    drawn = tuple(rng.uniform(*op.domain, shape) for shape in sample.shapes)
    yield from op.prepare(*drawn) if op.prepare else drawn
