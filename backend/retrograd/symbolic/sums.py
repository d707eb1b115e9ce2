"""Sums, simplified: equal terms gathered, what all terms share taken out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import isfinite

from retrograd.ops.op import Shape
from retrograd.symbolic.amounts import MINUS_ONE, ONE, ZERO, Amount
from retrograd.symbolic.matrices import matmul, reshaped
from retrograd.symbolic.products import product, scaled, times
from retrograd.symbolic.terms import Factor, MatrixProduct, Reshape, Sum, Term, constant, is_constant, parts, term

Part = tuple[Amount, Term]
"""A number, and what it is the number of."""


def plus(shape: Shape, *given: Term) -> Term:
    """Return the sum of terms, each of this shape or a scalar."""
    amounts = dict[Term, Amount]()
    for amount, one in _flat(shape, given):
        amounts[one] = amounts[one] + amount if one in amounts else amount
    gathered = [(amount, one) for one, amount in amounts.items() if amount.value != 0]
    if not gathered:
        return constant(shape, ZERO)
    if len(gathered) == 1:
        ((amount, one),) = gathered
        return times(shape, one, by=amount)
    return _shared_factors(shape, gathered)


def minus(shape: Shape, left: Term, right: Term) -> Term:
    """Return the difference of two terms, each of this shape or a scalar."""
    return plus(shape, left, times(right.shape, right, by=MINUS_ONE))


def _flat(shape: Shape, given: Sequence[Term]) -> Iterator[Part]:
    for one in given:
        amount, factors = parts(times(shape, one))
        base, exponent = factors[0] if len(factors) == 1 else (None, 0)
        if isinstance(base, Sum) and exponent == 1:
            for inner in base.terms:
                number, rest = parts(times(shape, inner))
                yield amount * number, product(shape, ONE, rest)
        else:
            yield amount, product(shape, ONE, factors)


def _shared_factors(shape: Shape, gathered: list[Part]) -> Term:
    """Take out the powers that all terms share: x a + x b = x (a + b)."""
    powers = [dict(parts(one)[1]) for _, one in gathered]
    shared = {
        base: _smaller([one[base] for one in powers])
        for base in powers[0]
        if all(base in one for one in powers) and not is_constant(base)
    }
    shared = {base: exponent for base, exponent in shared.items() if exponent}
    if not shared:
        return _shared_matrices(shape, gathered)
    back: tuple[Factor, ...] = tuple((base, -exponent) for base, exponent in shared.items())
    rest = [times(shape, one, product(shape, amount, back)) for amount, one in gathered]
    return times(shape, product(shape, ONE, tuple(shared.items())), plus(shape, *rest))


def _smaller(exponents: list[Fraction]) -> Fraction:
    """Return the power that can be taken out of all: of powers with the same sign the one nearest to 0."""
    if all(one > 0 for one in exponents):
        return min(exponents)
    return exponents[0] if len(set(exponents)) == 1 else Fraction(0)


def _shared_matrices(shape: Shape, gathered: list[Part]) -> Term:
    """Take out the last or the first matrix that terms share: A x + B x = (A + B) x."""
    chains = [_as_matrices(one) for _, one in gathered]
    for place in (-1, 0):
        ends = [chain[1][place] if chain is not None and len(chain[1]) > 1 else None for chain in chains]
        common = next((one for one in ends if one is not None and ends.count(one) > 1), None)
        if common is not None:
            inner = [
                scaled(rest.shape, rest, amount, chain[0])
                for (amount, _), chain, end in zip(gathered, chains, ends, strict=True)
                if chain is not None and end is common
                for rest in [matmul(*(chain[1][:-1] if place else chain[1][1:]))]
            ]
            total = plus(inner[0].shape, *_plain_first(inner))
            joined = reshaped(matmul(total, common) if place else matmul(common, total), shape)
            others = [
                times(shape, one, by=amount) if end is not common else joined
                for (amount, one), end in zip(gathered, ends, strict=True)
            ]
            return plus(shape, *dict.fromkeys(others))
    return _shared_number(shape, gathered)


def _plain_first(terms: list[Term]) -> list[Term]:
    """Return A + Aᵀ rather than Aᵀ + A: what is written shorter first, else as it came."""
    return sorted(terms, key=lambda one: one.length)


def _as_matrices(given: Term) -> tuple[tuple[Factor, ...], tuple[Term, ...]] | None:
    """Return a term as scalars and a chain of matrices, seen through the vector that it may be written as."""
    _, factors = parts(given)
    cells = [one for one in factors if one[0].shape == given.shape]
    if not given.shape or len(cells) != 1 or cells[0][1] != 1:
        return None
    inner = cells[0][0]
    inner = inner.inner if isinstance(inner, Reshape) and inner.silent else inner
    scalars = tuple(one for one in factors if not one[0].shape)
    return (scalars, inner.factors) if isinstance(inner, MatrixProduct) and len(inner.shape) == 2 else None


def _shared_number(shape: Shape, gathered: list[Part]) -> Term:
    """Take out a number that all terms have, and the sign if all are negative; a positive term comes first."""
    sizes = {abs(amount) for amount, _ in gathered}
    common = sizes.pop() if len(sizes) == 1 else ONE
    if all(amount.negative for amount, _ in gathered):
        common = -common
    if common.value == 0 or not isfinite(common.value):
        common = ONE
    back = common.power(Fraction(-1))
    terms = [times(shape, one, by=amount * back if common != ONE else amount) for amount, one in gathered]
    first = next((one for one in terms if not parts(one)[0].negative), terms[0])
    made = term(Sum, shape, (first, *(one for one in terms if one is not first)))
    return made if common == ONE else product(shape, common, ((made, Fraction(1)),))
