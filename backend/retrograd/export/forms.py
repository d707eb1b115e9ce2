"""Operations by others, on tensors: what a script writes for those that the library has no one function for.

Many operations are declared by such a formula; some that are not have one here, which overflows nowhere.
"""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any

from retrograd.ops import OPS
from retrograd.ops.activations import SELU_ALPHA, SELU_SCALE
from retrograd.ops.class_losses import (
    as_classes,
    class_axis,
    divisor_of,
    over_classes,
    reduced,
    weighed,
    without_classes,
)
from retrograd.ops.op import Operation, Value
from retrograd.tensor import Tensor

Form = Callable[[Operation, Tensor], Tensor]
BY_FORWARD = (
    *("linear", "layer_norm", "rms_norm", "batch_norm", "scaled_dot_product_attention", "conv1d", "conv2d"),
    *("gelu", "dropout", "mse_loss", "l1_loss", "huber_loss", "smooth_l1_loss", "binary_cross_entropy"),
    *("binary_cross_entropy_with_logits", "cosine_similarity"),
)
"""Operations whose declared formula consists of others."""
BY_OPENING = ("avg_pool1d", "avg_pool2d")
"""Composites that stand for others of the same accuracy."""


def by_forward(op: Operation, node: Tensor) -> Tensor:
    """Apply the declared formula to the operands."""
    made: Tensor = op.forward(*node.inputs, **node.attributes)
    return made


def by_opening(op: Operation, node: Tensor) -> Tensor:
    """Apply what a composite stands for to the operands."""
    assert op.opened is not None  # noqa: S101  (they are composites)
    made: Tensor = op.opened(*node.inputs, **node.attributes)
    return made


def _kl_div(_op: Operation, node: Tensor) -> Tensor:
    """y (log y - x), and 0 where y is 0."""
    x, y = node.inputs
    if node.attributes["log_target"]:
        cells = OPS["exp"](y) * (y - x)
    else:
        cells = y * OPS["log"](OPS["where"](OPS["equal"](y, 0.0), 1.0, y)) - y * x
    reduction = node.attributes["reduction"]
    divisor = {"mean": prod(x.shape), "batchmean": (x.shape[:1] or (1,))[0] or 1}.get(reduction, 1)
    return _reduced(cells, divisor, reduction)


def _given(op: Operation, node: Tensor) -> tuple[Value, Value, Value | None]:
    x, y, *weight = node.inputs
    return x, y, weight[0] if "weight" in op.operands else None


def _cross_entropy(op: Operation, node: Tensor) -> Tensor:
    x, y, weight = _given(op, node)
    ignore, smoothing = node.attributes["ignore_index"], node.attributes["label_smoothing"]
    soft = x.shape == y.shape
    targets = y if soft else as_classes(x, y, ignore)
    if smoothing:
        counted = 1.0 if soft else over_classes(targets, keepdims=True)
        targets = (1 - smoothing) * targets + counted * (smoothing / x.shape[class_axis(x.shape)])
    losses = -over_classes(weighed(x, targets, weight) * OPS["log_softmax"](x, axis=class_axis(x.shape)))
    divisor = prod(without_classes(x.shape)) if soft else divisor_of(x, y, weight, ignore)
    return _reduced(losses, divisor, node.attributes["reduction"])


def _nll_loss(op: Operation, node: Tensor) -> Tensor:
    x, y, weight = _given(op, node)
    ignore = node.attributes["ignore_index"]
    losses = -over_classes(weighed(x, as_classes(x, y, ignore), weight) * x)
    return _reduced(losses, divisor_of(x, y, weight, ignore), node.attributes["reduction"])


def _reduced(losses: Value, divisor: float, reduction: str) -> Tensor:
    made: Tensor = reduced(losses, divisor, "mean" if reduction == "batchmean" else reduction)
    return made


FORMS: dict[str, Form] = {
    **dict.fromkeys(BY_FORWARD, by_forward),
    **dict.fromkeys(BY_OPENING, by_opening),
    "kl_div": _kl_div,
    "cross_entropy": _cross_entropy,
    "nll_loss": _nll_loss,
}


# Rules of the backward pass that look at the numbers, written so that the script looks at them itself.


def _clip(upstream: Value, _z: Value, x: Value, *, min: Any, max: Any) -> Value:  # noqa: A002  (the libraries' names)
    inside = None if min is None else OPS["greater_equal"](x, min)
    below = None if max is None else OPS["less_equal"](x, max)
    both = below if inside is None else inside if below is None else inside * below
    return upstream if both is None else upstream * both


def _strictly(low: str | float, high: str | float) -> Callable[..., Value]:
    def rule(upstream: Value, _z: Value, x: Value, **bounds: float) -> Value:
        least, most = (bounds[one] if isinstance(one, str) else one for one in (low, high))
        return upstream * (OPS["greater"](x, least) * OPS["less"](x, most))

    return rule


def _by_sign(below: Callable[..., Value], above: float = 1.0) -> Callable[..., Value]:
    """The slope of what is a line above 0 and something else below."""

    def rule(upstream: Value, z: Value, x: Value, **attributes: float) -> Value:
        return upstream * OPS["where"](OPS["greater"](x, 0.0), above, below(z, **attributes))

    return rule


def _sort(upstream: Value, _z: Value, x: Value, *, axis: int | None, descending: bool) -> Value:
    row = OPS["reshape"](x, shape=(prod(x.shape),)) if axis is None else x
    order = OPS["argsort"](row, axis=axis or 0, descending=descending)
    spread = OPS["scatter_along"](upstream, order, axis=axis or 0, shape=upstream.shape)
    return OPS["reshape"](spread, shape=x.shape) if axis is None else spread


RULES: dict[str, Callable[..., Value]] = {
    "clip": _clip,
    "hardtanh": _strictly("min_val", "max_val"),
    "relu6": _strictly(0.0, 6.0),
    "leaky_relu": _by_sign(lambda _z, *, negative_slope: float(negative_slope)),
    "elu": _by_sign(lambda z, *, alpha: z + alpha),
    "selu": _by_sign(lambda z: z + SELU_SCALE * SELU_ALPHA, SELU_SCALE),
    "celu": _by_sign(lambda z, *, alpha: z / alpha + 1),
    "sort": _sort,
}
"""Rules of the only operand, by operation; the others are those that are declared."""
