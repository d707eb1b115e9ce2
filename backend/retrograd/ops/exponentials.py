"""Exponentials, logarithms, roots and powers of one number, cell by cell."""

from __future__ import annotations

from math import erf as erf_of_one
from math import log as ln
from math import pi
from math import sqrt as sqrt_of_one

import numpy as np

from retrograd.ops.pointwise import pointwise

FAMILY = "exponentials and roots"
LN_2, LN_10 = ln(2), ln(10)

exp = pointwise(
    "exp",
    family=FAMILY,
    summary="The exponential function.",
    forward=np.exp,
    slope=(lambda z, _x: z,),
    latex=r"\exp(<x>)",
    local_latex=("<z>",),
)

exp2 = pointwise(
    "exp2",
    family=FAMILY,
    summary="Two to the power of x.",
    forward=np.exp2,
    slope=(lambda z, _x: z * LN_2,),
    latex=r"2^{<x>}",
    local_latex=(r"<z> \ln 2",),
)

expm1 = pointwise(
    "expm1",
    family=FAMILY,
    summary="exp(x) - 1, exact for small x.",
    forward=np.expm1,
    slope=(lambda _z, x: exp(x),),
    latex=r"\left(\exp(<x>) - 1\right)",
    local_latex=(r"\exp(<x>)",),
)

log = pointwise(
    "log",
    aliases=("ln",),
    family=FAMILY,
    summary="The natural logarithm; log(0) is -inf, and of negative numbers NaN.",
    forward=np.log,
    slope=(lambda _z, x: 1 / x,),
    latex=r"\log(<x>)",
    local_latex=(r"\frac{1}{<x>}",),
    domain=(0.2, 3.0),
)

log2 = pointwise(
    "log2",
    family=FAMILY,
    summary="The logarithm to base 2.",
    forward=np.log2,
    slope=(lambda _z, x: 1 / (x * LN_2),),
    latex=r"\log_{2}(<x>)",
    local_latex=(r"\frac{1}{<x> \ln 2}",),
    domain=(0.2, 3.0),
)

log10 = pointwise(
    "log10",
    family=FAMILY,
    summary="The logarithm to base 10.",
    forward=np.log10,
    slope=(lambda _z, x: 1 / (x * LN_10),),
    latex=r"\log_{10}(<x>)",
    local_latex=(r"\frac{1}{<x> \ln 10}",),
    domain=(0.2, 3.0),
)

log1p = pointwise(
    "log1p",
    family=FAMILY,
    summary="log(1 + x), exact for small x.",
    forward=np.log1p,
    slope=(lambda _z, x: 1 / (1 + x),),
    latex=r"\log(1 + <x>)",
    local_latex=(r"\frac{1}{1 + <x>}",),
    domain=(-0.6, 3.0),
)

sqrt = pointwise(
    "sqrt",
    family=FAMILY,
    summary="The square root; its slope at 0 is infinite.",
    forward=np.sqrt,
    slope=(lambda z, _x: 0.5 / z,),
    latex=r"\sqrt{<x>}",
    local_latex=(r"\frac{1}{2 <z>}",),
    domain=(0.2, 3.0),
)

rsqrt = pointwise(
    "rsqrt",
    family=FAMILY,
    summary="1 / sqrt(x).",
    forward=lambda x: 1 / np.sqrt(x),
    slope=(lambda z, x: -0.5 * z / x,),
    latex=r"\frac{1}{\sqrt{<x>}}",
    local_latex=(r"\left(-\frac{<z>}{2 <x>}\right)",),
    domain=(0.2, 3.0),
)

cbrt = pointwise(
    "cbrt",
    family=FAMILY,
    summary="The cube root, of negative numbers too; its slope at 0 is infinite.",
    forward=np.cbrt,
    slope=(lambda z, _x: 1 / (3 * z * z),),
    latex=r"\sqrt[3]{<x>}",
    local_latex=(r"\frac{1}{3 <z>^{2}}",),
    domain=(0.2, 3.0),
)

square = pointwise(
    "square",
    family=FAMILY,
    summary="The square.",
    forward=np.square,
    slope=(lambda _z, x: 2 * x,),
    latex=r"<x>^{2}",
    local_latex=("2 <x>",),
)

reciprocal = pointwise(
    "reciprocal",
    family=FAMILY,
    summary="1 / x.",
    forward=lambda x: 1 / x,
    slope=(lambda z, _x: -z * z,),
    latex=r"\frac{1}{<x>}",
    local_latex=(r"\left(-\frac{1}{<x>^{2}}\right)",),
    domain=(0.3, 3.0),
)

logaddexp = pointwise(
    "logaddexp",
    family=FAMILY,
    summary="log(exp(x) + exp(y)) without overflow.",
    forward=np.logaddexp,
    slope=(lambda z, x, _y: exp(x - z), lambda z, _x, y: exp(y - z)),
    opened=lambda x, y: log(exp(x) + exp(y)),
    latex=r"\log(\exp(<x>) + \exp(<y>))",
    local_latex=(r"\exp(<x> - <z>)", r"\exp(<y> - <z>)"),
)

_erf_of_each = np.frompyfunc(erf_of_one, 1, 1)

erf = pointwise(
    "erf",
    family=FAMILY,
    summary="The error function, 2/√π times the integral of exp(-t²) from 0 to x.",
    forward=lambda x: np.asarray(_erf_of_each(x), x.dtype),
    slope=(lambda _z, x: 2 / sqrt_of_one(pi) * exp(-x * x),),
    latex=r"\operatorname{erf}(<x>)",
    local_latex=(r"\frac{2}{\sqrt{\pi}} \exp(-<x>^{2})",),
)
