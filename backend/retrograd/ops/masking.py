"""The masks of attention: which are of truth values, what is added to the scores, and what is made of them."""

from __future__ import annotations

from typing import Any

import numpy as np

from retrograd.ops.activations import softmax_change
from retrograd.ops.layers import FAMILY
from retrograd.ops.op import Operation, Sample, Value, same

MINUS_INFINITY = float("-inf")


def _added(name: str, summary: str, forward: Any) -> Operation:
    """Declare a matrix of 0 and -∞ to add to scores, through which no gradient passes."""
    return Operation(
        name=name,
        sign=name,
        family="masks",
        summary=summary,
        operands=("x",),
        forward=lambda x: np.where(forward(x), 0, MINUS_INFINITY).astype(x.dtype),
        shape=lambda shape: shape,
        resolve=same,
        vjp=(None,),
        jvp=(None,),
        local=("none",),
        latex=rf"\operatorname{{{name}}}(<x>)",
        vjp_latex=("",),
        samples=(Sample(((2, 3),), {}), Sample(((2, 3, 3),), {})),
        public=False,
    )


open_ = _added("open", "0 where the condition holds, else -∞.", lambda x: x != 0)
earlier = _added(
    "earlier",
    "0 where a column is not later than its row, else -∞.",
    lambda x: np.broadcast_to(np.tri(*x.shape[-2:], dtype=np.bool_), x.shape),
)


def _weights(x: Any) -> Any:
    """Softmax along the last axis, but 0 in a row that is -∞ throughout."""
    largest = np.amax(x, axis=-1, keepdims=True, initial=MINUS_INFINITY)
    shares = np.exp(x - np.where(np.isneginf(largest), 0, largest))
    total = np.sum(shares, axis=-1, keepdims=True)
    return shares / np.where(total == 0, 1, total)


def weights_change(change: Value, z: Value, x: Value) -> Value:
    """Both rules of attention_weights: those of softmax."""
    return softmax_change(change, z, x, axis=len(x.shape) - 1)


attention_weights = Operation(
    name="attention_weights",
    sign="softmax",
    family=FAMILY,
    summary="Softmax along the last axis; 0 in a row that is -∞ throughout.",
    operands=("x",),
    forward=_weights,
    shape=lambda shape: shape,
    resolve=same,
    vjp=(weights_change,),
    jvp=(weights_change,),
    local=("general",),
    latex=r"\operatorname{softmax}(<x>)",
    vjp_latex=(r"<z> \odot \left(<g> - {\textstyle\sum}\, <g> \odot <z>\right)",),
    jvp_latex=(r"<z> \odot \left(<t> - {\textstyle\sum}\, <t> \odot <z>\right)",),
    samples=(Sample(((2, 3),), {}), Sample(((2, 1, 2),), {})),
    public=False,
)
