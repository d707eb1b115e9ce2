"""Denominators that cancel only after multiplying out: ((1 - y) / (1 - p) - y / p) p (1 - p) is p - y."""

from __future__ import annotations

from fractions import Fraction
from itertools import product as combinations

from retrograd.symbolic.amounts import ONE
from retrograd.symbolic.products import product, times
from retrograd.symbolic.sums import plus
from retrograd.symbolic.terms import Factor, Product, Sum, Term, parts

MOST_TERMS = 12
"""Terms that a product of sums is multiplied out into."""


def cleared(given: Term) -> Term:
    """Return a product with its factors multiplied into a sum whose terms they cancel in, if that is shorter."""
    if not isinstance(given, Product):
        return given
    for base, exponent in given.factors:
        if not isinstance(base, Sum) or exponent != 1:
            continue
        below = {one for part in base.terms for one, power in parts(part)[1] if power < 0}
        inside = tuple(one for one in given.factors if one[0] in below and one[1] > 0)
        if inside:
            outside = tuple(one for one in given.factors if one not in inside and one[0] is not base)
            shorter = _multiplied_in(given, base, inside, outside)
            return cleared(shorter) if shorter.length < given.length else given
    return given


def _multiplied_in(given: Product, base: Sum, inside: tuple[Factor, ...], outside: tuple[Factor, ...]) -> Term:
    factor = product(given.shape, ONE, inside)
    terms = [times(given.shape, times(given.shape, one), factor) for one in base.terms]
    plain, multiplied = plus(given.shape, *terms), plus(given.shape, *_multiplied_out(terms))
    best = min(plain, multiplied, key=lambda one: one.length)
    return times(given.shape, product(given.shape, given.amount, outside), best)


def _multiplied_out(terms: list[Term]) -> list[Term]:
    """Return the terms with their products of sums multiplied out, unless they become too many."""
    found: list[Term] = []
    for one in terms:
        amount, factors = parts(one)
        sums = [base.terms for base, exponent in factors if isinstance(base, Sum) and exponent == 1]
        rest = tuple(
            (base, exponent) for base, exponent in factors if not (isinstance(base, Sum) and exponent == Fraction(1))
        )
        found += [times(one.shape, product(one.shape, amount, rest), *chosen) for chosen in combinations(*sums)]
        if len(found) > MOST_TERMS:
            return terms
    return found
