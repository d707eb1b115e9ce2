"""Long formulas made readable: what stands in them twice gets a name, and then what is still too long for a line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any, NamedTuple

import numpy as np

from retrograd.symbolic.evaluation import evaluated, in_order
from retrograd.symbolic.terms import Name, Reshape, Spread, Sum, Term, is_constant, term
from retrograd.tensor import Tensor

LONGEST = 44
"""Signs of a formula in one line."""
LONGEST_AFTER_ALL = 80
"""Signs of a formula that is broken into two lines."""
WORTH_A_NAME = 8
"""Signs that have to be written twice before they get a name."""
MOST_NAMES = 6


class Definition(NamedTuple):
    """A name of its own, and what it stands for."""

    name: Name
    meaning: Term


class Names:
    """Names that no tensor of the program has: u₁, u₂, …"""

    def __init__(self, taken: set[str]) -> None:
        """Keep clear of the names `taken`."""
        self._taken = taken
        self._given = 0

    def after(self) -> Names:
        """Return names that go on from here, so that each formula can have its own."""
        names = Names(self._taken)
        names._given = self._given
        return names

    def __call__(self, tensor: Tensor) -> Name:
        """Return a new name for a tensor."""
        self._given += 1
        while {f"u{self._given}", f"u_{self._given}"} & self._taken:
            self._given += 1
        return term(Name, tensor.shape, f"u_{{{self._given}}}", 2, tensor)


def shortened(meaning: Term, where: Sequence[Definition], names: Names) -> tuple[Term, tuple[Definition, ...]]:
    """Return a formula and its definitions with names for what they repeat, and for what is too long."""
    lines: list[tuple[Name | None, Term]] = [(None, meaning), *where]
    for _ in range(MOST_NAMES):
        part = _repeated([one for _, one in lines]) or _too_long([one for _, one in lines])
        if part is None:
            break
        value = np.array(evaluated(part))
        name = names(Tensor(value, requires_grad=False, dtype=value.dtype))
        lines = [(own, replaced(one, {part: name})) for own, one in lines] + [(name, part)]
    return lines[0][1], tuple(Definition(own, one) for own, one in lines[1:] if own is not None)


def _repeated(lines: Sequence[Term]) -> Term | None:
    """Return the longest part that stands in several places, where any line is long."""
    if all(one.length <= LONGEST for one in lines):
        return None
    uses = Counter(operand for part in _parts(lines) for operand in part.operands)
    often = [one for one, count in uses.items() if count > 1 and one.length >= WORTH_A_NAME and _is_written(one)]
    return max(often, key=lambda one: one.length, default=None)


def _too_long(lines: Sequence[Term]) -> Term | None:
    """Return the longest part that fits in a line, of the first line that is too long and no sum."""
    for line in lines:
        if line.length > LONGEST_AFTER_ALL and not isinstance(line, Sum):
            fitting = [one for one in in_order(line) if WORTH_A_NAME <= one.length <= LONGEST and _is_written(one)]
            if fitting:
                return max(fitting, key=lambda one: one.length)
    return None


def _parts(lines: Sequence[Term]) -> Iterator[Term]:
    seen = set[Term]()
    for line in lines:
        for one in in_order(line):
            if one not in seen:
                seen.add(one)
                yield one


def _is_written(one: Term) -> bool:
    """Return whether a term shows as such; a column is written as the vector that it is made of."""
    return not (isinstance(one, (Name, Spread)) or (isinstance(one, Reshape) and one.silent) or is_constant(one))


def replaced(given: Term, known: Mapping[Term, Term]) -> Term:
    """Return a term with parts of it replaced, and nothing else changed."""
    new = dict[Term, Term]()
    for one in in_order(given):
        new[one] = known[one] if one in known else _rebuilt(one, new)
    return new[given]


def _rebuilt(one: Term, new: Mapping[Term, Term]) -> Term:
    if all(new[operand] is operand for operand in one.operands):
        return one
    return term(type(one), *(_changed(getattr(one, field.name), new) for field in fields(one)))


def _changed(value: Any, new: Mapping[Term, Term]) -> Any:
    if isinstance(value, Term):
        return new[value]
    if isinstance(value, tuple):
        return tuple(_changed(one, new) for one in value)
    return value
