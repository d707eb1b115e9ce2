"""Products cell by cell, simplified: numbers in front, equal bases as powers."""

from __future__ import annotations

from fractions import Fraction

from retrograd.ops.linear_algebra import inv
from retrograd.ops.op import Shape
from retrograd.symbolic.amounts import MINUS_ONE, ONE, ZERO, Amount
from retrograd.symbolic.terms import (
    Applied,
    Factor,
    Product,
    Sum,
    Term,
    Transpose,
    application,
    constant,
    parts,
    term,
)


def times(shape: Shape, *given: Term, by: Amount = ONE) -> Term:
    """Return the product of terms, each of this shape or a scalar, and of a number."""
    amount, exponents = by, dict[Term, Fraction]()
    for one in given:
        number, factors = parts(one)
        amount = amount * number
        for base, exponent in factors:
            exponents[base] = exponents.get(base, Fraction(0)) + exponent
    return product(shape, amount, tuple((base, exponent) for base, exponent in exponents.items() if exponent))


def product(shape: Shape, amount: Amount, factors: tuple[Factor, ...]) -> Term:
    """Return the product of a number and factors that have been gathered."""
    if amount.value == 0:
        return constant(shape, ZERO)
    factors = _without_determinants(factors)
    if len(factors) == 1:
        ((base, exponent),) = factors
        if exponent == 1 and base.shape == shape:
            if amount == ONE:
                return base
            if amount == MINUS_ONE and isinstance(base, Sum):
                return negated(base)
    return term(Product, shape, amount, factors)


def negated(given: Sum) -> Term:
    """Return a sum with all signs changed, one that is positive then coming first."""
    terms = [times(given.shape, one, by=MINUS_ONE) for one in given.terms]
    first = next((one for one in terms if not parts(one)[0].negative), None)
    if first is None:
        return term(Product, given.shape, MINUS_ONE, ((given, Fraction(1)),))
    return term(Sum, given.shape, (first, *(one for one in terms if one is not first)))


def power(given: Term, exponent: Fraction) -> Term:
    """Return a power; of a product the product of the powers, where the exponent is whole."""
    if exponent == 0:
        return constant(given.shape, ONE)
    if exponent == 1:
        return given
    if isinstance(given, Product) and exponent.denominator == 1:
        factors = tuple((base, old * exponent) for base, old in given.factors)
        return product(given.shape, given.amount.power(exponent), factors)
    return product(given.shape, ONE, ((given, exponent),))


def scalars_of(given: Term) -> tuple[Amount, tuple[Factor, ...], tuple[Factor, ...]]:
    """Return a term as a number, scalar factors, and factors of its own shape."""
    amount, factors = parts(given)
    if not given.shape:
        return amount, factors, ()
    scalar = tuple(one for one in factors if not one[0].shape)
    return amount, scalar, tuple(one for one in factors if one[0].shape)


def scaled(shape: Shape, inner: Term, amount: Amount, scalars: tuple[Factor, ...]) -> Term:
    """Return a term of this shape times what was taken out of it."""
    return times(shape, product((), amount, scalars), inner) if scalars or amount != ONE else inner


def _without_determinants(factors: tuple[Factor, ...]) -> tuple[Factor, ...]:
    """Write the cofactors of a matrix over its determinant as what they are: the transposed inverse."""
    found = {_argument(base, "cofactors"): one for one in factors if _argument(base := one[0], "cofactors")}
    for one in factors if found else ():
        of = _argument(one[0], "det")
        if of in found and one[1] <= -1 and found[of][1] == 1:
            cofactors = found[of]
            changed = {one: (one[0], one[1] + 1), cofactors: (_inverse(cofactors[0]), Fraction(1))}
            return tuple(new for new in (changed.get(old, old) for old in factors) if new[1])
    return factors


def _argument(base: Term, name: str) -> Term | None:
    return base.arguments[0] if isinstance(base, Applied) and base.op.name == name else None


def _inverse(cofactors: Term) -> Term:
    return term(Transpose, cofactors.shape, application(inv, cofactors.shape, *cofactors.operands))
