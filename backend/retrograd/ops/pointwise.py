"""The form of declaration that pointwise operations share: from the slopes, everything else follows.

For z = f(x, y) taken cell by cell the Jacobian is diagonal, so that with the slope d = ∂z/∂x
vjp(g) = g ⊙ d and jvp(t) = t ⊙ d (Baydin et al., Automatic Differentiation in Machine Learning, 2018, sec. 3).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from retrograd.ops.broadcasting import common_shape
from retrograd.ops.op import Facts, Latex, Operation, Rule, Sample, Shape, Value, same, scaled

_SHAPES: Mapping[int, tuple[tuple[Shape, ...], ...]] = {
    1: tuple((shape,) for shape in ((2, 3), (), (1,), (3,), (2, 0), (2, 1, 3))),
    2: (
        ((2, 3), (2, 3)),
        ((), ()),
        ((3,), (3,)),
        ((), (2, 3)),
        ((3,), (2, 3)),
        ((2, 1), (1, 3)),
        ((1, 1), (3,)),
        ((2, 3, 1), (3, 4)),
        ((2, 0), (1, 1)),
    ),
    3: (
        ((2, 3), (2, 3), (2, 3)),
        ((), (), ()),
        ((2, 1), (3,), ()),
        ((3,), (2, 3), (1, 3)),
        ((1,), (2, 0), ()),
    ),
}
SAMPLES_OF_A_VARIANT = 3


def pointwise(  # noqa: PLR0913  (a declaration has many parts)
    name: str,
    *,
    forward: Callable[..., Any],
    slope: tuple[Rule | None, ...],
    latex: Latex,
    local_latex: tuple[Latex, ...],
    summary: str,
    family: str,
    sign: str = "",
    resolve: Callable[..., dict[str, Any]] = same,
    operands: tuple[str, ...] = (),
    variants: tuple[Mapping[str, Any], ...] = ({},),
    **more: Any,
) -> Operation:
    """Declare z = f(x) or z = f(x, y), cell by cell; `slope[i]` is None where no gradient passes.

    A slope takes (result, *operands, **attributes) and gives the derivative in each cell, or a plain number if it
    is the same everywhere. `variants` are sets of attributes to prove the operation with; without parameters there
    is but one, the empty one.
    """
    operands = operands or ("x", "y")[: len(slope)]
    sign = sign or name
    return Operation(
        name=name,
        sign=sign,
        family=family,
        summary=summary,
        operands=operands,
        forward=forward,
        shape=_first,
        resolve=resolve,
        align=partial(_equal_shapes, sign) if len(operands) > 1 else None,
        vjp=tuple(rule and partial(_times_slope, rule) for rule in slope),
        jvp=tuple(rule and partial(_times_slope, rule) for rule in slope),
        slope=slope,
        local=tuple("none" if rule is None else "pointwise" for rule in slope),
        latex=latex,
        local_latex=local_latex,
        vjp_latex=tuple(partial(_product_latex, local, "<g>") for local in local_latex),
        jvp_latex=tuple(partial(_product_latex, local, "<t>") for local in local_latex),
        samples=tuple(
            Sample(shapes, variant)
            for number, variant in enumerate(variants)
            for shapes in _SHAPES[len(operands)][: SAMPLES_OF_A_VARIANT if number else None]
        ),
        **more,
    )


def _first(*shapes: Shape, **_attributes: Any) -> Shape:
    return shapes[0]


def _equal_shapes(sign: str, *shapes: Shape) -> tuple[Shape, ...]:
    return (common_shape(sign, *shapes),) * len(shapes)


def _times_slope(slope: Rule, change: Value, result: Value, *operands: Value, **attributes: Any) -> Value:
    return scaled(change, slope(result, *operands, **attributes))


def _product_latex(local: Latex, change: str, facts: Facts) -> str:
    text = local(facts) if callable(local) else local
    if text in {"1", "-1"}:
        return text.removesuffix("1") + change
    return f"{change} <odot> {text}"
