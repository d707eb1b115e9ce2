"""What can be wrong with functions, loops, lists and conditions."""

from __future__ import annotations

from dataclasses import dataclass

from retrograd.errors import BadArgument, LimitExceeded, Shape


@dataclass(eq=False)
class NotIterable(BadArgument):
    """Something to loop over or to unpack that has no entries."""

    found: str


@dataclass(eq=False)
class Ambiguous(BadArgument):
    """A condition that is a tensor of several numbers, or of none."""

    found: str
    shape: Shape


@dataclass(eq=False)
class AssertionFailed(BadArgument):
    """An `assert` whose condition does not hold; `message` is the program's own."""

    condition: str
    message: str


@dataclass(eq=False)
class GrownElsewhere(BadArgument):
    """An `append` to a list that another call has made."""

    found: str


@dataclass(eq=False)
class CallsTooDeep(LimitExceeded):
    """Functions that call each other, or themselves, deeper than is allowed."""
