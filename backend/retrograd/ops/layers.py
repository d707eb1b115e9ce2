"""Layers of neural networks: linear and dropout."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from retrograd.errors import BadValue
from retrograd.ops.creation import SEED
from retrograd.ops.forms import with_optional
from retrograd.ops.masks import mask
from retrograd.ops.mistakes import UnfitShape
from retrograd.ops.op import Facts, Kind, Operation, Parameter, Sample, Shape, Value
from retrograd.ops.pointwise import pointwise
from retrograd.ops.reductions import broadcast_to, sum_
from retrograd.ops.shaping import reshape, transpose

FAMILY = "layers"


# Linear.


def _resolve_linear(x: Shape, weight: Shape, bias: Shape | None, /) -> dict[str, Any]:
    if not x:
        raise UnfitShape("linear", "x", x, (("…", "in"),), x)
    if len(weight) != 2 or weight[1] != x[-1]:
        raise UnfitShape("linear", "weight", weight, (("out", x[-1]),), x)
    if bias is not None and bias != weight[:1]:
        raise UnfitShape("linear", "bias", bias, (weight[:1],), x)
    return {}


def _linear(x: Value, weight: Value, bias: Value | None) -> Value:
    product = x @ transpose(weight, axes=(1, 0))
    return product if bias is None else product + bias


def _rows(x: Value) -> Value:
    """Return all vectors along the last axis as the rows of one matrix."""
    return reshape(x, shape=(prod(x.shape[:-1]), x.shape[-1]))


def _by_weight(upstream: Value, _z: Value, x: Value, _weight: Value, _bias: Value | None) -> Value:
    return transpose(_rows(upstream), axes=(1, 0)) @ _rows(x)


def _by_bias(upstream: Value, _z: Value, _x: Value, _weight: Value, _bias: Value | None) -> Value:
    return sum_(upstream, axis=tuple(range(len(upstream.shape) - 1)), keepdims=False)


def _linear_latex(facts: Facts) -> str:
    bias = " + <bias>" if "bias" in facts.symbols else ""
    return r"<x> \, <weight>^{\top}" + bias


def _weight_latex(facts: Facts) -> str:
    axes = len(facts.shapes["x"])
    if axes == 1:
        return r"<g> \otimes <x>"
    return (r"{\textstyle\sum}_{\mathrm{batch}}\, " if axes > 2 else "") + r"<g>^{\top} \, <x>"


def _bias_latex(facts: Facts) -> str:
    return "<g>" if len(facts.shapes["x"]) == 1 else r"{\textstyle\sum}_{\mathrm{batch}}\, <g>"


linear = with_optional(
    Operation(
        name="linear",
        sign="linear",
        family=FAMILY,
        summary="x times the transposed weight, plus the bias: each row of the weight makes one output.",
        operands=("x", "weight", "bias"),
        forward=_linear,
        opened=_linear,
        shape=lambda x, weight, _bias: (*x[:-1], weight[0]),
        work=lambda x, weight, _bias: prod(x) * weight[0],
        resolve=_resolve_linear,
        vjp=(lambda upstream, _z, _x, weight, _bias: upstream @ weight, _by_weight, _by_bias),
        jvp=(
            lambda tangent, _z, _x, weight, _bias: tangent @ transpose(weight, axes=(1, 0)),
            lambda tangent, _z, x, _weight, _bias: x @ transpose(tangent, axes=(1, 0)),
            lambda tangent, z, _x, _weight, _bias: broadcast_to(tangent, shape=z.shape),
        ),
        local=("general", "general", "general"),
        latex=_linear_latex,
        vjp_latex=(r"<g> \, <weight>", _weight_latex, _bias_latex),
        jvp_latex=(r"<t> \, <weight>^{\top}", r"<x> \, <t>^{\top}", "<t>"),
        samples=(
            Sample(((2, 3), (4, 3), (4,)), {}, ("x", "weight", "bias")),
            Sample(((2, 3), (4, 3)), {}, ("x", "weight")),
            Sample(((3,), (2, 3), (2,)), {}, ("x", "weight", "bias")),
            Sample(((2, 2, 3), (1, 3), (1,)), {}, ("x", "weight", "bias")),
            Sample(((0, 3), (2, 3), (2,)), {}, ("x", "weight", "bias")),
        ),
    ),
    "bias",
)


# Dropout.

Seed = int | tuple[int, ...]
PROBABILITY = Parameter("p", Kind.FILL, 0.5)


def _kept(x: Any, *, p: float, seed: Seed | None) -> Any:
    """1 with the probability 1 - p, else 0: decided by the seed and the shape alone, whatever the dtype."""
    return (np.random.default_rng(seed).random(x.shape) >= p).astype(x.dtype)


is_kept = mask(
    "is_kept",
    _kept,
    parameters=(PROBABILITY, Parameter("seed", Kind.SIZE, 0)),
    variants=({"p": 0.5, "seed": 1},),
    latex=r"[\mathrm{kept}]",
)


def _resolve_dropout(_shape: Shape, /, *, p: float, training: bool, seed: Seed | None) -> dict[str, Any]:
    """Choose a seed where there is none: the rules must drop the same cells again.

    Such attributes hold a float and are not remembered as a plan, so that every call has a seed of its own.
    """
    if not 0 <= p <= 1:
        raise BadValue("p", f"{p:g}", "probability")
    chosen = int(np.random.default_rng().integers(2**32)) if seed is None else seed
    return {"p": float(p), "training": training, "seed": chosen}


def _dropout_scale(x: Value, *, p: float, training: bool, seed: Seed) -> Value:
    """Return 0 where a cell is dropped, else 1 / (1 - p), so that the mean stays (Srivastava et al., 2014)."""
    share = p if training else 0.0
    return is_kept(x, p=share, seed=seed) * (1 / (1 - share) if share < 1 else 0.0)


def _dropout(x: Value, **attributes: Any) -> Value:
    return x * _dropout_scale(x, **attributes)


def _kept_latex(facts: Facts) -> str:
    share = facts.attributes["p"] if facts.attributes["training"] else 0
    return "1" if share == 0 else "0" if share == 1 else r"\frac{[\mathrm{kept}]}{1 - <p>}"


dropout = pointwise(
    "dropout",
    family=FAMILY,
    summary="In training 0 with probability p, else x / (1 - p); the same seed drops the same cells.",
    parameters=(PROBABILITY, Parameter("training", Kind.FLAG, default=True), SEED),
    forward=_dropout,
    opened=_dropout,
    resolve=_resolve_dropout,
    slope=(lambda _z, x, **attributes: _dropout_scale(x, **attributes),),
    latex=r"\operatorname{dropout}(<x>)",
    local_latex=(_kept_latex,),
    variants=(
        {"p": 0.5, "training": True, "seed": 1},
        {"p": 0.25, "training": True, "seed": 2},
        {"p": 1.0, "training": True, "seed": 3},
        {"p": 0.5, "training": False, "seed": 4},
    ),
)
