"""Errors as data: what went wrong and where; the words for it live in `reports`.

The tree::

    ProgramError
    ├── SyntaxMistake                                              syntax_error
    ├── Unsupported                                                unsupported_syntax
    ├── UnknownName, UnknownFunction, UnknownAttribute,
    │   NotCalled, NotAFunction, MethodNotCalled, AttributeCalled  unknown_name
    ├── ShapesClash, InnerSizesClash, AxesClash, NotSquare,
    │   SizesDiffer, LargerIndex, IndicesClash,
    │   BadReshape, BadBroadcast, BadSeedShape, UnfitShape         shape_mismatch
    ├── BadArgument                                                bad_argument
    │   ├── BadAxis, RepeatedAxis, BadPermutation, EmptyReduction
    │   ├── SingularMatrix, NotPositiveDefinite
    │   ├── TooManyIndices, IndexOutOfRange, NegativePosition, BadIndex, BadMask, ZeroStep
    │   ├── UnknownKeyword, MissingArgument, TooManyArguments, RepeatedArgument
    │   ├── NotANumber, NotWhole, NotATensor, NotPlain, NegativeSize, RaggedList, BadValue, CountsDiffer
    │   ├── BadLabel, NoProbability
    │   └── NoOutput, BadSeed, UnknownPart
    ├── NotDifferentiable                                          not_differentiable
    └── LimitExceeded                                              limit_*

Those that only a few operations raise stand with the operations, in `ops.mistakes`; those of functions, loops and
conditions in `language.mistakes`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

from retrograd.source import Span

Shape = tuple[int, ...]


@dataclass(eq=False)
class ProgramError(Exception):
    """Something in a program is wrong; `span` is the place to blame, if one is."""

    code = "program_error"
    span: Span | None = field(default=None, kw_only=True)

    def at(self, span: Span | None) -> Self:
        """Blame `span`, unless a closer place is blamed already."""
        if self.span is None:
            self.span = span
        return self


@dataclass(eq=False)
class SyntaxMistake(ProgramError):
    """The text is not Python; `slip` is a key of the reports, `written` is to blame, `better` what was meant."""

    code = "syntax_error"
    slip: str
    written: str = ""
    better: str = ""


@dataclass(eq=False)
class Unsupported(ProgramError):
    """Python that the language leaves out; `construct` is a key of the reports, `better` what to write instead."""

    code = "unsupported_syntax"
    construct: str
    better: str = ""


@dataclass(eq=False)
class UnknownName(ProgramError):
    """A name that nothing is bound to; `known` are the names it could have been meant for.

    `line` is where it gets a value, if it does so anywhere: too late, or in another function. `member` is what is
    called behind its dot.
    """

    code = "unknown_name"
    name: str
    known: tuple[str, ...]
    line: int | None = None
    member: str = ""


@dataclass(eq=False)
class UnknownFunction(ProgramError):
    """A call of a function that does not exist here; `called` is how the program spells it.

    `arguments` are the texts of what it is called with; `line` is where the program defines it, if it does so later.
    """

    code = "unknown_name"
    name: str
    called: str
    known: tuple[str, ...]
    arguments: tuple[str, ...] = ()
    line: int | None = None


@dataclass(eq=False)
class NotCalled(ProgramError):
    """A function's name where a value was needed."""

    code = "unknown_name"
    name: str


@dataclass(eq=False)
class UnknownAttribute(ProgramError):
    """An attribute that no tensor has, or that the thing before the dot, `base`, has not."""

    code = "unknown_name"
    name: str
    known: tuple[str, ...]
    base: str = ""


@dataclass(eq=False)
class ShapesClash(ProgramError):
    """Operands that do not broadcast together; `axes` count from the right, -1 first."""

    code = "shape_mismatch"
    sign: str
    shapes: tuple[Shape, ...]
    axes: tuple[int, ...]
    operands: tuple[str, ...] = ()


@dataclass(eq=False)
class InnerSizesClash(ProgramError):
    """Factors of a matrix product whose inner sizes differ, or one that has no axis to sum over."""

    code = "shape_mismatch"
    sign: str
    shapes: tuple[Shape, ...]
    operands: tuple[str, ...] = ()


@dataclass(eq=False)
class AxesClash(ProgramError):
    """Two operands whose `axes`, one of each, differ in size; or a number where there has to be an axis.

    `places` says which two operands of the operation they are.
    """

    code = "shape_mismatch"
    sign: str
    shapes: tuple[Shape, Shape]
    axes: tuple[int, int]
    operands: tuple[str, ...] = ()
    places: tuple[int, int] = (0, 1)


@dataclass(eq=False)
class NotSquare(ProgramError):
    """A square matrix was needed, or a stack of such."""

    code = "shape_mismatch"
    operation: str
    shape: Shape


@dataclass(eq=False)
class BadReshape(ProgramError):
    """A new shape with another number of elements."""

    code = "shape_mismatch"
    shape: Shape
    new_shape: Shape


@dataclass(eq=False)
class BadBroadcast(ProgramError):
    """A shape that does not broadcast to the one asked for."""

    code = "shape_mismatch"
    shape: Shape
    new_shape: Shape


@dataclass(eq=False)
class BadSeedShape(ProgramError):
    """A seed or tangent whose shape is not its tensor's."""

    code = "shape_mismatch"
    name: str
    shape: Shape
    expected: Shape


@dataclass(eq=False)
class BadArgument(ProgramError):
    """The base of what is wrong with one argument."""

    code = "bad_argument"


@dataclass(eq=False)
class BadAxis(BadArgument):
    """An axis that a tensor of `ndim` axes has not."""

    axis: int
    ndim: int


@dataclass(eq=False)
class RepeatedAxis(BadArgument):
    """An axis named twice."""

    axis: int


@dataclass(eq=False)
class BadPermutation(BadArgument):
    """Axes that are no permutation of all axes of the tensor."""

    axes: tuple[int, ...]
    ndim: int


@dataclass(eq=False)
class BadSqueeze(BadArgument):
    """An axis to be dropped whose size is not 1."""

    axis: int
    shape: Shape


@dataclass(eq=False)
class EmptyReduction(BadArgument):
    """A reduction without an identity over no elements."""

    operation: str
    shape: Shape


@dataclass(eq=False)
class SingularMatrix(BadArgument):
    """A matrix without an inverse, or one of a stack that has none."""

    operation: str


@dataclass(eq=False)
class NotPositiveDefinite(BadArgument):
    """A matrix that is not positive definite, or one of a stack that is not."""

    operation: str


@dataclass(eq=False)
class TooManyIndices(BadArgument):
    """More indices than axes."""

    shape: Shape
    count: int


@dataclass(eq=False)
class IndexOutOfRange(BadArgument):
    """An index outside its axis."""

    index: int
    axis: int
    size: int


@dataclass(eq=False)
class BadIndex(BadArgument):
    """An index that is no whole number, slice, `...`, `None`, list of whole numbers or condition."""

    text: str


@dataclass(eq=False)
class ZeroStep(BadArgument):
    """A slice or a range with step 0."""


@dataclass(eq=False)
class UnknownKeyword(BadArgument):
    """A keyword that the function has not."""

    function: str
    keyword: str
    known: tuple[str, ...]


@dataclass(eq=False)
class MissingArgument(BadArgument):
    """A parameter without a default that got nothing."""

    function: str
    signature: str
    parameter: str


@dataclass(eq=False)
class TooManyArguments(BadArgument):
    """More positional arguments than parameters."""

    function: str
    signature: str
    given: int
    taken: int


@dataclass(eq=False)
class RepeatedArgument(BadArgument):
    """A parameter that got two values."""

    function: str
    parameter: str


@dataclass(eq=False)
class NotANumber(BadArgument):
    """A plain number was needed; `found` says what stood there."""

    found: str


@dataclass(eq=False)
class NotWhole(BadArgument):
    """A whole number was needed where `found` stands."""

    found: str


@dataclass(eq=False)
class NotATensor(BadArgument):
    """A tensor was needed; `found` says what stood there, `kind` is a key of the reports for what that is."""

    found: str
    kind: str
    better: str = ""


@dataclass(eq=False)
class NotPlain(BadArgument):
    """A tensor stands where only a plain number can, and its gradient would be lost."""

    found: str


@dataclass(eq=False)
class NegativeSize(BadArgument):
    """An axis of a negative size."""

    size: int


@dataclass(eq=False)
class RaggedList(BadArgument):
    """A nested list whose rows differ in length: `lengths`, or a row beside a bare number (`None`)."""

    lengths: tuple[int | None, ...]


@dataclass(eq=False)
class BadValue(BadArgument):
    """A value that the parameter cannot take; `accepted` is a key of the reports for those that it can."""

    parameter: str
    found: str
    accepted: str


@dataclass(eq=False)
class CountsDiffer(BadArgument):
    """An unpacking of `values` values to `names` names."""

    names: int
    values: int


@dataclass(eq=False)
class NoOutput(BadArgument):
    """There is nothing to differentiate."""


@dataclass(eq=False)
class UnknownPart(BadArgument):
    """An id that no node or edge of the graph has."""

    part: str


@dataclass(eq=False)
class BadSeed(BadArgument):
    """A seed that is not made of numbers, or names no leaf; `problem` is a key of the reports."""

    problem: str
    name: str = ""


@dataclass(eq=False)
class NotDifferentiable(ProgramError):
    """The output has no gradient: its values are truth values."""

    code = "not_differentiable"
    name: str


@dataclass(eq=False)
class LimitExceeded(ProgramError):
    """A budget is used up: `limit` names it, `allowed` is what it was, `needed` what was asked for."""

    limit: str
    allowed: float
    needed: float | None = None

    def __post_init__(self) -> None:
        self.code = f"limit_{self.limit}"
