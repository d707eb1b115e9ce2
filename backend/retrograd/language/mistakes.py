"""What can be wrong with functions, loops, lists and conditions, and with numbers given to leaves."""

from __future__ import annotations

from dataclasses import dataclass

from retrograd.errors import BadArgument, LimitExceeded, ProgramError, Shape


@dataclass(eq=False)
class NotIterable(BadArgument):
    """Something to loop over or to unpack that has no entries; `is_number` says whether it is a number."""

    found: str
    is_number: bool = False


@dataclass(eq=False)
class Ambiguous(BadArgument):
    """A condition that is a tensor of several numbers, or of none; `better` is what a chain of comparisons means."""

    found: str
    shape: Shape
    better: str = ""


@dataclass(eq=False)
class AssertionFailed(BadArgument):
    """An `assert` whose condition does not hold; `message` is the program's own, `value` what its left side is."""

    condition: str
    message: str
    left: str = ""
    value: str = ""


@dataclass(eq=False)
class GrownElsewhere(BadArgument):
    """An `append` to a list that another call has made."""

    found: str


@dataclass(eq=False)
class CallsTooDeep(LimitExceeded):
    """Functions that call each other, or themselves, deeper than is allowed."""


@dataclass(eq=False)
class NotAFunction(ProgramError):
    """A call of what is a value; `product` and `cell` are what may have been meant, `hidden` its function's name."""

    code = "unknown_name"
    found: str
    product: str
    cell: str
    hidden: bool = False


@dataclass(eq=False)
class MethodNotCalled(ProgramError):
    """A method without its brackets: `x.max`; `base` is what stands before the dot."""

    code = "unknown_name"
    base: str
    name: str


@dataclass(eq=False)
class AttributeCalled(ProgramError):
    """Brackets behind what is no method: `x.T()`; `better` is how it is written."""

    code = "unknown_name"
    name: str
    better: str


@dataclass(eq=False)
class BadValues(BadArgument):
    """Numbers given to a leaf that are none, or to no leaf; `problem` is a key of the reports, `known` the leaves."""

    problem: str
    name: str
    known: tuple[str, ...] = ()


@dataclass(eq=False)
class BadValuesShape(ProgramError):
    """Numbers given to a leaf that has another shape."""

    code = "shape_mismatch"
    name: str
    shape: Shape
    expected: Shape
