"""The form of declaration that pointwise operations share: from the slopes, everything else follows.

For z = f(x, y) taken cell by cell the Jacobian is diagonal, so that with the slope d = ∂z/∂x
vjp(g) = g ⊙ d and jvp(t) = t ⊙ d (Baydin et al., Automatic Differentiation in Machine Learning, 2018, sec. 3).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from retrograd.ops.broadcasting import common_shape
from retrograd.ops.op import Facts, Latex, Operation, Rule, Sample, Shape, Value, same, scaled

ONE_OPERAND = tuple(Sample((shape,), {}) for shape in ((), (1,), (3,), (2, 3), (2, 0), (2, 1, 3)))
TWO_OPERANDS = tuple(
    Sample(shapes, {})
    for shapes in (
        ((), ()),
        ((3,), (3,)),
        ((2, 3), (2, 3)),
        ((), (2, 3)),
        ((3,), (2, 3)),
        ((2, 1), (1, 3)),
        ((1, 1), (3,)),
        ((2, 3, 1), (3, 4)),
        ((2, 0), (1, 1)),
    )
)


def pointwise(
    name: str,
    *,
    forward: Callable[..., Any],
    slope: tuple[Rule | None, ...],
    latex: Latex,
    local_latex: tuple[Latex, ...],
    summary: str,
    family: str,
    sign: str = "",
    **more: Any,
) -> Operation:
    """Declare z = f(x) or z = f(x, y), cell by cell; `slope[i]` is None where no gradient passes.

    A slope takes (result, *operands) and gives the derivative in each cell, or a plain number if it is the
    same everywhere.
    """
    operands = ("x", "y")[: len(slope)]
    sign = sign or name
    return Operation(
        name=name,
        sign=sign,
        family=family,
        summary=summary,
        operands=operands,
        forward=forward,
        shape=_first,
        resolve=same,
        align=partial(_equal_shapes, sign) if len(operands) > 1 else None,
        vjp=tuple(rule and partial(_times_slope, rule) for rule in slope),
        jvp=tuple(rule and partial(_times_slope, rule) for rule in slope),
        slope=slope,
        local=tuple("none" if rule is None else "pointwise" for rule in slope),
        latex=latex,
        local_latex=local_latex,
        vjp_latex=tuple(partial(_product_latex, local, "<g>") for local in local_latex),
        jvp_latex=tuple(partial(_product_latex, local, "<t>") for local in local_latex),
        samples=ONE_OPERAND if len(operands) == 1 else TWO_OPERANDS,
        **more,
    )


def _first(*shapes: Shape) -> Shape:
    return shapes[0]


def _equal_shapes(sign: str, *shapes: Shape) -> tuple[Shape, ...]:
    return (common_shape(sign, *shapes),) * len(shapes)


def _times_slope(slope: Rule, change: Value, result: Value, *operands: Value) -> Value:
    return scaled(change, slope(result, *operands))


def _product_latex(local: Latex, change: str, facts: Facts) -> str:
    text = local(facts) if callable(local) else local
    if text in {"1", "-1"}:
        return text.removesuffix("1") + change
    return f"{change} <odot> {text}"
