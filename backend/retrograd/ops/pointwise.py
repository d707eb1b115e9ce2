"""The form of declaration that pointwise operations share: from the slopes, everything else follows.

For z = f(x, y) taken cell by cell the Jacobian is diagonal, so that with the slope d = ∂z/∂x
vjp(g) = g ⊙ d and jvp(t) = t ⊙ d (Baydin et al., Automatic Differentiation in Machine Learning, 2018, sec. 3).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from retrograd.ops.broadcasting import common_shape
from retrograd.ops.op import Facts, Latex, Operand, Operation, Rule, Sample, Shape, same

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
    slope: tuple[Rule | float | None, ...],
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

    A slope takes (result, *operands, **attributes) and gives the derivative in each cell; where that is the same
    everywhere it is the number itself. `variants` are sets of attributes to prove the operation with; without
    parameters there is but one, the empty one.
    """
    operands = operands or ("x", "y")[: len(slope)]
    sign = sign or name
    rules = tuple(_times(one, len(operands), attributes="parameters" in more) for one in slope)
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
        vjp=rules,
        jvp=rules,
        slope=tuple(map(_as_rule, slope)),
        steady=tuple(one if isinstance(one, (int, float)) else None for one in slope),
        local=tuple("none" if one is None else "pointwise" for one in slope),
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


def _times(slope: Rule | float | None, operands: int, *, attributes: bool) -> Rule | None:
    """Return the rule that multiplies what comes by the slope; a slope of 1 or -1 costs no product.

    One or two operands without attributes get rules that pack and unpack nothing: they are called for every edge.
    """
    if slope is None:
        return None
    if not callable(slope):
        return _times_number(slope, operands, attributes=attributes)
    if operands == 2 and isinstance(slope, Operand):
        return (
            (lambda change, _z, x, _y: change * x) if slope.position == 0 else (lambda change, _z, _x, y: change * y)
        )
    if operands == 1 and not attributes:
        return lambda change, z, x: change * slope(z, x)
    if operands == 2 and not attributes:
        return lambda change, z, x, y: change * slope(z, x, y)
    return lambda change, result, *operands, **attributes: change * slope(result, *operands, **attributes)


def _times_number(slope: float, operands: int, *, attributes: bool) -> Rule:
    if operands == 2 and not attributes and slope == 1.0:
        return lambda change, _z, _x, _y: change
    if slope == 1.0:
        return lambda change, *_operands, **_attributes: change
    if slope == -1.0:
        return lambda change, *_operands, **_attributes: -change
    return lambda change, *_operands, **_attributes: change * slope


def _as_rule(slope: Rule | float | None) -> Rule | None:
    if slope is None or callable(slope):
        return slope
    return lambda *_operands, **_attributes: slope


def _product_latex(local: Latex, change: str, facts: Facts) -> str:
    text = local(facts) if callable(local) else local
    if text in {"1", "-1"}:
        return text.removesuffix("1") + change
    return f"{change} <odot> {text}"
