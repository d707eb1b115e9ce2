"""What can be wrong with the operands of single operations: errors as data, like those in `errors`."""

from __future__ import annotations

from dataclasses import dataclass

from retrograd.errors import BadArgument, ProgramError, Shape


@dataclass(eq=False)
class OperandMisfit(ProgramError):
    """An operand whose shape is of none of the forms that `function` takes: `expected`, such as "(N, C, L)"."""

    code = "shape_mismatch"
    function: str
    operand: str
    shape: Shape
    expected: tuple[str, ...]


@dataclass(eq=False)
class ChannelsClash(ProgramError):
    """A weight that is for another number of channels than `x` has, before its last `axes` axes."""

    code = "shape_mismatch"
    function: str
    x: Shape
    weight: Shape
    axes: int
    groups: int


@dataclass(eq=False)
class WindowTooLarge(ProgramError):
    """A window that spans more cells than there are, with the padding: `sizes` along its axes."""

    code = "shape_mismatch"
    function: str
    sizes: Shape
    window: Shape


@dataclass(eq=False)
class TermMisfit(ProgramError):
    """A term of an equation that names more or fewer axes than its tensor has."""

    code = "shape_mismatch"
    term: str
    named: int
    shape: Shape


@dataclass(eq=False)
class IndexSizesClash(ProgramError):
    """An index of an equation that stands for axes of different sizes."""

    code = "shape_mismatch"
    equation: str
    index: str
    sizes: tuple[int, ...]


@dataclass(eq=False)
class BadEquation(BadArgument):
    """An equation of `einsum` that says nothing; `problem` is a key of the reports, `part` the place."""

    equation: str
    problem: str
    part: str = ""


@dataclass(eq=False)
class TermsDiffer(BadArgument):
    """An equation with a term too many or too few: `terms` for `tensors` tensors."""

    equation: str
    terms: int
    tensors: int


@dataclass(eq=False)
class SizesDiffer(ProgramError):
    """Tensors that must have the same sizes on all axes but `axis`; `shapes` are two that differ."""

    code = "shape_mismatch"
    function: str
    shapes: tuple[Shape, Shape]
    axis: int | None


@dataclass(eq=False)
class LargerIndex(ProgramError):
    """An index that is larger than the tensor on another axis than the one that it picks from."""

    code = "shape_mismatch"
    function: str
    index: Shape
    shape: Shape
    axis: int


@dataclass(eq=False)
class IndicesClash(ProgramError):
    """Lists of positions in one pair of brackets that do not broadcast together."""

    code = "shape_mismatch"
    shapes: tuple[Shape, ...]


@dataclass(eq=False)
class NegativePosition(BadArgument):
    """A negative label or position where nothing counts from the end."""

    index: int


@dataclass(eq=False)
class BadMask(BadArgument):
    """A condition as an index that is not as large as the axes, from `axis` on, that it picks from."""

    mask: Shape
    axis: int
    shape: Shape


@dataclass(eq=False)
class UnfitShape(ProgramError):
    """An operand whose shape does not go with that of the first operand, `first`.

    `expected` are the shapes that would: sizes, and words for those that are free.
    """

    code = "shape_mismatch"
    function: str
    parameter: str
    shape: Shape
    expected: tuple[tuple[int | str, ...], ...]
    first: Shape


@dataclass(eq=False)
class BadLabel(BadArgument):
    """A label that is none of the classes, which are counted from 0."""

    found: str
    classes: int


@dataclass(eq=False)
class NoProbability(BadArgument):
    """A number below 0 or above 1 where `function` takes probabilities."""

    function: str
    found: str
