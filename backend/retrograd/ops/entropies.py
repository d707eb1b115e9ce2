"""Losses between probabilities, cell by cell: binary cross-entropy and the Kullback-Leibler divergence."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from retrograd.ops.activations import logsigmoid, sigmoid
from retrograd.ops.elementwise import clip
from retrograd.ops.exponentials import exp, log, log1p
from retrograd.ops.forms import with_optional
from retrograd.ops.logic import detach
from retrograd.ops.losses import REDUCTION, loss
from retrograd.ops.mistakes import NoProbability
from retrograd.ops.op import Facts, Kind, Parameter, Value, numbers

LEAST_LOG = -100.0
LEAST_VARIANCE = 1e-12


def _weighed(cells: Value, weight: Value | None) -> Value:
    return cells if weight is None else cells * detach(weight)


def _with_weight(latex: str) -> Callable[[Facts], str]:
    return lambda facts: rf"<weight> \odot {latex}" if "weight" in facts.symbols else latex


def _check_probabilities(x: Value) -> None:
    """Raise NoProbability for the first number that is none; NaN goes through, as a result to show."""
    cells = numbers(x)
    outside = (cells < 0) | (cells > 1)
    if outside.any():
        raise NoProbability("binary_cross_entropy", f"{cells[outside].flat[0]:g}")


def _binary(x: Value, y: Value, weight: Value | None) -> Value:
    """-(y log x + (1 - y) log(1 - x)), no logarithm below -100, as in PyTorch."""
    _check_probabilities(x)
    yes, no = clip(log(x), min=LEAST_LOG, max=None), clip(log1p(-x), min=LEAST_LOG, max=None)
    return _weighed(-(y * yes + (1 - y) * no), weight)


def _binary_formula(x: Value, y: Value, weight: Value | None) -> Value:
    _check_probabilities(x)
    return _weighed(-(y * log(x) + (1 - y) * log(1 - x)), weight)


def _binary_slope(x: Value, y: Value, weight: Value | None) -> Value:
    """(x - y) / (x (1 - x)), with a divisor of at least 1e-12, as in PyTorch: finite where x is 0 or 1."""
    return _weighed((x - y) / clip(x * (1 - x), min=LEAST_VARIANCE, max=None), weight)


def _binary_slope_of_target(x: Value, _y: Value, weight: Value | None) -> Value:
    no, yes = clip(log1p(-x), min=LEAST_LOG, max=None), clip(log(x), min=LEAST_LOG, max=None)
    return _weighed(no - yes, weight)


binary_cross_entropy = with_optional(
    loss(
        "binary_cross_entropy",
        summary="-(y log x + (1 - y) log(1 - x)) of probabilities x, the mean of it; no logarithm is below -100.",
        operands=("x", "y", "weight"),
        order=("x", "y", "weight", "reduction"),
        cells=_binary,
        elementary=_binary_formula,
        slope=(_binary_slope, _binary_slope_of_target, None),
        latex=_with_weight(r"\left(-<y> \odot \log <x> - (1 - <y>) \odot \log(1 - <x>)\right)"),
        local_latex=(
            _with_weight(r"\frac{<x> - <y>}{<x> \odot (1 - <x>)}"),
            _with_weight(r"\log \frac{1 - <x>}{<x>}"),
            "",
        ),
        domain=(0.1, 0.9),
    ),
    "weight",
)


def _positive(y: Value, pos_weight: Value | None) -> Value:
    """The weight of the part of the loss that a positive label brings: 1 + (pos_weight - 1) y."""
    return 1 if pos_weight is None else 1 + (detach(pos_weight) - 1) * y


def _logits(x: Value, y: Value, weight: Value | None, pos_weight: Value | None) -> Value:
    return _weighed((1 - y) * x - _positive(y, pos_weight) * logsigmoid(x), weight)


def _logits_formula(x: Value, y: Value, weight: Value | None, pos_weight: Value | None) -> Value:
    """By the sigmoid's own formula: exp(-x) overflows far below 0, which the loss as one operation does not."""
    p = 1 / (1 + exp(-x))
    yes = y * log(p) if pos_weight is None else detach(pos_weight) * y * log(p)
    return _weighed(-(yes + (1 - y) * log(1 - p)), weight)


def _logits_slope(x: Value, y: Value, weight: Value | None, pos_weight: Value | None) -> Value:
    if pos_weight is None:
        return _weighed(sigmoid(x) - y, weight)
    return _weighed(1 - y - _positive(y, pos_weight) * sigmoid(-x), weight)


def _logits_slope_of_target(x: Value, _y: Value, weight: Value | None, pos_weight: Value | None) -> Value:
    """-x, and with a weight c of the positive ones -x - (c - 1) log σ(x)."""
    if pos_weight is None:
        return _weighed(-x, weight)
    return _weighed(-x - (detach(pos_weight) - 1) * logsigmoid(x), weight)


def _by_positive(plain: str, weighed: str) -> Callable[[Facts], str]:
    def formula(facts: Facts) -> str:
        return _with_weight(weighed if "pos_weight" in facts.symbols else plain)(facts)

    return formula


_logits_loss = partial(
    loss,
    summary="The binary cross-entropy of σ(x), without overflow: its slope is σ(x) - y.",
    operands=("x", "y", "weight", "pos_weight"),
    order=("x", "y", "weight", "reduction", "pos_weight"),
    cells=_logits,
    elementary=_logits_formula,
    slope=(_logits_slope, _logits_slope_of_target, None, None),
    latex=_by_positive(
        r"\left(\log(1 + \exp(<x>)) - <x> \odot <y>\right)",
        r"\left((1 - <y>) \odot <x> - \left(1 + (<pos_weight> - 1) \odot <y>\right) \odot \log \sigma(<x>)\right)",
    ),
    local_latex=(
        _by_positive(
            r"\left(\sigma(<x>) - <y>\right)",
            r"\left(1 - <y> - \left(1 + (<pos_weight> - 1) \odot <y>\right) \odot \sigma(-<x>)\right)",
        ),
        _by_positive("(-<x>)", r"\left(-<x> - (<pos_weight> - 1) \odot \log \sigma(<x>)\right)"),
        "",
        "",
    ),
)
binary_cross_entropy_with_logits = with_optional(
    _logits_loss("binary_cross_entropy_with_logits"), "weight", "pos_weight"
)


def _divergence(x: Value, y: Value, *, log_target: bool) -> Value:
    """y (log y - x), where x is a logarithm; where y is 0 it is 0 (Kullback & Leibler, 1951)."""
    if log_target:
        return exp(y) * (y - x)
    return y * np.log(np.where(y == 0, 1, y)) - y * x


def _divergence_formula(x: Value, y: Value, *, log_target: bool) -> Value:
    return exp(y) * (y - x) if log_target else y * (log(y) - x)


def _by_target(plain: str, logarithm: str) -> Callable[[Facts], str]:
    return lambda facts: logarithm if facts.attributes["log_target"] else plain


kl_div = loss(
    "kl_div",
    summary='y (log y - x), where x is a logarithm; "mean" is over all cells, "batchmean" over the batch alone.',
    parameters=(REDUCTION, Parameter("log_target", Kind.FLAG, default=False)),
    variants=(
        {"log_target": False},
        {"log_target": True},
        {"log_target": False, "reduction": "batchmean"},
    ),
    reductions=("mean", "batchmean", "sum", "none"),
    cells=_divergence,
    elementary=_divergence_formula,
    slope=(
        lambda _x, y, *, log_target: -exp(y) if log_target else -y,
        lambda x, y, *, log_target: exp(y) * (y - x + 1) if log_target else log(y) + 1 - x,
    ),
    latex=_by_target(
        r"<y> \odot \left(\log <y> - <x>\right)",
        r"\exp(<y>) \odot \left(<y> - <x>\right)",
    ),
    local_latex=(
        _by_target("(-<y>)", r"\left(-\exp(<y>)\right)"),
        _by_target(
            r"\left(\log <y> + 1 - <x>\right)",
            r"\exp(<y>) \odot \left(<y> - <x> + 1\right)",
        ),
    ),
    prepare=lambda x, y: (x, np.abs(y) + 0.1),
)
