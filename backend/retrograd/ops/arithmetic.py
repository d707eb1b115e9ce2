"""Arithmetic, cell by cell: + - * / ** and the sign change."""

from __future__ import annotations

import operator
from typing import Any

import numpy as np

from retrograd.ops.exponentials import log
from retrograd.ops.masks import has_no_inverse, is_zero, is_zero_to_a_nonnegative
from retrograd.ops.op import Facts, Operand, Traced, Value, one_number
from retrograd.ops.pointwise import pointwise

FAMILY = "arithmetic"

add = pointwise(
    "add",
    sign="+",
    family=FAMILY,
    summary="The sum, cell by cell.",
    forward=operator.add,
    slope=(1.0, 1.0),
    latex="<x> + <y>",
    local_latex=("1", "1"),
)

subtract = pointwise(
    "subtract",
    aliases=("sub",),
    sign="-",
    family=FAMILY,
    summary="The difference, cell by cell.",
    forward=operator.sub,
    slope=(1.0, -1.0),
    latex="<x> - <y>",
    local_latex=("1", "-1"),
)

multiply = pointwise(
    "multiply",
    aliases=("mul",),
    sign="*",
    family=FAMILY,
    summary="The product, cell by cell (Hadamard product).",
    forward=operator.mul,
    slope=(Operand(1), Operand(0)),
    latex="<x> <odot> <y>",
    local_latex=("<y>", "<x>"),
)

divide = pointwise(
    "divide",
    aliases=("div", "true_divide"),
    sign="/",
    family=FAMILY,
    summary="The quotient, cell by cell.",
    forward=np.true_divide,
    slope=(lambda _z, _x, y: 1 / y, lambda z, _x, y: -(z / y)),
    latex=r"\frac{<x>}{<y>}",
    local_latex=(r"\frac{1}{<y>}", r"\left(-\frac{<x>}{<y>^{2}}\right)"),
)

negative = pointwise(
    "negative",
    aliases=("neg",),
    sign="-",
    family=FAMILY,
    summary="The opposite number, cell by cell.",
    forward=operator.neg,
    slope=(-1.0,),
    latex="-<x>",
    local_latex=("-1",),
)


def _power(x: Any, y: Any) -> Any:
    """Raise to one exponent for all cells where it is one: NumPy squares and takes roots without logarithms then."""
    if not x.ndim:
        return x**y
    exponent = one_number(y)
    return np.power(x, y) if exponent is None else x**exponent


def _power_slope_of_base(_z: Value, x: Value, y: Value) -> Value:
    """y · x^(y - 1); where y = 0 and x has no inverse (0, NaN), the slope of the constant x⁰ is 0.

    An exponent that nobody asks a derivative of may be a plain number.
    """
    exponent = one_number(y) if not isinstance(y, Traced) else None if y.requires_grad else one_number(y.value)
    if exponent is not None and exponent != 0:
        return exponent * x if exponent == 2 else exponent * x ** (exponent - 1)
    return y * x ** (y - 1 + has_no_inverse(x) * is_zero(y))


def _power_slope_of_exponent(z: Value, x: Value, y: Value) -> Value:
    """x^y · ln x; at x = 0 the limit for y ≥ 0 is 0. Where x < 0 it is NaN: x^y has no derivative in y."""
    return z * log(x + is_zero_to_a_nonnegative(x, y))


def _power_local_latex(facts: Facts) -> str:
    exponent = facts.numbers.get("y")
    if exponent is None:
        return "<y> <odot> <x>^{<y> - 1}"
    if exponent == 1:
        return "1"
    if exponent == 2:
        return "2 <x>"
    return f"{facts.symbols['y']} <x>^{{{exponent - 1:g}}}"


power = pointwise(
    "power",
    aliases=("pow",),
    sign="**",
    family=FAMILY,
    summary="The power x to the y, cell by cell.",
    forward=_power,
    slope=(_power_slope_of_base, _power_slope_of_exponent),
    latex="<x>^{<y>}",
    local_latex=(_power_local_latex, r"<z> <odot> \ln <x>"),
    domain=(0.3, 2.0),
)

floor_divide = pointwise(
    "floor_divide",
    sign="//",
    family=FAMILY,
    summary="The quotient, rounded down; its slope is 0.",
    forward=np.floor_divide,
    slope=(0.0, 0.0),
    latex=r"\left\lfloor \frac{<x>}{<y>} \right\rfloor",
    local_latex=("0", "0"),
    domain=(0.3, 2.0),
)

remainder = pointwise(
    "remainder",
    aliases=("mod",),
    sign="%",
    family=FAMILY,
    summary="What is left of x after whole multiples of y; it has the sign of y.",
    forward=np.remainder,
    slope=(1.0, lambda _z, x, y: -floor_divide(x, y)),
    latex=r"<x> \bmod <y>",
    local_latex=("1", r"\left(-\left\lfloor \frac{<x>}{<y>} \right\rfloor\right)"),
    domain=(0.3, 2.0),
)
