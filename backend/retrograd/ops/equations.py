"""Equations of `einsum`: a term of letters for each tensor, one letter for each axis, and a term for the result.

An equation in normal form has neither spaces nor dots, and names its result: "ij,jk->ik". What it means is NumPy's
and PyTorch's: an index that the result has not is summed over, one that a tensor has twice is its diagonal.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from string import ascii_letters, ascii_uppercase
from typing import NamedTuple

from retrograd.ops.mistakes import BadEquation, IndexSizesClash, TermMisfit, TermsDiffer
from retrograd.ops.op import Shape

DOTS = "..."
MOST_LETTERS = len(ascii_letters)
MOST_TERMS = 256
_FRESH = "ijklmnopqrstuvwxyzabcdefgh" + ascii_uppercase


class Equation(NamedTuple):
    """An equation in normal form, taken apart."""

    terms: tuple[str, ...]
    result: str

    def __str__(self) -> str:
        return f"{','.join(self.terms)}->{self.result}"

    @property
    def letters(self) -> str:
        """Each index once, in the order in which the terms name them."""
        return distinct("".join(self.terms))


def distinct(letters: Iterable[str]) -> str:
    """Return each letter once, in the order of the first places."""
    return "".join(dict.fromkeys(letters))


@lru_cache(maxsize=1024)
def split(normal: str) -> Equation:
    """Take an equation in normal form apart."""
    terms, _, result = normal.partition("->")
    return Equation(tuple(terms.split(",")), result)


def fresh(taken: str, count: int) -> str:
    """Return letters that are not among those taken: fewer than `count` if there are no more."""
    return "".join(letter for letter in _FRESH if letter not in taken)[:count]


def normal(text: str, shapes: tuple[Shape, ...]) -> Equation:
    """Return the equation that `text` means for tensors of these shapes.

    Raises BadEquation, TermsDiffer, TermMisfit, IndexSizesClash.
    """
    written = text.replace(" ", "")
    left, *rest = written.split("->")
    if len(rest) > 1:
        raise BadEquation(text, "arrow")
    terms = left.split(",")
    if len(terms) > MOST_TERMS:
        raise BadEquation(text, "terms")
    for term in (*terms, *rest):
        _check_term(text, term)
    if len(terms) != len(shapes):
        raise TermsDiffer(text, len(terms), len(shapes))
    hidden = [_hidden(term, shape) for term, shape in zip(terms, shapes, strict=True)]
    named = distinct(letter for letter in left if letter in ascii_letters)
    axes = fresh(named, max(hidden))
    equation = Equation(
        tuple(term.replace(DOTS, axes[len(axes) - count :]) for term, count in zip(terms, hidden, strict=True)),
        rest[0].replace(DOTS, axes) if rest else axes + _once("".join(terms)),
    )
    repeats = max(len(term) - len(distinct(term)) for term in equation.terms)
    if len(axes) < max(hidden) or len(equation.letters) + repeats > MOST_LETTERS:  # a gradient needs letters, too
        raise BadEquation(text, "letters")
    _check_result(text, equation)
    index_sizes(equation, shapes, text)
    return equation


def _check_term(text: str, term: str) -> None:
    strange = re.search(r"[^A-Za-z.]", term)
    if strange:
        raise BadEquation(text, "character", strange[0])
    if term.replace(DOTS, "", 1).count("."):
        raise BadEquation(text, "dots", term)


def _hidden(term: str, shape: Shape) -> int:
    """Return how many axes the dots of a term stand for."""
    named = len(term.replace(DOTS, ""))
    left = len(shape) - named
    if left < 0 or (left and DOTS not in term):
        raise TermMisfit(term, named, shape)
    return left


def _once(letters: str) -> str:
    """Without a result in the equation, it has the indices that are named once, in the order of the alphabet."""
    counts = Counter(letters.replace(".", ""))
    return "".join(sorted(letter for letter, count in counts.items() if count == 1))


def _check_result(text: str, equation: Equation) -> None:
    for letter, count in Counter(equation.result).items():
        if letter not in equation.letters:
            raise BadEquation(text, "unknown", letter)
        if count > 1:
            raise BadEquation(text, "repeated", letter)


def index_sizes(equation: Equation, shapes: tuple[Shape, ...], text: str = "") -> dict[str, int]:
    """Return the size of each index; an axis of size 1 broadcasts, but not along a diagonal.

    Raises IndexSizesClash.
    """
    sizes: dict[str, int] = {}
    for term, shape in zip(equation.terms, shapes, strict=True):
        own: dict[str, int] = {}
        for letter, size in zip(term, shape, strict=True):
            if own.setdefault(letter, size) != size:
                raise IndexSizesClash(text or str(equation), letter, (own[letter], size))
        for letter, size in own.items():
            known = sizes.setdefault(letter, size)
            if known == 1:
                sizes[letter] = size
            elif size not in {1, known}:
                raise IndexSizesClash(text or str(equation), letter, (known, size))
    return sizes
