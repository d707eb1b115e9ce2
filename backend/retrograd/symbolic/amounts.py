"""The numbers of a formula: exact fractions wherever a float stands for one."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

LARGEST = 10**9
"""Of a numerator or a denominator; beyond, a fraction says less than a float."""
SIMPLEST = 10_000
"""Of the denominator of a fraction that a float is taken for, such as 2/3."""
LONGEST_DECIMAL = 8
"""Characters of a float that was typed, as 0.001 is; longer ones were computed."""
PLAIN_DENOMINATORS = frozenset({2, 3, 4, 8})


@dataclass(frozen=True, slots=True)
class Amount:
    """A number. One that was typed with a decimal point, or came of such, is `decimal`, and is written so."""

    value: Fraction | float
    decimal: bool = False

    def __mul__(self, other: Amount) -> Amount:
        """Return the product."""
        return _tidy(self.value * other.value, decimal=self.decimal or other.decimal)

    def __add__(self, other: Amount) -> Amount:
        """Return the sum."""
        return _tidy(self.value + other.value, decimal=self.decimal or other.decimal)

    def __neg__(self) -> Amount:
        """Return the number with the other sign."""
        return Amount(-self.value, self.decimal)

    def __abs__(self) -> Amount:
        """Return the size."""
        return -self if self.negative else self

    def power(self, exponent: Fraction) -> Amount:
        """Return the number to a whole power."""
        if self.value == 0 and exponent < 0:
            return Amount(float("inf"))
        if isinstance(self.value, Fraction) and abs(exponent) > 64:
            return Amount(float(self.value) ** int(exponent))
        return _tidy(self.value ** int(exponent), decimal=self.decimal)

    @property
    def negative(self) -> bool:
        """Whether it is below 0."""
        return self.value < 0

    @property
    def length(self) -> int:
        """How many signs it takes to write it."""
        if self.value in {1, -1}:
            return 0
        return len(str(self.value)) if isinstance(self.value, Fraction) else 6


ONE, ZERO, MINUS_ONE = Amount(Fraction(1)), Amount(Fraction(0)), Amount(Fraction(-1))


def _tidy(value: Any, *, decimal: bool) -> Amount:
    if isinstance(value, Fraction) and max(abs(value.numerator), value.denominator) > LARGEST:
        return Amount(float(value), decimal)
    return Amount(value, decimal)


def amount(number: Any) -> Amount:
    """Return a float as the fraction that it stands for: 0.25 as 1/4, 0.1 as a decimal, 0.6666666666666666 as 2/3."""
    value = float(number)
    if not np.isfinite(value):
        return Amount(value)
    if value == int(value):
        return Amount(Fraction(int(value))) if abs(value) < LARGEST else Amount(value)
    simple = Fraction(value).limit_denominator(SIMPLEST)
    same = type(number)(float(simple)) == number
    if same and simple.denominator in PLAIN_DENOMINATORS:
        return Amount(simple)
    text = str(number)
    if len(text) <= LONGEST_DECIMAL and "e" not in text:
        return Amount(Fraction(text), decimal=True)
    return Amount(simple) if same else Amount(value)
