"""What reports in every language say alike: shapes, near names, and which small change would make shapes fit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from retrograd.errors import AxesClash, InnerSizesClash, ShapesClash, SyntaxMistake

LONGEST_QUOTE = 40


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
    """Return the product with one factor transposed, if that fits."""
    left, right = error.shapes
    if len(left) != 2 or len(right) != 2 or len(error.operands) != 2:
        return None
    first, second = map(_atom, error.operands)
    if left[1] == right[1]:
        return _product(error.sign, first, f"{second}.T")
    if left[0] == right[0]:
        return _product(error.sign, f"{first}.T", second)
    if left[0] == right[1]:
        return _product(error.sign, second, first)
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
    return f"{_atom(error.operands[0])} @ {_atom(error.operands[1])}"


def new_axis(error: ShapesClash) -> str | None:
    """Return the vector with a new last axis, if as a column it would broadcast."""
    for text, shape, other in zip(error.operands, error.shapes, reversed(error.shapes), strict=False):
        if len(shape) == 1 and len(other) == 2 and shape[0] == other[0]:
            return f"{_atom(text)}[:, None]"
    return None


def _atom(text: str) -> str:
    return (
        text if text.replace("_", "a").isalnum() or (text.endswith((")", "]")) and text[0].isalpha()) else f"({text})"
    )


def amount(number: float) -> str:
    """Return a whole number with its digits in groups."""
    return f"{number:,.0f}".replace(",", "\u202f") if number >= 1000 else f"{number:g}"


def python_message(error: SyntaxMistake) -> str:
    """Return what the parser says, without advice that is for those who run it."""
    return error.message.partition(";")[0] if "sys." in error.message else error.message


SLIPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("open", ("never closed", "EOF")),
    ("closed", ("unmatched", "does not match")),
    ("indent", ("indent",)),
    ("invisible", ("cannot be read",)),
    ("character", ("invalid character",)),
    ("equals", ("'='", "==")),
)
OTHER_LANGUAGES = ("let ", "const ", "var ", "//", "%", "function ")


def slip(error: SyntaxMistake) -> str:
    """Return which usual slip the parser's message and the line speak of; "other" if none."""
    for name, marks in SLIPS:
        if any(mark in error.message for mark in marks):
            return name
    return "language" if error.line.lstrip().startswith(OTHER_LANGUAGES) else "other"
