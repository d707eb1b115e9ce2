"""What reports in every language say alike: shapes, near names, and which small change would make shapes fit."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import lru_cache

from retrograd.errors import AxesClash, InnerSizesClash, ShapesClash, SyntaxMistake
from retrograd.language import names

LONGEST_QUOTE = 40
LONGEST_NAME = 16
MOST_NAMES = 12
LONGEST_SIGNATURE = 160
ELSEWHERE = frozenset({"copy", "device", "dtype", "inplace", "layout", "order", "out", "pin_memory", "where"})
"""Keywords of the two libraries that say nothing here."""


def listed(texts: Sequence[str], last: str) -> str:
    """Return texts in a row, the last after a word: a, b and c."""
    *rest, end = texts
    return f"{', '.join(rest)} {last} {end}" if rest else end


def size(shape: Sequence[int | str]) -> str:
    """Return a shape as Python writes it."""
    return f"({shape[0]},)" if len(shape) == 1 else f"({', '.join(map(str, shape))})"


def sizes(error: ShapesClash, axis: int) -> list[int]:
    """Return the sizes along an axis, counted from the right, of the operands that have it."""
    return [shape[axis] for shape in error.shapes if len(shape) >= -axis]


def quote(text: str) -> str:
    """Return a piece of the program between backquotes, cut if it is long."""
    cut = text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1]}…"
    return f"`{cut}`"


def near(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that `name` is most likely a slip of, or None."""
    known = list(dict.fromkeys(known))
    by_case = {candidate.lower(): candidate for candidate in known}
    if name.lower() in by_case:
        return by_case[name.lower()]
    swapped = [candidate for candidate in known if sorted(candidate) == sorted(name)]
    matches = swapped or get_close_matches(name, known, n=1, cutoff=0.7)
    return matches[0] if matches else None


_WORD = re.compile(r"[^\W\d]\w*")


def named(code: str, arguments: Sequence[str]) -> str:
    """Return code with the program's own names for `x` and `y`, if it is of these alone and they are short."""
    own = {
        name: text
        for name, text in zip(("x", "y"), arguments, strict=False)
        if _WORD.fullmatch(text) and len(text) <= LONGEST_NAME
    }
    if not _variables(code) <= set(own):
        return code
    return _WORD.sub(lambda match: own.get(match.group(), match.group()), code)


@lru_cache(1024)
def _variables(code: str) -> frozenset[str]:
    """Return the names in a piece of our own code that are neither functions nor bound in it."""
    found = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)]
    bound = {node.id for node in found if isinstance(node.ctx, ast.Store)}
    known = {*names.FUNCTIONS, *names.PYTHONS_OWN, *names.MAKERS, *names.BARE_NUMBERS}
    return frozenset({node.id for node in found} - bound - known)


def several(texts: Sequence[str]) -> str:
    """Return names between backquotes, not more than are read at a glance."""
    shown = ", ".join(f"`{text[:LONGEST_NAME]}`" for text in texts[:MOST_NAMES])
    return f"{shown}, …" if len(texts) > MOST_NAMES else shown


def signature(text: str) -> str:
    """Return how a function is called between backquotes; one with very many parameters is cut."""
    return f"`{text}`" if len(text) <= LONGEST_SIGNATURE else f"`{text[:LONGEST_SIGNATURE]}…`"


def step(code: str, with_code: str, in_general: str) -> str:
    """Return the step to take: with the code in place of `{code}` if there is some that is short, else in general."""
    return with_code.replace("{code}", f"`{code}`") if 0 < len(code) <= LONGEST_QUOTE else in_general


def operands(error: ShapesClash | InnerSizesClash | AxesClash) -> tuple[str, ...]:
    """Return each operand with its shape: `X` (2, 3)."""
    written = error.operands or ("",) * len(error.shapes)
    if isinstance(error, AxesClash) and error.operands:
        written = tuple(written[place] for place in error.places)
    return tuple(
        f"{quote(text)} {size(shape)}" if text else size(shape)
        for text, shape in zip(written, error.shapes, strict=True)
    )


def sizes_of(error: AxesClash) -> tuple[int, int]:
    """Return the two sizes that differ."""
    (left, right), (first, second) = error.shapes, error.axes
    return left[first], right[second]


def transposed_product(error: InnerSizesClash) -> str | None:
    """Return the product with one factor transposed, if that fits and is short."""
    return short(_transposed_product(error))


def short(code: str | None) -> str | None:
    """Return code that is not too long to be a hint, else None."""
    return code if code and len(code) <= LONGEST_QUOTE else None


def _transposed_product(error: InnerSizesClash) -> str | None:
    left, right = error.shapes
    if {len(left), len(right)} - {1, 2} or len(error.operands) != 2:
        return None
    first, second = map(atom, error.operands)
    if len(left) == 1 or len(right) == 1:
        return _with_vector(error.sign, (first, second), left, right)
    if left[1] == right[1]:
        return _product(error.sign, first, f"{second}.T")
    if left[0] == right[0]:
        return _product(error.sign, f"{first}.T", second)
    if left[0] == right[1]:
        return _product(error.sign, second, first)
    return None


def _with_vector(sign: str, operands: tuple[str, str], left: Sequence[int], right: Sequence[int]) -> str | None:
    """Return the product of a matrix and a vector with the matrix transposed, if that fits."""
    first, second = operands
    if len(left) == 2 and left[0] == right[0]:
        return _product(sign, f"{first}.T", second)
    if len(right) == 2 and left[0] == right[1]:
        return _product(sign, first, f"{second}.T")
    return None


def _product(sign: str, first: str, second: str) -> str:
    return f"dot({first}, {second})" if sign == "dot" else f"{first} {sign} {second}"


def matrix_product(error: ShapesClash) -> str | None:
    """Return the `@` that a `*` of matrices was probably meant to be."""
    if error.sign != "*" or len(error.operands) != 2:
        return None
    left, right = error.shapes
    if len(left) < 2 or not right or left[-1] != right[max(len(right) - 2, 0)]:
        return None
    return short(f"{atom(error.operands[0])} @ {atom(error.operands[1])}")


def transposed_operand(error: ShapesClash) -> str | None:
    """Return the second matrix transposed, if then the shapes would be equal."""
    if len(error.operands) != 2 or len(error.shapes[0]) != 2 or error.shapes[0] != error.shapes[1][::-1]:
        return None
    return short(f"{atom(error.operands[1])}.T")


def new_axis(error: ShapesClash) -> str | None:
    """Return the vector with a new last axis, if as a column it would broadcast."""
    for text, shape, other in zip(error.operands, error.shapes, reversed(error.shapes), strict=False):
        if len(shape) == 1 and len(other) == 2 and shape[0] == other[0]:
            return short(f"{atom(text)}[:, None]")
    return None


def atom(text: str) -> str:
    """Return an expression in brackets, unless something can be written right behind it as it is."""
    return (
        text if text.replace("_", "a").isalnum() or (text.endswith((")", "]")) and text[0].isalpha()) else f"({text})"
    )


def amount(number: float) -> str:
    """Return a whole number with its digits in groups."""
    return f"{number:,.0f}".replace(",", "\u202f") if number >= 1000 else f"{number:g}"


def counted(count: int, one: str, many: str) -> str:
    """Return a number of things: 1 cell, 2 cells."""
    return f"1 {one}" if count == 1 else f"{amount(count)} {many}"


def slip(error: SyntaxMistake, sentences: tuple[str, str, str]) -> tuple[str, str]:
    """Return the sentence of a slip with what is written, and the step to take with what was meant."""
    sentence, with_code, in_general = sentences
    hint = step(error.better, with_code, in_general) if with_code else in_general
    return sentence.replace("{written}", quote(error.written)), hint
