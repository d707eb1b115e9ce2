"""Functions of one operand, cell by cell, and the masks that rules are made of."""

from __future__ import annotations

from typing import Any

import numpy as np

from retrograd.ops.op import Rule
from retrograd.ops.pointwise import pointwise

FAMILY = "elementwise"
ACTIVATIONS = "activations"


def _flat(*_values: Any) -> float:
    """Slope of a function that is constant wherever it is smooth."""
    return 0.0


def _mask(name: str, forward: Any, operands: int = 1) -> Any:
    """Declare a function with values 0 and 1 in its operands' dtype, for rules; no gradient passes."""
    none: tuple[Rule | None, ...] = (None,) * operands
    return pointwise(
        name,
        family="masks",
        summary="1 where the condition holds, else 0.",
        forward=forward,
        slope=none,
        latex=rf"\operatorname{{{name.replace('_', ' ')}}}(<x>)",
        local_latex=("0",) * operands,
        public=False,
    )


is_zero = _mask("is_zero", lambda x: (x == 0).astype(x.dtype))
is_zero_to_a_nonnegative = _mask(
    "is_zero_to_a_nonnegative", lambda x, y: ((x == 0) & (y >= 0)).astype(x.dtype), operands=2
)
# Written with `<=`, so that NaN passes the gradient on as in PyTorch.
is_positive = _mask("is_positive", lambda x: 1 - (x <= 0).astype(x.dtype))
is_equal = _mask("is_equal", lambda x, y: (x == y).astype(x.dtype), operands=2)

exp = pointwise(
    "exp",
    family=FAMILY,
    summary="The exponential function.",
    forward=np.exp,
    slope=(lambda z, _x: z,),
    latex=r"\exp(<x>)",
    local_latex=("<z>",),
)

log = pointwise(
    "log",
    family=FAMILY,
    summary="The natural logarithm; log(0) is -inf, and of negative numbers NaN.",
    forward=np.log,
    slope=(lambda _z, x: 1 / x,),
    latex=r"\log(<x>)",
    local_latex=(r"\frac{1}{<x>}",),
    domain=(0.2, 3.0),
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

sign = pointwise(
    "sign",
    family=FAMILY,
    summary="-1, 0 or 1; its slope is 0.",
    forward=np.sign,
    slope=(_flat,),
    latex=r"\operatorname{sign}(<x>)",
    local_latex=("0",),
)

abs_ = pointwise(
    "abs",
    family=FAMILY,
    summary="The absolute value; its slope at 0 is 0.",
    forward=np.abs,
    slope=(lambda _z, x: sign(x),),
    latex=r"\left|<x>\right|",
    local_latex=(r"\operatorname{sign}(<x>)",),
)

tanh = pointwise(
    "tanh",
    family=ACTIVATIONS,
    summary="The hyperbolic tangent.",
    forward=np.tanh,
    slope=(lambda z, _x: 1 - z * z,),
    latex=r"\tanh(<x>)",
    local_latex=(r"\left(1 - <z>^{2}\right)",),
)


def _sigmoid(x: Any) -> Any:
    """1 / (1 + e⁻ˣ) without overflow and with full relative precision at both ends."""
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + small), small / (1 + small))


sigmoid = pointwise(
    "sigmoid",
    family=ACTIVATIONS,
    summary="The logistic function 1 / (1 + exp(-x)).",
    forward=_sigmoid,
    slope=(lambda z, _x: z * (1 - z),),
    latex=r"\sigma(<x>)",
    local_latex=(r"<z> <odot> \left(1 - <z>\right)",),
)

relu = pointwise(
    "relu",
    family=ACTIVATIONS,
    summary="max(x, 0); its slope at 0 is 0.",
    forward=lambda x: np.maximum(x, 0),
    slope=(lambda _z, x: is_positive(x),),
    latex=r"\operatorname{relu}(<x>)",
    local_latex=(r"[<x> > 0]",),
)
