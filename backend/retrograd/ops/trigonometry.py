"""Trigonometric and hyperbolic functions and their inverses, cell by cell; angles in radians."""

from __future__ import annotations

import numpy as np

from retrograd.ops.exponentials import sqrt
from retrograd.ops.op import Operation
from retrograd.ops.pointwise import pointwise

FAMILY = "trigonometry"
ACTIVATIONS = "activations"

sin = pointwise(
    "sin",
    family=FAMILY,
    summary="The sine.",
    forward=np.sin,
    slope=(lambda _z, x: cos(x),),
    latex=r"\sin(<x>)",
    local_latex=(r"\cos(<x>)",),
)

cos: Operation = pointwise(
    "cos",
    family=FAMILY,
    summary="The cosine.",
    forward=np.cos,
    slope=(lambda _z, x: -sin(x),),
    latex=r"\cos(<x>)",
    local_latex=(r"\left(-\sin(<x>)\right)",),
)

tan = pointwise(
    "tan",
    family=FAMILY,
    summary="The tangent.",
    forward=np.tan,
    slope=(lambda z, _x: 1 + z * z,),
    latex=r"\tan(<x>)",
    local_latex=(r"\left(1 + <z>^{2}\right)",),
    domain=(-1.0, 1.0),
)

arcsin = pointwise(
    "arcsin",
    aliases=("asin",),
    family=FAMILY,
    summary="The angle whose sine is x, for -1 to 1; its slope there is infinite.",
    forward=np.arcsin,
    slope=(lambda _z, x: 1 / sqrt(1 - x * x),),
    latex=r"\arcsin(<x>)",
    local_latex=(r"\frac{1}{\sqrt{1 - <x>^{2}}}",),
    domain=(-0.8, 0.8),
)

arccos = pointwise(
    "arccos",
    aliases=("acos",),
    family=FAMILY,
    summary="The angle whose cosine is x, for -1 to 1; its slope there is infinite.",
    forward=np.arccos,
    slope=(lambda _z, x: -1 / sqrt(1 - x * x),),
    latex=r"\arccos(<x>)",
    local_latex=(r"\left(-\frac{1}{\sqrt{1 - <x>^{2}}}\right)",),
    domain=(-0.8, 0.8),
)

arctan = pointwise(
    "arctan",
    aliases=("atan",),
    family=FAMILY,
    summary="The angle whose tangent is x.",
    forward=np.arctan,
    slope=(lambda _z, x: 1 / (1 + x * x),),
    latex=r"\arctan(<x>)",
    local_latex=(r"\frac{1}{1 + <x>^{2}}",),
)

arctan2 = pointwise(
    "arctan2",
    aliases=("atan2",),
    family=FAMILY,
    summary="The angle of the point with height x above the axis and y along it.",
    forward=np.arctan2,
    slope=(lambda _z, x, y: y / (x * x + y * y), lambda _z, x, y: -x / (x * x + y * y)),
    latex=r"\operatorname{arctan2}(<x>, <y>)",
    local_latex=(
        r"\frac{<y>}{<x>^{2} + <y>^{2}}",
        r"\left(-\frac{<x>}{<x>^{2} + <y>^{2}}\right)",
    ),
    domain=(0.3, 2.0),
)

sinh = pointwise(
    "sinh",
    family=FAMILY,
    summary="The hyperbolic sine.",
    forward=np.sinh,
    slope=(lambda _z, x: cosh(x),),
    latex=r"\sinh(<x>)",
    local_latex=(r"\cosh(<x>)",),
)

cosh: Operation = pointwise(
    "cosh",
    family=FAMILY,
    summary="The hyperbolic cosine.",
    forward=np.cosh,
    slope=(lambda _z, x: sinh(x),),
    latex=r"\cosh(<x>)",
    local_latex=(r"\sinh(<x>)",),
)

tanh = pointwise(
    "tanh",
    family=ACTIVATIONS,
    summary="The hyperbolic tangent.",
    forward=np.tanh,
    slope=(lambda z, _x: 1.0 - z * z,),
    latex=r"\tanh(<x>)",
    local_latex=(r"\left(1 - <z>^{2}\right)",),
)

arcsinh = pointwise(
    "arcsinh",
    aliases=("asinh",),
    family=FAMILY,
    summary="The number whose hyperbolic sine is x.",
    forward=np.arcsinh,
    slope=(lambda _z, x: 1 / sqrt(x * x + 1),),
    latex=r"\operatorname{arcsinh}(<x>)",
    local_latex=(r"\frac{1}{\sqrt{<x>^{2} + 1}}",),
)

arccosh = pointwise(
    "arccosh",
    aliases=("acosh",),
    family=FAMILY,
    summary="The number, at least 0, whose hyperbolic cosine is x; for x from 1 on.",
    forward=np.arccosh,
    slope=(lambda _z, x: 1 / (sqrt(x - 1) * sqrt(x + 1)),),
    latex=r"\operatorname{arccosh}(<x>)",
    local_latex=(r"\frac{1}{\sqrt{<x>^{2} - 1}}",),
    domain=(1.3, 3.0),
)

arctanh = pointwise(
    "arctanh",
    aliases=("atanh",),
    family=FAMILY,
    summary="The number whose hyperbolic tangent is x, for -1 to 1.",
    forward=np.arctanh,
    slope=(lambda _z, x: 1 / (1 - x * x),),
    latex=r"\operatorname{arctanh}(<x>)",
    local_latex=(r"\frac{1}{1 - <x>^{2}}",),
    domain=(-0.8, 0.8),
)
