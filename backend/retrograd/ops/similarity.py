"""How alike two vectors are: cosine_similarity."""

from __future__ import annotations

from functools import partial
from typing import Any

from retrograd.ops.broadcasting import normal_axis, reduced_shape
from retrograd.ops.elementwise import maximum
from retrograd.ops.losses import FAMILY, together
from retrograd.ops.masks import is_larger
from retrograd.ops.op import Kind, Operation, Parameter, Rule, Sample, Shape, Value
from retrograd.ops.reductions import spread, sum_
from retrograd.ops.statistics import norm


def _resolve_similarity(shape: Shape, _other: Shape, /, *, axis: int | None, eps: float) -> dict[str, Any]:
    return {"axis": normal_axis(1 if axis is None else axis, len(shape)), "eps": eps}


def _lengths(x: Value, axis: int, eps: float) -> tuple[Value, Value]:
    """Return the length of each vector, and the same but not below eps."""
    length = norm(x, ord=2.0, axis=(axis,), keepdims=True)
    return length, maximum(length, eps)


def _similarity(x: Value, y: Value, *, axis: int, eps: float) -> Value:
    (_, of_x), (_, of_y) = _lengths(x, axis, eps), _lengths(y, axis, eps)
    return sum_((x / of_x) * (y / of_y), axis=(axis,), keepdims=False)


def _similarity_formula(x: Value, y: Value, *, axis: int, eps: float) -> Value:
    of_x, of_y = ((sum_(one * one, axis=(axis,), keepdims=False)) ** 0.5 for one in (x, y))
    return sum_(x * y, axis=(axis,), keepdims=False) / (maximum(of_x, eps) * maximum(of_y, eps))


def _similarity_slope(z: Value, x: Value, y: Value, *, axis: int, eps: float) -> Value:
    """(ŷ - z x̂) / |x|, with x̂ = x / |x|; below eps the divisor is constant, and ŷ / eps is left."""
    (length, of_x), (_, of_y) = _lengths(x, axis, eps), _lengths(y, axis, eps)
    ahead = spread(z, x, (axis,)) * (x / of_x) * is_larger(length, eps)
    return (y / of_y - ahead) / of_x


def _similarity_rules(slope: Rule) -> tuple[Rule, Rule]:
    def vjp(upstream: Value, z: Value, x: Value, y: Value, *, axis: int, eps: float) -> Value:
        return spread(upstream, x, (axis,)) * slope(z, x, y, axis=axis, eps=eps)

    def jvp(tangent: Value, z: Value, x: Value, y: Value, *, axis: int, eps: float) -> Value:
        return sum_(tangent * slope(z, x, y, axis=axis, eps=eps), axis=(axis,), keepdims=False)

    return vjp, jvp


_BY_X = _similarity_rules(_similarity_slope)
_BY_Y = _similarity_rules(lambda z, x, y, **more: _similarity_slope(z, y, x, **more))
_TOWARDS = r"\left(\frac{<y>}{\|<y>\|} - <z> \frac{<x>}{\|<x>\|}\right)"
_TOWARDS_BACK = r"\left(\frac{<x>}{\|<x>\|} - <z> \frac{<y>}{\|<y>\|}\right)"

cosine_similarity = Operation(
    name="cosine_similarity",
    sign="cos",
    family=FAMILY,
    summary="The cosine of the angle between vectors along an axis, 1 if none is given; no length is below eps.",
    operands=("x", "y"),
    parameters=(Parameter("axis", Kind.AXIS, 1), Parameter("eps", Kind.FILL, 1e-8)),
    forward=_similarity,
    opened=_similarity_formula,
    shape=lambda shape, _other, *, axis, **_: reduced_shape(shape, (axis,), keepdims=False),
    resolve=_resolve_similarity,
    align=partial(together, "cosine_similarity"),
    vjp=(_BY_X[0], _BY_Y[0]),
    jvp=(_BY_X[1], _BY_Y[1]),
    local=("general", "general"),
    latex=r"\frac{<x> \cdot <y>}{\|<x>\| \, \|<y>\|}",
    vjp_latex=(rf"\frac{{<g>}}{{\|<x>\|}} {_TOWARDS}", rf"\frac{{<g>}}{{\|<y>\|}} {_TOWARDS_BACK}"),
    jvp_latex=(
        rf"\frac{{1}}{{\|<x>\|}} {_TOWARDS} \cdot <t>",
        rf"\frac{{1}}{{\|<y>\|}} {_TOWARDS_BACK} \cdot <t>",
    ),
    samples=(
        Sample(((2, 3), (2, 3)), {"axis": 1, "eps": 1e-8}),
        Sample(((2, 3, 2), (3, 1)), {"axis": -2, "eps": 1e-8}),
        Sample(((3,), (3,)), {"axis": 0, "eps": 1e-8}),
        Sample(((2, 3), (3,)), {"axis": 0, "eps": 1e-8}),
    ),
)
