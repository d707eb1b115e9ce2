"""Losses of distances, how losses are declared, and how alike two vectors are.

They average unless `reduction` says otherwise.

Operands of different shapes broadcast, and it shows; PyTorch does so for the distances, with a warning. The mean of
nothing is NaN. A gradient passes to both operands, but to no weight, as in PyTorch.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from math import prod
from typing import Any

from retrograd.errors import BadAxis, BadValue
from retrograd.ops.broadcasting import common_shape, normal_axis, reduced_shape
from retrograd.ops.elementwise import abs_, clip, maximum, sign
from retrograd.ops.masks import is_larger
from retrograd.ops.op import Facts, Kind, Latex, Operation, Parameter, Rule, Sample, Shape, Value
from retrograd.ops.reductions import mean, spread, sum_
from retrograd.ops.statistics import norm

FAMILY = "losses"
REDUCTION = Parameter("reduction", Kind.WORD, "mean")
REDUCTIONS = ("mean", "sum", "none")


def checked_reduction(reduction: str, allowed: tuple[str, ...] = REDUCTIONS) -> str:
    """Return `reduction` if it is one of those allowed, else raise BadValue."""
    if reduction not in allowed:
        accepted = "reduction" if allowed == REDUCTIONS else "reduction_of_batch"
        raise BadValue("reduction", repr(reduction), accepted)
    return reduction


def _all(x: Value) -> tuple[int, ...]:
    return tuple(range(len(x.shape)))


def _divisor(shape: Shape, reduction: str) -> int:
    """Return what the sum is divided by; a batch of nothing by 1, as in PyTorch."""
    return {"mean": prod(shape), "batchmean": (shape[:1] or (1,))[0] or 1, "sum": 1}[reduction]


def _reduced(cells: Value, reduction: str) -> Value:
    if reduction == "none":
        return cells
    if reduction == "mean":
        return mean(cells, axis=_all(cells), keepdims=False)
    total = sum_(cells, axis=_all(cells), keepdims=False)
    return total if reduction == "sum" else total / _divisor(cells.shape, reduction)


def _spread(upstream: Value, x: Value, reduction: str) -> Value:
    """Return what reaches each cell of the loss: `_reduced`, transposed."""
    if reduction == "none":
        return upstream
    divisor = _divisor(x.shape, reduction)
    return spread(upstream if divisor == 1 else upstream / divisor, x, _all(x))


@dataclass(frozen=True)
class Reduced:
    """A formula of the cells, with the sign of the reduction before it."""

    cells: Latex
    change: str = ""
    sums: bool = True
    factor: int = 1

    def __call__(self, facts: Facts) -> str:
        """Return the formula for the reduction that the call asks for."""
        cells = self.cells(facts) if callable(self.cells) else self.cells
        reduction = facts.attributes["reduction"]
        cells = rf"{self.change} \odot {cells}" if self.change and (self.sums or reduction == "none") else cells
        factor = "" if self.factor == 1 else f"{self.factor} "
        if reduction == "none":
            return factor + cells
        divisor = _divisor(facts.shapes["x"], reduction)
        share = factor if divisor == 1 else rf"\frac{{{self.factor}}}{{{divisor}}} "
        if self.sums:
            return rf"{share}{{\textstyle\sum}}\, {cells}"
        return rf"{share}{self.change} \, {cells}"


def loss(  # noqa: PLR0913  (a declaration has many parts)
    name: str,
    *,
    cells: Callable[..., Value],
    slope: tuple[Rule | None, ...],
    latex: Latex,
    local_latex: tuple[Latex, ...],
    factor: int = 1,
    elementary: Callable[..., Value] | None = None,
    parameters: tuple[Parameter, ...] = (REDUCTION,),
    variants: tuple[Mapping[str, Any], ...] = ({},),
    operands: tuple[str, ...] = ("x", "y"),
    reductions: tuple[str, ...] = REDUCTIONS,
    check: Callable[..., None] | None = None,
    **more: Any,
) -> Operation:
    """Declare a loss by its cells ℓ(x, y) and their slopes: what is reduced is a sum of them, or its mean.

    cells(*operands, **attributes)        each cell's loss, without overflow
    elementary(*operands, **attributes)   the same as a formula of elementary operations, if that is another one
    slope[i](*operands, **attributes)     its derivative by operand i, in each cell
    local_latex[i]                        that as a formula, to be multiplied by `factor`
    """
    formula = elementary or cells

    def resolve(*_shapes: Shape, reduction: str, **rest: Any) -> dict[str, Any]:
        if check is not None:
            check(**rest)
        if reduction == "batchmean" and _shapes[0] == ():
            raise BadAxis(0, 0)
        return {**rest, "reduction": checked_reduction(reduction, reductions)}

    def rules(rule: Rule | None) -> tuple[Rule | None, Rule | None]:
        if rule is None:
            return None, None
        return (
            lambda upstream, _z, *xs, reduction, **rest: _spread(upstream, xs[0], reduction) * rule(*xs, **rest),
            lambda tangent, _z, *xs, reduction, **rest: _reduced(tangent * rule(*xs, **rest), reduction),
        )

    both = tuple(map(rules, slope))
    return Operation(
        name=name,
        sign=name,
        family=FAMILY,
        operands=operands,
        parameters=parameters,
        forward=lambda *xs, reduction, **rest: _reduced(cells(*xs, **rest), reduction),
        opened=lambda *xs, reduction, **rest: _reduced(formula(*xs, **rest), reduction),
        shape=lambda shape, *_, reduction, **_rest: shape if reduction == "none" else (),
        resolve=resolve,
        align=partial(together, name),
        vjp=tuple(one for one, _ in both),
        jvp=tuple(one for _, one in both),
        local=tuple("none" if one is None else "general" for one in slope),
        latex=Reduced(latex),
        vjp_latex=tuple(Reduced(one, "<g>", sums=False, factor=factor) if one else "" for one in local_latex),
        jvp_latex=tuple(Reduced(one, "<t>", factor=factor) if one else "" for one in local_latex),
        samples=_samples(len(operands), variants),
        **more,
    )


def _samples(count: int, variants: tuple[Mapping[str, Any], ...]) -> tuple[Sample, ...]:
    """Return samples of each reduction; where there are weights, those without them come first."""
    shapes = ((2, 3), (2, 3), *((2, 3),) * (count - 2))
    every = [Sample(shapes, {"reduction": reduction, **variant}) for variant in variants for reduction in REDUCTIONS]
    plain = [
        Sample(two, {"reduction": "mean", **variants[0]}, ("x", "y") if count > 2 else ())
        for two in (((2, 3), (2, 3)), ((3,), (3,)), ((), ()), ((3, 1), (2,)), ((2, 1, 3), ()))
    ]
    return (*plain, *every)


def together(name: str, *shapes: Shape) -> tuple[Shape, ...]:
    """Return the shape that all operands broadcast to, once for each; None stands for one that is left out."""
    return (common_shape(name, *(shape for shape in shapes if shape is not None)),) * len(shapes)


# Distances.

_SIGN, _SIGN_BACK = r"\operatorname{sign}(<x> - <y>)", r"\operatorname{sign}(<y> - <x>)"

mse_loss = loss(
    "mse_loss",
    summary="The mean of the squared differences.",
    cells=lambda x, y: (x - y) * (x - y),
    elementary=lambda x, y: (x - y) ** 2.0,
    slope=(lambda x, y: 2 * (x - y), lambda x, y: 2 * (y - x)),
    latex=r"\left(<x> - <y>\right)^{2}",
    local_latex=(r"\left(<x> - <y>\right)", r"\left(<y> - <x>\right)"),
    factor=2,
)

l1_loss = loss(
    "l1_loss",
    summary="The mean of the absolute differences; the slope where both are equal is 0.",
    cells=lambda x, y: abs_(x - y),
    slope=(lambda x, y: sign(x - y), lambda x, y: sign(y - x)),
    latex=r"\left|<x> - <y>\right|",
    local_latex=(_SIGN, _SIGN_BACK),
)


def _check_delta(*, delta: float) -> None:
    if not delta > 0:
        raise BadValue("delta", f"{delta:g}", "delta")


def _huber(x: Value, y: Value, *, delta: float) -> Value:
    """½ d² up to delta, then delta (|d| − ½ delta) (Huber, Robust Estimation of a Location Parameter, 1964)."""
    distance = abs_(x - y)
    near = clip(distance, min=None, max=delta)
    return near * (distance - 0.5 * near)


huber_loss = loss(
    "huber_loss",
    summary="Half the squared difference up to delta, then linear; the mean of it.",
    parameters=(REDUCTION, Parameter("delta", Kind.FILL, 1.0)),
    check=_check_delta,
    variants=({"delta": 1.0}, {"delta": 0.5}),
    cells=_huber,
    slope=(
        lambda x, y, *, delta: clip(x - y, min=-delta, max=delta),
        lambda x, y, *, delta: clip(y - x, min=-delta, max=delta),
    ),
    latex=r"h_{<delta>}(<x> - <y>)",
    local_latex=(
        r"\operatorname{clip}_{[-<delta>, <delta>]}(<x> - <y>)",
        r"\operatorname{clip}_{[-<delta>, <delta>]}(<y> - <x>)",
    ),
)


def _check_beta(*, beta: float) -> None:
    if not beta >= 0:
        raise BadValue("beta", f"{beta:g}", "beta")


def _smooth_distance(x: Value, y: Value, *, beta: float) -> Value:
    """The Huber loss divided by beta (Girshick, Fast R-CNN, 2015, sec. 2.3); with beta 0 the distance itself."""
    return abs_(x - y) if beta == 0 else _huber(x, y, delta=beta) / beta


def _smooth_slope(x: Value, y: Value, *, beta: float) -> Value:
    return sign(x - y) if beta == 0 else clip((x - y) / beta, min=-1.0, max=1.0)


def _rounded(below: str, at_one: str, without: str) -> Callable[[Facts], str]:
    """Return the formula by beta: as it is divided by it, for 1, and for 0, where nothing is rounded off."""
    return lambda facts: {0: without, 1: at_one}.get(facts.attributes["beta"], below)


_CLIPPED = r"\operatorname{clip}_{[-1, 1]}(<x> - <y>)"
_CLIPPED_BACK = r"\operatorname{clip}_{[-1, 1]}(<y> - <x>)"

smooth_l1_loss = loss(
    "smooth_l1_loss",
    summary="The mean of the absolute differences, rounded off below beta.",
    parameters=(REDUCTION, Parameter("beta", Kind.FILL, 1.0)),
    check=_check_beta,
    variants=({"beta": 1.0}, {"beta": 0.5}, {"beta": 0.0}),
    cells=_smooth_distance,
    slope=(_smooth_slope, lambda x, y, *, beta: -_smooth_slope(x, y, beta=beta)),
    latex=_rounded(r"\tfrac{1}{<beta>} h_{<beta>}(<x> - <y>)", r"h_{1}(<x> - <y>)", r"\left|<x> - <y>\right|"),
    local_latex=(
        _rounded(r"\operatorname{clip}_{[-1, 1]}\left(\frac{<x> - <y>}{<beta>}\right)", _CLIPPED, _SIGN),
        _rounded(r"\operatorname{clip}_{[-1, 1]}\left(\frac{<y> - <x>}{<beta>}\right)", _CLIPPED_BACK, _SIGN_BACK),
    ),
)


# How alike two vectors are.


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
    """(ŷ − z x̂) / |x|, with x̂ = x / |x|; below eps the divisor is constant, and ŷ / eps is left."""
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
