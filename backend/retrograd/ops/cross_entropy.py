r"""The cross-entropy of logits and their targets: labels, or probabilities.

For the shares p = softmax(x) and targets t that add up to 1, L = -Σ t log p has ∂L/∂x = p - t
(Bishop, Pattern Recognition and Machine Learning, 2006, sec. 4.3.4).
"""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from retrograd.errors import BadValue
from retrograd.ops.activations import log_softmax, softmax
from retrograd.ops.class_losses import (
    IGNORE_INDEX,
    LABELS,
    as_classes,
    check_shapes,
    class_axis,
    divisor_of,
    label_samples,
    loss_shape,
    over_classes,
    prepared,
    reduced,
    share_latex,
    spread_back,
    weighed,
    without_classes,
)
from retrograd.ops.exponentials import exp, log
from retrograd.ops.forms import by_case, with_optional
from retrograd.ops.losses import FAMILY, REDUCTION, checked_reduction
from retrograd.ops.op import Facts, Kind, Operation, Parameter, Sample, Shape, Value


def _resolve_cross_entropy(
    x: Shape,
    y: Shape,
    weight: Shape | None,
    /,
    *,
    ignore_index: int,
    reduction: str,
    label_smoothing: float,
) -> dict[str, Any]:
    check_shapes("cross_entropy", x, y, weight, soft=True)
    if not 0 <= label_smoothing <= 1:
        raise BadValue("label_smoothing", f"{label_smoothing:g}", "probability")
    if x == y and ignore_index >= 0:
        raise BadValue("ignore_index", str(ignore_index), "only_labels")
    return {
        "ignore_index": ignore_index,
        "reduction": checked_reduction(reduction),
        "label_smoothing": label_smoothing,
    }


def _targets(x: Value, y: Value, weight: Value | None, ignore_index: int, smoothing: float) -> Value:
    """Return each class's share in the target: one-hot or given, smoothed, times the weight of the class.

    Smoothing gives an equal part of `smoothing` to every class (Szegedy et al., Rethinking the Inception
    Architecture, 2016, sec. 7); nothing to labels that are ignored.
    """
    shares = y if x.shape == y.shape else as_classes(x, y, ignore_index)
    if smoothing:
        counted = 1.0 if x.shape == y.shape else over_classes(shares, keepdims=True)
        shares = (1 - smoothing) * shares + counted * (smoothing / x.shape[class_axis(x.shape)])
    return weighed(x, shares, weight)


def _mean_divisor(x: Value, y: Value, weight: Value | None, ignore_index: int) -> float:
    """Return what the mean divides by; for given shares how many losses there are, as in PyTorch."""
    return prod(without_classes(x.shape)) if x.shape == y.shape else divisor_of(x, y, weight, ignore_index)


def _cross_entropy(x: Any, y: Any, weight: Any, *, ignore_index: int, reduction: str, label_smoothing: float) -> Any:
    """By log-sum-exp; an infinite logit counts 0 where the label is another, as in PyTorch."""
    targets = _targets(x, y, weight, ignore_index, label_smoothing)
    logarithms = log_softmax(x, axis=class_axis(x.shape))
    parts = targets * logarithms
    losses = -over_classes(parts if x.shape == y.shape else np.where(targets == 0, 0, parts))
    return reduced(losses, x.dtype.type(_mean_divisor(x, y, weight, ignore_index)), reduction)


def _cross_entropy_formula(
    x: Value, y: Value, weight: Value | None, *, ignore_index: int, reduction: str, label_smoothing: float
) -> Value:
    """By the textbook: exp overflows for logits above 700, which the loss as one operation does not."""
    logarithms = x - log(over_classes(exp(x), keepdims=True))
    targets = _targets(x, y, weight, ignore_index, label_smoothing)
    divisor = _mean_divisor(x, y, weight, ignore_index)
    return reduced(-over_classes(targets * logarithms), divisor, reduction)


def _slope(x: Value, y: Value, weight: Value | None, ignore_index: int, smoothing: float) -> Value:
    """softmax(x) Σ t - t, where the targets of a label need not add up to 1: they are weighed, or ignored."""
    targets = _targets(x, y, weight, ignore_index, smoothing)
    shares = softmax(x, axis=class_axis(x.shape))
    return shares * over_classes(targets, keepdims=True) - targets


def _slope_of_shares(x: Value, weight: Value | None, smoothing: float) -> Value:
    return weighed(x, log_softmax(x, axis=class_axis(x.shape)) * (smoothing - 1), weight)


def _vjp(upstream: Value, _z: Value, x: Value, y: Value, weight: Value | None, **attributes: Any) -> Value:
    ignore_index, smoothing = attributes["ignore_index"], attributes["label_smoothing"]
    divisor = _mean_divisor(x, y, weight, ignore_index)
    return _slope(x, y, weight, ignore_index, smoothing) * spread_back(upstream, x, divisor, attributes["reduction"])


def _jvp(tangent: Value, _z: Value, x: Value, y: Value, weight: Value | None, **attributes: Any) -> Value:
    ignore_index, smoothing = attributes["ignore_index"], attributes["label_smoothing"]
    losses = over_classes(tangent * _slope(x, y, weight, ignore_index, smoothing))
    return reduced(losses, _mean_divisor(x, y, weight, ignore_index) or 1.0, attributes["reduction"])


def _vjp_shares(upstream: Value, _z: Value, x: Value, y: Value, weight: Value | None, **attributes: Any) -> Value:
    divisor = _mean_divisor(x, y, weight, attributes["ignore_index"])
    slope = _slope_of_shares(x, weight, attributes["label_smoothing"])
    return slope * spread_back(upstream, x, divisor, attributes["reduction"])


def _jvp_shares(tangent: Value, _z: Value, x: Value, y: Value, weight: Value | None, **attributes: Any) -> Value:
    losses = over_classes(tangent * _slope_of_shares(x, weight, attributes["label_smoothing"]))
    return reduced(losses, _mean_divisor(x, y, weight, attributes["ignore_index"]) or 1.0, attributes["reduction"])


_SOFT = (
    *(
        Sample(
            (shape, shape), {"ignore_index": IGNORE_INDEX, "reduction": "mean", "label_smoothing": 0.0}, ("x", "y")
        )
        for shape in ((2, 3), (3,), (2, 3, 2))
    ),
    *(
        Sample(
            ((2, 3), (2, 3), (3,)),
            {"ignore_index": IGNORE_INDEX, "reduction": reduction, "label_smoothing": 0.2},
            ("x", "y", "weight"),
        )
        for reduction in ("mean", "sum", "none")
    ),
)


def _target_latex(facts: Facts) -> str:
    """Return t, the target: the shares given, or the labels as shares; weights and smoothing in short."""
    soft = facts.shapes["x"] == facts.shapes["y"]
    target = "<y>" if soft else r"\operatorname{onehot}(<y>)"
    if facts.attributes["label_smoothing"]:
        target = r"\operatorname{smooth}(<y>)"
    return rf"<weight> \odot {target}" if "weight" in facts.symbols else target


def _cross_entropy_latex(facts: Facts) -> str:
    return (
        rf"-{share_latex(facts)}{{\textstyle\sum}}\, {_target_latex(facts)} \odot \log \operatorname{{softmax}}(<x>)"
    )


def _residual_latex(facts: Facts) -> str:
    if "weight" in facts.symbols:
        return (
            r"\left(\operatorname{softmax}(<x>) \odot {\textstyle\sum}\, t - t\right), \quad "
            rf"t = {_target_latex(facts)}"
        )
    return rf"\left(\operatorname{{softmax}}(<x>) - {_target_latex(facts)}\right)"


def _shares_latex(change: str, facts: Facts) -> str:
    """Return what a change times the slope by given shares is."""
    kept = r"(1 - <label_smoothing>) \, " if facts.attributes["label_smoothing"] else ""
    weight = r"<weight> \odot " if "weight" in facts.symbols else ""
    return rf"-{share_latex(facts)}{kept}{change} \odot {weight}\log \operatorname{{softmax}}(<x>)"


def _declared(*, soft: bool) -> Operation:
    return with_optional(
        Operation(
            name="cross_entropy",
            sign="cross_entropy",
            family=FAMILY,
            summary="-log softmax(x) along axis 1 at the labels y, or weighed by probabilities y; the mean of it.",
            operands=("x", "y", "weight"),
            parameters=(LABELS, REDUCTION, Parameter("label_smoothing", Kind.FILL, 0.0)),
            forward=_cross_entropy,
            opened=_cross_entropy_formula,
            shape=loss_shape,
            resolve=_resolve_cross_entropy,
            vjp=(_vjp, _vjp_shares if soft else None, None),
            jvp=(_jvp, _jvp_shares if soft else None, None),
            local=("general", "general" if soft else "none", "none"),
            latex=_cross_entropy_latex,
            vjp_latex=(
                lambda facts: rf"{share_latex(facts)}<g> \odot {_residual_latex(facts)}",
                (lambda facts: _shares_latex("<g>", facts)) if soft else "",
                "",
            ),
            jvp_latex=(
                lambda facts: rf"{share_latex(facts)}{{\textstyle\sum}}\, <t> \odot {_residual_latex(facts)}",
                (lambda facts: r"{\textstyle\sum}\, " + _shares_latex("<t>", facts)) if soft else "",
                "",
            ),
            prepare=prepared,
            samples=(*label_samples(label_smoothing=0.0), *label_samples(label_smoothing=0.1)[:6], *_SOFT),
        ),
        "weight",
    )


cross_entropy = by_case(lambda x, y, *_weight: int(x.shape == y.shape), _declared(soft=False), _declared(soft=True))
