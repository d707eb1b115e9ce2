"""Comparisons, cell by cell: truth values, through which no gradient passes; and what cuts a gradient off.

A truth value is held as 0 or 1 in the operands' dtype, so that `(x > 0) * y` counts it as a number; `truth`
marks the operation, and the graph JSON calls the dtype "bool".
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from retrograd.ops.op import Operation, Sample, same
from retrograd.ops.pointwise import pointwise

FAMILY = "logic"


def _comparison(name: str, sign: str, compare: Callable[[Any, Any], Any], latex: str, alias: str) -> Operation:
    def forward(x: Any, y: Any) -> Any:
        return compare(x, y).astype(x.dtype)

    return pointwise(
        name,
        aliases=(alias,),
        sign=sign,
        family=FAMILY,
        summary=f"Whether x {sign} y, cell by cell; no gradient passes.",
        forward=forward,
        slope=(None, None),
        latex=f"<x> {latex} <y>",
        local_latex=("", ""),
        truth=True,
    )


equal = _comparison("equal", "==", operator.eq, "=", "eq")
not_equal = _comparison("not_equal", "!=", operator.ne, r"\neq", "ne")
less = _comparison("less", "<", operator.lt, "<", "lt")
less_equal = _comparison("less_equal", "<=", operator.le, r"\leq", "le")
greater = _comparison("greater", ">", operator.gt, ">", "gt")
greater_equal = _comparison("greater_equal", ">=", operator.ge, r"\geq", "ge")


def _connective(name: str, forward: Callable[..., Any], latex: str, operands: int = 2) -> Operation:
    return pointwise(
        name,
        family=FAMILY,
        summary="Of truth values, cell by cell: every number but 0 is true; no gradient passes.",
        forward=lambda x, *y: forward(x, *y).astype(x.dtype),
        slope=(None,) * operands,
        latex=latex,
        local_latex=("",) * operands,
        truth=True,
    )


logical_and = _connective("logical_and", np.logical_and, r"<x> \wedge <y>")
logical_or = _connective("logical_or", np.logical_or, r"<x> \vee <y>")
logical_xor = _connective("logical_xor", np.logical_xor, r"<x> \oplus <y>")
logical_not = _connective("logical_not", np.logical_not, r"\neg <x>", operands=1)

detach = Operation(
    name="detach",
    aliases=("stop_gradient",),
    sign="detach",
    family=FAMILY,
    summary="The same numbers; no gradient passes.",
    operands=("x",),
    forward=lambda x: x,
    shape=lambda shape: shape,
    resolve=same,
    vjp=(None,),
    jvp=(None,),
    local=("none",),
    latex=r"\operatorname{detach}(<x>)",
    vjp_latex=("",),
    samples=(Sample(((2, 3),), {}),),
)
