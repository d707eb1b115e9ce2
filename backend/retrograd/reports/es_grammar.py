"""What Spanish asks of a sentence with names and numbers in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrograd.reports import facts

FROM_FIVE_DIGITS = 10_000
_BEFORE_I = re.compile(r"`?(?:h?i(?![aeo])|y(?![a-z]))", re.IGNORECASE)
"""A name that is said with an i first: i, hidden, y, y1; not yes, nor ion or hielo."""


def joined(texts: Sequence[str]) -> str:
    """Return texts in a row: a, b y c; before the sound of an i the word for "and" is "e"."""
    return facts.listed(texts, "e" if _BEFORE_I.match(texts[-1]) else "y")


def amount(number: float) -> str:
    """Return a whole number with its digits in groups, from five digits on."""
    return (
        facts.amount(number) if number >= FROM_FIVE_DIGITS else f"{number:.0f}" if number >= 1000 else f"{number:g}"
    )


def counted(count: int, one: str, many: str) -> str:
    """Return a number of things: 1 celda, 2 celdas."""
    return f"1 {one}" if count == 1 else f"{amount(count)} {many}"
