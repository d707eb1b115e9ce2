"""Constants by their numbers, some of which are no fractions: roots of whole numbers, ln 2, and what is made of π."""

from __future__ import annotations

from fractions import Fraction
from math import log, pi, sqrt
from typing import Any

import numpy as np

from retrograd.ops.op import one_number
from retrograd.symbolic.amounts import Amount, amount
from retrograd.symbolic.products import power, times
from retrograd.symbolic.terms import Identity, Name, Term, constant, term
from retrograd.tensor import Tensor

LENGTH = 2
SMALLEST_ROOT = 0.02
_KNOWN = tuple(
    (latex, Tensor(value, requires_grad=False))
    for latex, value in (
        (r"\ln(2)", log(2)),
        (r"\ln(10)", log(10)),
        (r"\pi", pi),
        (r"\frac{2}{\sqrt{\pi}}", 2 / sqrt(pi)),
        (r"\sqrt{\frac{2}{\pi}}", sqrt(2 / pi)),
        (r"\frac{1}{\sqrt{2 \pi}}", 1 / sqrt(2 * pi)),
    )
)


def irrational(value: Any) -> Term | None:
    """Return a number as what it is, if it is one of those, or a root of a whole number or 1 over it."""
    kind = np.asarray(value).dtype.type
    for latex, tensor in _KNOWN:
        if kind(tensor.value) == value:
            return term(Name, (), latex, LENGTH, tensor)
    if not value > 0 or not SMALLEST_ROOT < value < 1 / SMALLEST_ROOT:
        return None
    whole = round(value**2 if value > 1 else value**-2)
    root = sqrt(whole)
    if root == int(root) or kind(root if value > 1 else 1 / root) != value:
        return None
    return power(constant((), Amount(Fraction(whole))), Fraction(1 if value > 1 else -1, 2))


def read_constant(tensor: Tensor) -> Term | None:
    """Return a constant that is one number in every cell, or the identity matrix; None for another."""
    value = tensor.value
    if value.size and (value.size == 1 or one_number(value) is not None or np.all(value == value.flat[0])):
        first = np.asarray(value).flat[0]
        named = irrational(first)
        return constant(tensor.shape, amount(first)) if named is None else times(tensor.shape, named)
    if value.ndim == 2 and value.shape[0] == value.shape[1] and np.array_equal(value, np.eye(len(value))):
        return term(Identity, tensor.shape)
    return None
