"""Magnitude, sign, rounding and choice, cell by cell."""

from __future__ import annotations

from typing import Any

import numpy as np

from retrograd.ops.exponentials import sqrt
from retrograd.ops.masks import is_equal, is_larger, is_nonzero, is_not_negative, is_zero
from retrograd.ops.op import Facts, Kind, Parameter, Value
from retrograd.ops.pointwise import pointwise

FAMILY = "elementwise"

sign = pointwise(
    "sign",
    family=FAMILY,
    summary="-1, 0 or 1; its slope is 0.",
    forward=np.sign,
    slope=(0.0,),
    latex=r"\operatorname{sign}(<x>)",
    local_latex=("0",),
)

abs_ = pointwise(
    "abs",
    aliases=("absolute",),
    family=FAMILY,
    summary="The absolute value; its slope at 0 is 0.",
    forward=np.abs,
    slope=(lambda _z, x: sign(x),),
    latex=r"\left|<x>\right|",
    local_latex=(r"\operatorname{sign}(<x>)",),
)


def _step(name: str, summary: str, forward: Any, latex: str) -> Any:
    """Declare a function that is constant between its jumps: its slope is 0, at the jumps too."""
    return pointwise(
        name,
        family=FAMILY,
        summary=f"{summary} Its slope is 0.",
        forward=forward,
        slope=(0.0,),
        latex=latex,
        local_latex=("0",),
    )


floor = _step("floor", "The largest whole number that is not above x.", np.floor, r"\lfloor <x> \rfloor")
ceil = _step("ceil", "The smallest whole number that is not below x.", np.ceil, r"\lceil <x> \rceil")


def _rounded(x: Any, *, decimals: int) -> Any:
    """Round to decimals that the numbers have; where the power of ten is too large, there is nothing to round."""
    largest = int(np.log10(np.finfo(x.dtype).max))
    if decimals < -largest:
        return np.where(np.isfinite(x), x * 0, x)[()]
    found = np.round(x, min(decimals, largest))
    return np.where(np.isfinite(found), found, x)[()]


round_ = pointwise(
    "round",
    family=FAMILY,
    summary="x with so many decimals, halves to the even neighbour. Its slope is 0.",
    parameters=(Parameter("decimals", Kind.WHOLE, 0),),
    forward=_rounded,
    slope=(0.0,),
    latex=r"\operatorname{round}(<x>)",
    local_latex=("0",),
    variants=({"decimals": 0}, {"decimals": 1}),
)

hypot = pointwise(
    "hypot",
    family=FAMILY,
    summary="sqrt(x² + y²) without overflow; its slope at 0, 0 is 0, as the norm's is.",
    forward=np.hypot,
    slope=(lambda z, x, _y: x / (z + is_zero(z)), lambda z, _x, y: y / (z + is_zero(z))),
    opened=lambda x, y: sqrt(x * x + y * y),
    latex=r"\sqrt{<x>^{2} + <y>^{2}}",
    local_latex=(r"\frac{<x>}{<z>}", r"\frac{<y>}{<z>}"),
)


def _extreme(name: str, which: str, forward: Any, wins: Any, compared: str) -> Any:
    """Declare the larger or the smaller of two; ties share the gradient equally."""
    return pointwise(
        name,
        family=FAMILY,
        summary=f"The {which} of the two, cell by cell; ties share the gradient equally.",
        forward=forward,
        slope=(
            lambda _z, x, y: wins(x, y) + 0.5 * is_equal(x, y),
            lambda _z, x, y: wins(y, x) + 0.5 * is_equal(x, y),
        ),
        latex=rf"\{name[:3]}(<x>, <y>)",
        local_latex=(f"[<x> {compared} <y>]", f"[<y> {compared} <x>]"),
    )


maximum = _extreme("maximum", "larger", np.maximum, is_larger, ">")
minimum = _extreme("minimum", "smaller", np.minimum, lambda x, y: is_larger(y, x), "<")


def _inside(_z: Value, x: Value, *, min: float | None, max: float | None) -> Value:  # noqa: A002  (the libraries' names)
    inside = 1.0 if min is None else is_not_negative(x - min)
    return inside if max is None else inside * is_not_negative(max - x)


def _inside_latex(facts: Facts) -> str:
    below = "" if facts.attributes["min"] is None else r"<min> \leq "
    above = "" if facts.attributes["max"] is None else r" \leq <max>"
    return f"[{below}<x>{above}]" if below or above else "1"


def _bounds_latex(facts: Facts) -> str:
    low, high = facts.attributes["min"], facts.attributes["max"]
    least = r"-\infty" if low is None else f"{low:g}"
    most = r"\infty" if high is None else f"{high:g}"
    return rf"\operatorname{{clip}}_{{[{least}, {most}]}}(<x>)"


clip = pointwise(
    "clip",
    aliases=("clamp",),
    family=FAMILY,
    summary="x, but not below min and not above max; the slope is 1 from the one to the other, ends included.",
    parameters=(Parameter("min", Kind.FILL, None), Parameter("max", Kind.FILL, None)),
    forward=lambda x, *, min, max: np.clip(x, min, max),  # noqa: A006  (the libraries' names)
    slope=(_inside,),
    latex=_bounds_latex,
    local_latex=(_inside_latex,),
    variants=({"min": -0.5, "max": 1.0}, {"min": None, "max": 0.3}, {"min": 0.1, "max": None}),
)

where = pointwise(
    "where",
    family=FAMILY,
    summary="x where the condition holds (is not 0), else y; the gradient goes where the value came from.",
    operands=("condition", "x", "y"),
    forward=lambda condition, x, y: np.where(condition != 0, x, y),
    slope=(
        None,
        lambda _z, condition, _x, _y: is_nonzero(condition),
        lambda _z, condition, _x, _y: is_zero(condition),
    ),
    latex=r"\operatorname{where}(<condition>, <x>, <y>)",
    local_latex=("", "[<condition>]", r"\left(1 - [<condition>]\right)"),
)
