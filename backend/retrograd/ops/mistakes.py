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
