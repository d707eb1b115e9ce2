"""Losses of distances, and how losses are declared.

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
from retrograd.ops.broadcasting import common_shape
from retrograd.ops.elementwise import abs_, clip, sign
from retrograd.ops.op import Facts, Kind, Latex, Operation, Parameter, Rule, Sample, Shape, Value
from retrograd.ops.reductions import mean, spread, sum_

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
    """½ d² up to delta, then delta (|d| - ½ delta) (Huber, Robust Estimation of a Location Parameter, 1964)."""
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
