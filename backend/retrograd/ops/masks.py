"""Masks: functions with values 0 and 1, for rules to be made of. Their slope is 0, so no gradient passes."""

from __future__ import annotations

from typing import Any

from retrograd.ops.op import Operation, Rule
from retrograd.ops.pointwise import pointwise


def mask(name: str, forward: Any, operands: int = 1, *, latex: str, **more: Any) -> Operation:
    """Declare a function with values 0 and 1 in its operands' dtype, as Iverson's [x > 0]; no gradient passes."""
    none: tuple[Rule | None, ...] = (None,) * operands
    return pointwise(
        name,
        family="masks",
        summary="1 where the condition holds, else 0.",
        forward=forward,
        slope=none,
        latex=latex,
        local_latex=("0",) * operands,
        public=False,
        **more,
    )


is_zero = mask("is_zero", lambda x: (x == 0).astype(x.dtype), latex="[<x> = 0]")
has_no_inverse = mask(
    "has_no_inverse",
    lambda x: ((x == 0) | (x != x)).astype(x.dtype),  # noqa: PLR0124 — NaN
    latex="[<x> = 0]",
)
is_nonzero = mask("is_nonzero", lambda x: (x != 0).astype(x.dtype), latex=r"[<x> \neq 0]")
is_zero_to_a_nonnegative = mask(
    "is_zero_to_a_nonnegative",
    lambda x, y: ((x == 0) & (y >= 0)).astype(x.dtype),
    operands=2,
    latex=r"[<x> = 0 \leq <y>]",
)
# Written with `<=`, so that NaN passes the gradient on as in PyTorch.
is_positive = mask("is_positive", lambda x: 1 - (x <= 0).astype(x.dtype), latex="[<x> > 0]")
is_not_negative = mask("is_not_negative", lambda x: (x >= 0).astype(x.dtype), latex=r"[<x> \geq 0]")
# Without NaN, which is above nothing.
is_above_zero = mask("is_above_zero", lambda x: (x > 0).astype(x.dtype), latex="[<x> > 0]")
is_equal = mask("is_equal", lambda x, y: (x == y).astype(x.dtype), operands=2, latex="[<x> = <y>]")
# Here a NaN is one, so that the largest number of a window with a NaN is found in it.
is_same = mask(
    "is_same",
    lambda x, y: ((x == y) | ((x != x) & (y != y))).astype(x.dtype),  # noqa: PLR0124
    operands=2,
    latex="[<x> = <y>]",
)
is_larger = mask("is_larger", lambda x, y: (x > y).astype(x.dtype), operands=2, latex="[<x> > <y>]")
