"""Spread and size of many numbers: var, std, norm, logsumexp."""

from __future__ import annotations

from functools import partial
from math import inf
from typing import Any

import numpy as np

from retrograd.errors import BadValue
from retrograd.ops.broadcasting import count, normal_axes
from retrograd.ops.elementwise import abs_, sign
from retrograd.ops.exponentials import exp, log, sqrt
from retrograd.ops.masks import is_zero
from retrograd.ops.op import Facts, Kind, Latex, Operation, Parameter, Rule, Sample, Shape, Value
from retrograd.ops.reductions import (
    EMPTY,
    FAMILY,
    PARAMETERS,
    SAMPLES,
    max_,
    mean,
    nonempty,
    over_axes,
    resolve_axes,
    shape_without,
    shares,
    spread,
    sum_,
)


def reduction_by_slope(name: str, slope: Rule, **more: Any) -> Operation:
    """Declare a reduction by ∂z/∂x: slope(z, x, axis, **attributes) has x's shape, and each cell feeds one z."""

    def vjp(upstream: Value, z: Value, x: Value, *, axis: tuple[int, ...], keepdims: bool, **rest: Any) -> Value:  # noqa: ARG001
        return spread(upstream, x, axis) * slope(z, x, axis, **rest)

    def jvp(tangent: Value, z: Value, x: Value, *, axis: tuple[int, ...], keepdims: bool, **rest: Any) -> Value:
        return sum_(tangent * slope(z, x, axis, **rest), axis=axis, keepdims=keepdims)

    local: Latex = more.pop("slope_latex")
    return Operation(
        name=name,
        sign=name,
        family=FAMILY,
        operands=("x",),
        vjp=(vjp,),
        jvp=(jvp,),
        local=("reduction",),
        latex=more.pop(
            "latex", over_axes(rf"\operatorname{{{name}}}(<x>)", rf"\operatorname{{{name}}}_{{<axis>}}(<x>)")
        ),
        vjp_latex=(partial(_with_slope, r"\operatorname{copy}_{<shape_x>}\left(<g>\right) \odot ", local),),
        jvp_latex=(partial(_with_slope, r"{\textstyle\sum_{<axis>}}\, <t> \odot ", local),),
        **more,
    )


def _with_slope(before: str, slope: Latex, facts: Facts) -> str:
    return before + (slope(facts) if callable(slope) else slope)


# Spread. The sum of squares is divided by n - ddof: the contract's default is n, as in NumPy.

SPREAD = (*PARAMETERS, Parameter("ddof", Kind.WHOLE, 0, keyword_only=True))
SPREAD_SAMPLES = (
    *(Sample(one.shapes, {**one.attributes, "ddof": 0}) for one in SAMPLES),
    Sample(((3, 4),), {"axis": 1, "keepdims": True, "ddof": 1}),
    Sample(((2, 3),), {"axis": None, "keepdims": False, "ddof": 1}),
)
STD_SAMPLES = tuple(one for one in SPREAD_SAMPLES if one.shapes not in {((1,),), ((),), ((1, 3),)})


def _freedom(x: Value, axis: tuple[int, ...], ddof: int) -> np.float64:
    """Return n - ddof, but not below 0: a division by it gives NaN or infinity, not an error."""
    return np.float64(max(count(x.shape, axis) - ddof, 0))


def _shape_of_spread(shape: Shape, /, *, axis: tuple[int, ...], keepdims: bool, ddof: int) -> Shape:  # noqa: ARG001
    return shape_without(shape, axis=axis, keepdims=keepdims)


def _resolve_spread(shape: Shape, /, *, axis: Any, keepdims: bool, ddof: int) -> dict[str, Any]:
    return {**resolve_axes(shape, axis=axis, keepdims=keepdims), "ddof": ddof}


def _variance(x: Any, *, axis: tuple[int, ...], keepdims: bool, ddof: int) -> Any:
    away = x - mean(x, axis=axis, keepdims=True)
    total = np.sum(away * away, axis=axis, keepdims=keepdims)
    return np.true_divide(total, x.dtype.type(_freedom(x, axis, ddof)))


def _away(x: Value, axis: tuple[int, ...]) -> Value:
    return x - spread(mean(x, axis=axis, keepdims=True), x, axis)


def _variance_slope(_z: Value, x: Value, axis: tuple[int, ...], *, ddof: int) -> Value:
    return _away(x, axis) * _scale(2.0, x, axis, ddof)


def _divisor(facts: Facts) -> int:
    ddof: int = facts.attributes["ddof"]
    return max(count(facts.shapes["x"], facts.attributes["axis"]) - ddof, 0)


def _scale(factor: float, x: Value, axis: tuple[int, ...], ddof: int) -> float:
    with np.errstate(divide="ignore", invalid="ignore"):
        return float(factor / _freedom(x, axis, ddof))


def _deviation_slope(z: Value, x: Value, axis: tuple[int, ...], *, ddof: int) -> Value:
    """(x - mean) / ((n - ddof) z); 0 where all numbers are equal, as in PyTorch."""
    return _away(x, axis) * _scale(1.0, x, axis, ddof) / spread(z + is_zero(z), x, axis)


def _spread_formula(x: Value, *, axis: tuple[int, ...], keepdims: bool, ddof: int) -> Value:
    away = x - sum_(x, axis=axis, keepdims=True) / count(x.shape, axis)
    return sum_(away * away, axis=axis, keepdims=keepdims) / _freedom(x, axis, ddof)


var = reduction_by_slope(
    "var",
    _variance_slope,
    summary="The mean squared distance from the mean, divided by n - ddof.",
    parameters=SPREAD,
    forward=_variance,
    shape=_shape_of_spread,
    resolve=_resolve_spread,
    opened=_spread_formula,
    slope_latex=lambda facts: rf"\frac{{2}}{{{_divisor(facts)}}} \left(<x> - \operatorname{{mean}}\right)",
    samples=SPREAD_SAMPLES,
)

std = reduction_by_slope(
    "std",
    _deviation_slope,
    summary="The square root of var; its slope is 0 where all numbers are equal.",
    parameters=SPREAD,
    forward=lambda x, **attributes: np.sqrt(_variance(x, **attributes)),
    shape=_shape_of_spread,
    resolve=_resolve_spread,
    opened=lambda x, **attributes: sqrt(_spread_formula(x, **attributes)),
    slope_latex=lambda facts: rf"\frac{{<x> - \operatorname{{mean}}}}{{{_divisor(facts)} <z>}}",
    samples=STD_SAMPLES,
)


# Size.


def _resolve_norm(shape: Shape, /, *, ord: Any, axis: Any, keepdims: bool) -> dict[str, Any]:  # noqa: A002
    order = 2.0 if ord in {None, "fro"} else ord
    if isinstance(order, str) or not order >= 1:
        raise BadValue("ord", repr(ord), "norm")
    return {"ord": float(order), "axis": normal_axes(axis, len(shape)), "keepdims": keepdims}


def _shape_of_norm(shape: Shape, /, *, ord: float, axis: tuple[int, ...], keepdims: bool) -> Shape:  # noqa: A002
    if ord == inf:
        nonempty("norm", shape, axis)
    return shape_without(shape, axis=axis, keepdims=keepdims)


def _norm(x: Any, *, ord: float, axis: tuple[int, ...], keepdims: bool) -> Any:  # noqa: A002
    size = np.abs(x)
    if ord == inf:
        return np.amax(size, axis=axis, keepdims=keepdims)
    if ord == 1:
        return np.sum(size, axis=axis, keepdims=keepdims)
    if ord == 2:
        return np.sqrt(np.sum(size * size, axis=axis, keepdims=keepdims))
    return np.sum(size**ord, axis=axis, keepdims=keepdims) ** (1 / ord)


def _norm_formula(x: Value, *, ord: float, axis: tuple[int, ...], keepdims: bool) -> Value:  # noqa: A002
    """As the textbook defines it; the norm as one operation has slope 0 at 0, where a root has none."""
    if ord == inf:
        return max_(abs_(x), axis=axis, keepdims=keepdims)
    if ord == 1:
        return sum_(abs_(x), axis=axis, keepdims=keepdims)
    if ord == 2:
        return sqrt(sum_(x * x, axis=axis, keepdims=keepdims))
    return sum_(abs_(x) ** ord, axis=axis, keepdims=keepdims) ** (1 / ord)


def _norm_slope(z: Value, x: Value, axis: tuple[int, ...], *, ord: float) -> Value:  # noqa: A002
    if ord == inf:
        return sign(x) * shares(z, abs_(x), axis)
    if ord == 1:
        return sign(x)
    size = spread(z + is_zero(z), x, axis)
    if ord == 2:
        return x / size
    return sign(x) * (abs_(x) / size) ** (ord - 1)


def _norm_latex(facts: Facts) -> str:
    order = facts.attributes["ord"]
    index = r"\infty" if order == inf else f"{order:g}"
    return rf"\left\|{facts.symbols['x']}\right\|_{{{index}}}"


def _norm_slope_latex(facts: Facts) -> str:
    order, sign_of = facts.attributes["ord"], r"\operatorname{sign}(<x>)"
    if order == inf:
        return rf"{sign_of} \odot \frac{{[\left|<x>\right| = <z>]}}{{n_{{\max}}}}"
    if order == 1:
        return sign_of
    if order == 2:
        return r"\frac{<x>}{<z>}"
    return rf"{sign_of} \odot \left|\frac{{<x>}}{{<z>}}\right|^{{{order - 1:g}}}"


norm = reduction_by_slope(
    "norm",
    _norm_slope,
    summary="The size of a vector, ord 1, 2, inf or another; of a matrix, cell by cell. Its slope at 0 is 0.",
    parameters=(Parameter("ord", Kind.ORDER, None), *PARAMETERS),
    forward=_norm,
    shape=_shape_of_norm,
    resolve=_resolve_norm,
    opened=_norm_formula,
    latex=_norm_latex,
    slope_latex=_norm_slope_latex,
    samples=(
        *(Sample(one.shapes, {**one.attributes, "ord": None}) for one in (*SAMPLES, EMPTY)),
        *(
            Sample(one.shapes, {**one.attributes, "ord": order})
            for order in (1, inf, 3, "fro")
            for one in SAMPLES[:4]
        ),
    ),
)


def _log_of_sum(x: Any, *, axis: tuple[int, ...], keepdims: bool) -> Any:
    """Take the largest out of the exponent: nothing overflows (Blanchard et al., IMA J. Numer. Anal. 2021)."""
    largest = np.amax(x, axis=axis, keepdims=True, initial=-inf)
    largest = np.where(np.isfinite(largest), largest, 0).astype(x.dtype)
    total = np.log(np.sum(np.exp(x - largest), axis=axis, keepdims=True)) + largest
    return total if keepdims else np.squeeze(total, axis)


logsumexp = reduction_by_slope(
    "logsumexp",
    lambda z, x, axis: exp(x - spread(z, x, axis)),
    summary="log(sum(exp(x))) without overflow: a smooth max.",
    parameters=PARAMETERS,
    forward=_log_of_sum,
    opened=lambda x, **attributes: log(sum_(exp(x), **attributes)),
    shape=shape_without,
    resolve=resolve_axes,
    slope_latex=r"\exp\left(<x> - <z>\right)",
    samples=SAMPLES,
)
