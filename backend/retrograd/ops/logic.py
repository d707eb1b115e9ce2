"""Comparisons, cell by cell: truth values, through which no gradient passes; and what cuts a gradient off.

A truth value is held as 0 or 1 in the operands' dtype, so that `(x > 0) * y` counts it as a number; `truth`
marks the operation, and the graph JSON calls the dtype "bool".
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from retrograd.ops.op import Operation, Sample, same
from retrograd.ops.pointwise import pointwise

FAMILY = "logic"


def _comparison(name: str, sign: str, compare: Callable[[Any, Any], Any], latex: str) -> Operation:
    def forward(x: Any, y: Any) -> Any:
        return compare(x, y).astype(x.dtype)

    return pointwise(
        name,
        sign=sign,
        family=FAMILY,
        summary=f"Whether x {sign} y, cell by cell; no gradient passes.",
        forward=forward,
        slope=(None, None),
        latex=f"<x> {latex} <y>",
        local_latex=("", ""),
        truth=True,
    )


equal = _comparison("equal", "==", operator.eq, "=")
not_equal = _comparison("not_equal", "!=", operator.ne, r"\neq")
less = _comparison("less", "<", operator.lt, "<")
less_equal = _comparison("less_equal", "<=", operator.le, r"\leq")
greater = _comparison("greater", ">", operator.gt, ">")
greater_equal = _comparison("greater_equal", ">=", operator.ge, r"\geq")

detach = Operation(
    name="detach",
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
