"""Activation functions, cell by cell. PyTorch's conventions at their kinks: the slope from the left."""

from __future__ import annotations

from collections.abc import Sequence
from math import pi, sqrt
from typing import Any

import numpy as np

from retrograd.errors import BadValue
from retrograd.ops.broadcasting import normal_axis
from retrograd.ops.elementwise import abs_, where
from retrograd.ops.exponentials import erf, exp, log
from retrograd.ops.logic import greater
from retrograd.ops.masks import is_above_zero, is_positive
from retrograd.ops.op import Facts, Kind, Operation, Parameter, Sample, Shape, Value
from retrograd.ops.pointwise import pointwise
from retrograd.ops.reductions import sum_
from retrograd.ops.statistics import logsumexp
from retrograd.ops.trigonometry import tanh

FAMILY = "activations"


def _sigmoid(x: Any) -> Any:
    """1 / (1 + e⁻ˣ) without overflow and with full relative precision at both ends."""
    small = np.exp(-abs(x))
    return np.where(x >= 0, 1, small) / (1 + small) if x.ndim else (1 if x >= 0 else small) / (1 + small)


# What an activation stands for when it is opened is the textbook's formula, which far out overflows or loses digits;
# the operation itself does not.

sigmoid = pointwise(
    "sigmoid",
    family=FAMILY,
    summary="The logistic function 1 / (1 + exp(-x)).",
    forward=_sigmoid,
    opened=lambda x: 1 / (1 + exp(-x)),
    slope=(lambda z, _x: z * (1 - z),),
    latex=r"\sigma(<x>)",
    local_latex=(r"<z> <odot> \left(1 - <z>\right)",),
)

logsigmoid = pointwise(
    "logsigmoid",
    family=FAMILY,
    summary="The logarithm of the logistic function, without overflow.",
    forward=lambda x: np.minimum(x, 0) - np.log1p(np.exp(-np.abs(x))),
    opened=lambda x: -log(1 + exp(-x)),
    slope=(lambda _z, x: sigmoid(-x),),
    latex=r"\log \sigma(<x>)",
    local_latex=(r"\sigma(-<x>)",),
)

relu = pointwise(
    "relu",
    family=FAMILY,
    summary="max(x, 0); its slope at 0 is 0.",
    forward=lambda x: np.maximum(x, 0),
    slope=(lambda _z, x: is_positive(x),),
    latex=r"\operatorname{relu}(<x>)",
    local_latex=(r"[<x> > 0]",),
)


def _negative_part(x: Value) -> Value:
    return 1 - is_positive(x)


def _leaky_slope(_z: Value, x: Value, *, negative_slope: float) -> Value:
    return is_positive(x) + negative_slope * _negative_part(x)


leaky_relu = pointwise(
    "leaky_relu",
    family=FAMILY,
    summary="x where it is positive, else a fraction of it.",
    parameters=(Parameter("negative_slope", Kind.FILL, 0.01),),
    forward=lambda x, *, negative_slope: np.where(x > 0, x, negative_slope * x),
    slope=(_leaky_slope,),
    latex=r"\operatorname{leaky\_relu}(<x>)",
    local_latex=(r"\left([<x> > 0] + <negative_slope> [<x> \leq 0]\right)",),
    variants=({"negative_slope": 0.01}, {"negative_slope": 0.3}),
)


def _exponential_below(x: Any) -> Any:
    """exp(x) - 1 where x is negative, else 0: nothing overflows where it is not wanted."""
    return np.expm1(np.minimum(x, 0))


elu = pointwise(
    "elu",
    family=FAMILY,
    summary="x where it is positive, else alpha (exp(x) - 1).",
    parameters=(Parameter("alpha", Kind.FILL, 1.0),),
    forward=lambda x, *, alpha: np.where(x > 0, x, alpha * _exponential_below(x)),
    opened=lambda x, *, alpha: where(greater(x, 0.0), x, alpha * (exp(x) - 1)),
    slope=(lambda z, x, *, alpha: is_positive(x) + _negative_part(x) * (z + alpha),),
    latex=r"\operatorname{elu}(<x>)",
    local_latex=(r"\left([<x> > 0] + (<z> + <alpha>) [<x> \leq 0]\right)",),
    variants=({"alpha": 1.0}, {"alpha": 0.5}),
)

# Klambauer et al., Self-Normalizing Neural Networks, 2017, sec. 2.
SELU_SCALE, SELU_ALPHA = 1.0507009873554804934193349852946, 1.6732632423543772848170429916717

selu = pointwise(
    "selu",
    family=FAMILY,
    summary="The self-normalizing exponential unit: a scaled elu.",
    forward=lambda x: np.where(x > 0, SELU_SCALE * x, SELU_SCALE * SELU_ALPHA * _exponential_below(x)),
    opened=lambda x: SELU_SCALE * where(greater(x, 0.0), x, SELU_ALPHA * (exp(x) - 1)),
    slope=(lambda z, x: SELU_SCALE * is_positive(x) + _negative_part(x) * (z + SELU_SCALE * SELU_ALPHA),),
    latex=r"\operatorname{selu}(<x>)",
    local_latex=(r"\left(\lambda [<x> > 0] + (<z> + \lambda \alpha) [<x> \leq 0]\right)",),
)

celu = pointwise(
    "celu",
    family=FAMILY,
    summary="x where it is positive, else alpha (exp(x / alpha) - 1); smooth for every alpha.",
    parameters=(Parameter("alpha", Kind.FILL, 1.0),),
    forward=lambda x, *, alpha: np.where(x > 0, x, alpha * _exponential_below(x / alpha)),
    opened=lambda x, *, alpha: where(greater(x, 0.0), x, alpha * (exp(x / alpha) - 1)),
    slope=(lambda z, x, *, alpha: is_positive(x) + _negative_part(x) * (z / alpha + 1),),
    latex=r"\operatorname{celu}(<x>)",
    local_latex=(r"\left([<x> > 0] + \left(\frac{<z>}{<alpha>} + 1\right) [<x> \leq 0]\right)",),
    variants=({"alpha": 1.0}, {"alpha": 0.5}),
)

softplus = pointwise(
    "softplus",
    family=FAMILY,
    summary="log(1 + exp(beta x)) / beta, a smooth relu.",
    parameters=(Parameter("beta", Kind.FILL, 1.0),),
    forward=lambda x, *, beta: np.logaddexp(0, beta * x).astype(x.dtype) / beta,
    opened=lambda x, *, beta: log(1 + exp(x)) if beta == 1 else log(1 + exp(beta * x)) / beta,
    slope=(lambda _z, x, *, beta: sigmoid(beta * x),),
    latex=r"\operatorname{softplus}(<x>)",
    local_latex=(lambda facts: r"\sigma(<x>)" if facts.attributes["beta"] == 1 else r"\sigma(<beta> <x>)",),
    variants=({"beta": 1.0}, {"beta": 2.0}),
)


def _softsign_slope(z: Value, _x: Value) -> Value:
    """1 / (1 + |x|)², written with z = x / (1 + |x|)."""
    away = 1 - abs_(z)
    return away * away


softsign = pointwise(
    "softsign",
    family=FAMILY,
    summary="x / (1 + |x|).",
    forward=lambda x: x / (1 + np.abs(x)),
    opened=lambda x: x / (1 + abs_(x)),
    slope=(_softsign_slope,),
    latex=r"\frac{<x>}{1 + \left|<x>\right|}",
    local_latex=(r"\frac{1}{\left(1 + \left|<x>\right|\right)^{2}}",),
)


def _silu_slope(z: Value, x: Value) -> Value:
    s = sigmoid(x)
    return s + z * (1 - s)


silu = pointwise(
    "silu",
    aliases=("swish",),
    family=FAMILY,
    summary="x times the logistic function of x.",
    forward=lambda x: x * sigmoid(x),
    opened=lambda x: x * sigmoid(x),
    slope=(_silu_slope,),
    latex=r"<x> \, \sigma(<x>)",
    local_latex=(r"\left(\sigma(<x>) + <z> \left(1 - \sigma(<x>)\right)\right)",),
)


def _mish_slope(_z: Value, x: Value) -> Value:
    t = tanh(softplus(x, beta=1.0))
    return t + x * (1 - t * t) * sigmoid(x)


mish = pointwise(
    "mish",
    family=FAMILY,
    summary="x times tanh(softplus(x)).",
    forward=lambda x: x * np.tanh(softplus(x, beta=1.0)),
    opened=lambda x: x * tanh(log(1 + exp(x))),
    slope=(_mish_slope,),
    latex=r"<x> \tanh(\operatorname{softplus}(<x>))",
    local_latex=(r"\left(t + <x> (1 - t^{2}) \sigma(<x>)\right)",),
)

GELU_SCALE, GELU_CUBIC = sqrt(2 / pi), 0.044715


def _normal_below(x: Value) -> Value:
    """The share of a standard normal distribution below x."""
    return 0.5 * (1 + erf(x * (1 / sqrt(2))))


def _tanh_gate(x: Value) -> Value:
    return tanh(GELU_SCALE * (x + GELU_CUBIC * x * x * x))


def _gelu(x: Value, *, approximate: str) -> Value:
    """Hendrycks & Gimpel, Gaussian Error Linear Units, 2016, sec. 2."""
    return x * (_normal_below(x) if approximate == "none" else 0.5 * (1 + _tanh_gate(x)))


def _gelu_slope(_z: Value, x: Value, *, approximate: str) -> Value:
    if approximate == "none":
        return _normal_below(x) + x * exp(-0.5 * x * x) * (1 / sqrt(2 * pi))
    t = _tanh_gate(x)
    return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * (GELU_SCALE * (1 + 3 * GELU_CUBIC * x * x))


def _gelu_attributes(*_shapes: Sequence[int], approximate: str) -> dict[str, Any]:
    if approximate not in {"none", "tanh"}:
        raise BadValue("approximate", repr(approximate), "approximation")
    return {"approximate": approximate}


gelu = pointwise(
    "gelu",
    family=FAMILY,
    summary='x times the share of a normal distribution below x; approximate="tanh" is the older formula.',
    parameters=(Parameter("approximate", Kind.WORD, "none"),),
    forward=_gelu,
    opened=_gelu,
    resolve=_gelu_attributes,
    slope=(_gelu_slope,),
    latex=r"\operatorname{gelu}(<x>)",
    local_latex=(r"\left(\Phi(<x>) + <x> \, \phi(<x>)\right)",),
    variants=({"approximate": "none"}, {"approximate": "tanh"}),
)


def _between(facts: Facts) -> str:
    low, high = facts.attributes.get("min_val", 0), facts.attributes.get("max_val", 6)
    return f"[{low:g} < {facts.symbols['x']} < {high:g}]"


def _strictly_inside(x: Value, low: float, high: float) -> Value:
    """0 at both ends, as in PyTorch."""
    return is_above_zero(x - low) * is_above_zero(high - x)


hardtanh = pointwise(
    "hardtanh",
    family=FAMILY,
    summary="x, but not below min_val and not above max_val; the slope at both ends is 0.",
    parameters=(Parameter("min_val", Kind.FILL, -1.0), Parameter("max_val", Kind.FILL, 1.0)),
    forward=lambda x, *, min_val, max_val: np.clip(x, min_val, max_val),
    slope=(lambda _z, x, *, min_val, max_val: _strictly_inside(x, min_val, max_val),),
    latex=r"\operatorname{hardtanh}(<x>)",
    local_latex=(_between,),
    variants=({"min_val": -1.0, "max_val": 1.0}, {"min_val": -0.3, "max_val": 0.7}),
)

relu6 = pointwise(
    "relu6",
    family=FAMILY,
    summary="x, but not below 0 and not above 6; the slope at both ends is 0.",
    forward=lambda x: np.clip(x, 0, 6),
    slope=(lambda _z, x: _strictly_inside(x, 0.0, 6.0),),
    latex=r"\operatorname{relu6}(<x>)",
    local_latex=(_between,),
    domain=(-4.0, 9.0),
)


# Over an axis: the last one, if none is given.

AXIS = (Parameter("axis", Kind.AXIS, -1),)
ALONG_AXIS = (
    Sample(((2, 3),), {"axis": -1}),
    Sample(((2, 3),), {"axis": 0}),
    Sample(((3,),), {"axis": -1}),
    Sample(((2, 3, 2),), {"axis": 1}),
    Sample(((1,),), {"axis": 0}),
    Sample(((2, 0),), {"axis": 0}),
)


def _resolve_axis(shape: Shape, /, *, axis: int | None) -> dict[str, Any]:
    return {"axis": normal_axis(-1 if axis is None else axis, len(shape))}


def _total(x: Value, axis: int) -> Value:
    return sum_(x, axis=(axis,), keepdims=True)


def _softmax(x: Any, *, axis: int) -> Any:
    """The largest number is taken off first, so that no exponential overflows; nothing is smaller than -inf."""
    shares = np.exp(x - np.maximum.reduce(x, axis=axis, keepdims=True, initial=-np.inf))
    return shares / np.add.reduce(shares, axis=axis, keepdims=True)


def _softmax_formula(x: Value, *, axis: int) -> Value:
    shares = exp(x)
    return shares / sum_(shares, axis=(axis,), keepdims=True)


def softmax_change(change: Value, z: Value, _x: Value, *, axis: int) -> Value:
    """z ⊙ (c - Σ c z), both rules of softmax: the Jacobian diag(z) - z zᵀ is symmetric."""
    return z * (change - _total(change * z, axis))


def _log_softmax(x: Any, *, axis: int) -> Any:
    return x - logsumexp.forward(x, axis=(axis,), keepdims=True)


def _along_axis(
    name: str, summary: str, forward: Any, *, opened: Any, vjp: Any, jvp: Any, latex: str, local: tuple[str, str]
) -> Operation:
    return Operation(
        name=name,
        sign=name,
        family=FAMILY,
        summary=summary,
        operands=("x",),
        parameters=AXIS,
        forward=forward,
        opened=opened,
        shape=lambda shape, **_: shape,
        resolve=_resolve_axis,
        vjp=(vjp,),
        jvp=(jvp,),
        local=("general",),
        latex=latex,
        vjp_latex=(local[0],),
        jvp_latex=(local[1],),
        samples=ALONG_AXIS,
    )


log_softmax = _along_axis(
    "log_softmax",
    "The logarithm of softmax, without overflow.",
    _log_softmax,
    opened=lambda x, *, axis: x - log(sum_(exp(x), axis=(axis,), keepdims=True)),
    vjp=lambda upstream, z, _x, *, axis: upstream - exp(z) * _total(upstream, axis),
    jvp=lambda tangent, z, _x, *, axis: tangent - _total(exp(z) * tangent, axis),
    latex=r"\log \operatorname{softmax}(<x>)",
    local=(
        r"<g> - \exp(<z>) \odot {\textstyle\sum}\, <g>",
        r"<t> - {\textstyle\sum}\, \exp(<z>) \odot <t>",
    ),
)

softmax = _along_axis(
    "softmax",
    "exp(x) divided by its sum along the axis: shares that add up to 1.",
    _softmax,
    opened=_softmax_formula,
    vjp=softmax_change,
    jvp=softmax_change,
    latex=r"\operatorname{softmax}(<x>)",
    local=(
        r"<z> \odot \left(<g> - {\textstyle\sum}\, <g> \odot <z>\right)",
        r"<z> \odot \left(<t> - {\textstyle\sum}\, <t> \odot <z>\right)",
    ),
)
