"""Operations cell by cell, and such as change the shape alone, read as sums, products and powers."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from retrograd.ops.exponentials import log
from retrograd.symbolic.amounts import MINUS_ONE, ONE
from retrograd.symbolic.clearing import cleared
from retrograd.symbolic.matrices import reshaped
from retrograd.symbolic.products import power, times
from retrograd.symbolic.spreading import spread
from retrograd.symbolic.sums import plus
from retrograd.symbolic.terms import Reading, Term, application, constant, parts
from retrograd.tensor import Tensor

HALF = Fraction(1, 2)


def _add(tensor: Tensor, x: Term, y: Term) -> Term:
    return plus(tensor.shape, x, y)


def _multiply(tensor: Tensor, x: Term, y: Term) -> Term:
    return cleared(times(tensor.shape, x, y))


def _divide(tensor: Tensor, x: Term, y: Term) -> Term:
    return times(tensor.shape, x, power(y, Fraction(-1)))


def _negative(tensor: Tensor, x: Term) -> Term:
    return times(tensor.shape, x, by=MINUS_ONE)


def _to_the(exponent: Fraction) -> Reading:
    return lambda _tensor, x: power(x, exponent)


def _power(_tensor: Tensor, x: Term, y: Term) -> Term | None:
    number, factors = parts(y)
    if factors or not isinstance(number.value, Fraction):
        return None
    return power(x, number.value)


def _reshape(tensor: Tensor, x: Term) -> Term:
    return reshaped(x, tensor.shape)


def _broadcast(tensor: Tensor, x: Term) -> Term:
    return spread(x, tensor.shape)


def _same(_tensor: Tensor, x: Term) -> Term:
    return x


def _logarithm(tensor: Tensor, x: Term) -> Term:
    return application(log, tensor.shape, plus(tensor.shape, constant((), ONE), x))


READINGS: Mapping[str, Reading] = {
    "add": _add,
    "multiply": _multiply,
    "divide": _divide,
    "negative": _negative,
    "power": _power,
    "square": _to_the(Fraction(2)),
    "reciprocal": _to_the(Fraction(-1)),
    "sqrt": _to_the(HALF),
    "rsqrt": _to_the(-HALF),
    "log1p": _logarithm,
    "broadcast_to": _broadcast,
    "detach": _same,
    **dict.fromkeys(("reshape", "flatten", "squeeze", "expand_dims", "atleast_1d", "atleast_2d"), _reshape),
}
