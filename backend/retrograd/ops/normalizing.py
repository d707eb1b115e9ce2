"""Layers that normalize: layer_norm, rms_norm, batch_norm.

For x̂ = (x - μ) s with s = 1 / √(σ² + eps), a change c of x changes x̂ by s (c - mean(c) - x̂ mean(c x̂)); this map
is its own transpose, so that one rule serves both modes (Ioffe & Szegedy, Batch Normalization, 2015, sec. 3).
Variances are divided by n, as in PyTorch.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from retrograd.errors import BadValue
from retrograd.ops.exponentials import sqrt
from retrograd.ops.forms import with_optional
from retrograd.ops.layers import FAMILY
from retrograd.ops.logic import detach
from retrograd.ops.mistakes import UnfitShape
from retrograd.ops.op import Facts, Kind, Latex, Operation, Parameter, Rule, Sample, Shape, Value
from retrograd.ops.reductions import broadcast_to, mean, unbroadcast
from retrograd.ops.shaping import reshape


class _Frame(NamedTuple):
    """What a layer normalizes: over which axes, in which shape weights go with x, from which mean on."""

    axes: tuple[int, ...]
    view: Shape
    eps: float
    centered: bool = True
    running: tuple[Value, Value] | None = None


Named = dict[str, Value]
Framing = Callable[..., _Frame]
"""framing(operands by name, **attributes)"""


def _moments(x: Value, frame: _Frame) -> tuple[Value, Value]:
    """Return what is left of x without the mean, and the mean square of that."""
    if frame.running is not None:
        return x - frame.running[0], frame.running[1]
    away = x - mean(x, axis=frame.axes, keepdims=True) if frame.centered else x
    return away, mean(away * away, axis=frame.axes, keepdims=True)


def _normal(x: Value, frame: _Frame) -> Value:
    away, spread = _moments(x, frame)
    return away / sqrt(spread + frame.eps)


def _changed(change: Value, x: Value, frame: _Frame) -> Value:
    """Return how x̂ changes with x; with running statistics, which do not change, by the scale alone."""
    away, spread = _moments(x, frame)
    size = sqrt(spread + frame.eps)
    if frame.running is not None:
        return change / size
    normal = away / size
    inner = change - normal * mean(change * normal, axis=frame.axes, keepdims=True)
    if frame.centered:
        inner = inner - mean(change, axis=frame.axes, keepdims=True)
    return inner / size


def _viewed(operand: Value, frame: _Frame) -> Value:
    return operand if operand.shape == frame.view else reshape(operand, shape=frame.view)


def _scaled(cells: Value, weight: Value | None, frame: _Frame) -> Value:
    return cells if weight is None else cells * _viewed(weight, frame)


def _gathered(cells: Value, shape: Shape, frame: _Frame) -> Value:
    """Sum over all that a weight of `shape` went with."""
    total = unbroadcast(cells, None, np.broadcast_to(0.0, frame.view), shape=cells.shape)
    return total if total.shape == shape else reshape(total, shape=shape)


_DEVIATION = r"\sqrt{\sigma^{2} + \epsilon}"
_ROOT_MEAN_SQUARE = r"\sqrt{\operatorname{mean}(<x>^{2}) + \epsilon}"


def _projected(change: str, facts: Facts, *, centered: bool) -> str:
    """Return what `_changed` makes of a change, as a formula."""
    if not facts.attributes.get("training", True):
        return rf"\frac{{1}}{{{_DEVIATION}}} {change}"
    mean_of = rf" - \operatorname{{mean}}({change})" if centered else ""
    inner = rf"{change}{mean_of} - \hat{{x}} \odot \operatorname{{mean}}({change} \odot \hat{{x}})"
    return rf"\frac{{1}}{{{_DEVIATION if centered else _ROOT_MEAN_SQUARE}}} \left({inner}\right)"


def _back_latex(*, centered: bool) -> Callable[[Facts], str]:
    def formula(facts: Facts) -> str:
        if "weight" not in facts.symbols:
            return _projected("<g>", facts, centered=centered)
        return rf"{_projected('h', facts, centered=centered)}, \quad h = <g> \odot <weight>"

    return formula


def _forth_latex(*, centered: bool) -> Callable[[Facts], str]:
    def formula(facts: Facts) -> str:
        weight = r" \odot <weight>" if "weight" in facts.symbols else ""
        return _projected("<t>", facts, centered=centered) + weight

    return formula


def _affine(normal: str) -> Callable[[Facts], str]:
    def formula(facts: Facts) -> str:
        weight = r" \odot <weight>" if "weight" in facts.symbols else ""
        return normal + weight + (" + <bias>" if "bias" in facts.symbols else "")

    return formula


_STANDARD = rf"\frac{{<x> - \mu}}{{{_DEVIATION}}}"


class _Layer:
    """The rules of z = x̂ ⊙ weight + bias."""

    def __init__(self, operands: tuple[str, ...], framing: Framing) -> None:
        self.operands = operands
        self.framing = framing

    def _named(self, values: tuple[Value, ...], attributes: dict[str, Any]) -> tuple[Named, _Frame]:
        given = dict(zip(self.operands, values, strict=True))
        return given, self.framing(given, **attributes)

    def forward(self, *values: Value, **attributes: Any) -> Value:
        given, frame = self._named(values, attributes)
        result = _scaled(_normal(given["x"], frame), given["weight"], frame)
        bias = given.get("bias")
        return result if bias is None else result + _viewed(bias, frame)

    def vjp_x(self, upstream: Value, _z: Value, *values: Value, **attributes: Any) -> Value:
        given, frame = self._named(values, attributes)
        return _changed(_scaled(upstream, given["weight"], frame), given["x"], frame)

    def jvp_x(self, tangent: Value, _z: Value, *values: Value, **attributes: Any) -> Value:
        given, frame = self._named(values, attributes)
        return _scaled(_changed(tangent, given["x"], frame), given["weight"], frame)

    def vjp_weight(self, upstream: Value, _z: Value, *values: Value, **attributes: Any) -> Value:
        given, frame = self._named(values, attributes)
        return _gathered(upstream * _normal(given["x"], frame), given["weight"].shape, frame)

    def jvp_weight(self, tangent: Value, _z: Value, *values: Value, **attributes: Any) -> Value:
        given, frame = self._named(values, attributes)
        return _normal(given["x"], frame) * _viewed(tangent, frame)

    def vjp_bias(self, upstream: Value, _z: Value, *values: Value, **attributes: Any) -> Value:
        given, frame = self._named(values, attributes)
        return _gathered(upstream, given["bias"].shape, frame)

    def jvp_bias(self, tangent: Value, z: Value, *values: Value, **attributes: Any) -> Value:
        _, frame = self._named(values, attributes)
        return broadcast_to(_viewed(tangent, frame), shape=z.shape)


class _Rules(NamedTuple):
    """What a declaration says of one operand."""

    vjp: Rule | None = None
    jvp: Rule | None = None
    vjp_latex: Latex = ""
    jvp_latex: Latex = ""


def _declared(
    name: str, framing: Framing, operands: tuple[str, ...], *, centered: bool = True, **more: Any
) -> Operation:
    """Declare z = x̂ ⊙ weight + bias, where operands other than x may be left out."""
    layer = _Layer(operands, framing)
    known = {
        "x": _Rules(layer.vjp_x, layer.jvp_x, _back_latex(centered=centered), _forth_latex(centered=centered)),
        "weight": _Rules(
            layer.vjp_weight, layer.jvp_weight, r"{\textstyle\sum}\, <g> \odot \hat{x}", r"<t> \odot \hat{x}"
        ),
        "bias": _Rules(layer.vjp_bias, layer.jvp_bias, r"{\textstyle\sum}\, <g>", "<t>"),
    }
    rules = tuple(known.get(operand, _Rules()) for operand in operands)
    declared = Operation(
        name=name,
        sign=name,
        family=FAMILY,
        operands=operands,
        forward=layer.forward,
        opened=layer.forward,
        shape=lambda x, *_, **_attributes: x,
        vjp=tuple(one.vjp for one in rules),
        jvp=tuple(one.jvp for one in rules),
        local=tuple("none" if one.vjp is None else "general" for one in rules),
        vjp_latex=tuple(one.vjp_latex for one in rules),
        jvp_latex=tuple(one.jvp_latex for one in rules),
        **more,
    )
    return with_optional(declared, *operands[1:])


# Over the last axes.

NORMALIZED_SHAPE = Parameter("normalized_shape", Kind.SHAPE)
EPS = Parameter("eps", Kind.FILL, 1e-5)


def _over_last(given: Named, *, normalized_shape: Shape, eps: float | None) -> _Frame:
    x = given["x"]
    first = len(x.shape) - len(normalized_shape)
    small = float(np.finfo(x.dtype).eps) if eps is None else eps
    return _Frame(tuple(range(first, len(x.shape))), normalized_shape, small)


def _resolve_last(name: str) -> Callable[..., dict[str, Any]]:
    def resolve(x: Shape, /, *operands: Shape | None, normalized_shape: Any, eps: float | None) -> dict[str, Any]:
        shape = tuple(normalized_shape)
        if not shape or x[-len(shape) :] != shape:
            raise UnfitShape(name, "x", x, (("…", *(shape or ("n",))),), x)
        for operand, given in zip(("weight", "bias"), operands, strict=False):
            if given is not None and given != shape:
                raise UnfitShape(name, operand, given, (shape,), x)
        return {"normalized_shape": shape, "eps": eps}

    return resolve


_LAST = (
    (((2, 3), (3,), (3,)), (3,)),
    (((2, 3), None, None), (3,)),
    (((2, 3), None, (3,)), (3,)),
    (((2, 2, 3), (2, 3), (2, 3)), (2, 3)),
    (((4,), (4,), (4,)), (4,)),
)


def _samples(operands: tuple[str, ...], eps: float) -> tuple[Sample, ...]:
    found = []
    for shapes, normalized in _LAST:
        there = [(name, shape) for name, shape in zip(operands, shapes, strict=False) if shape is not None]
        attributes = {"normalized_shape": normalized, "eps": eps}
        found.append(Sample(tuple(shape for _, shape in there), attributes, tuple(name for name, _ in there)))
    return tuple(found)


layer_norm = _declared(
    "layer_norm",
    _over_last,
    ("x", "weight", "bias"),
    summary="x with mean 0 and variance 1 over its last axes, times the weight, plus the bias.",
    parameters=(NORMALIZED_SHAPE, EPS),
    order=("x", "normalized_shape", "weight", "bias", "eps"),
    resolve=_resolve_last("layer_norm"),
    latex=_affine(_STANDARD),
    samples=_samples(("x", "weight", "bias"), 0.1),
)


rms_norm = _declared(
    "rms_norm",
    lambda given, **attributes: _over_last(given, **attributes)._replace(centered=False),
    ("x", "weight"),
    centered=False,
    summary="x divided by its root mean square over the last axes, times the weight.",
    parameters=(NORMALIZED_SHAPE, Parameter("eps", Kind.FILL, None)),
    order=("x", "normalized_shape", "weight", "eps"),
    resolve=_resolve_last("rms_norm"),
    latex=_affine(rf"\frac{{<x>}}{{{_ROOT_MEAN_SQUARE}}}"),
    samples=_samples(("x", "weight"), 0.1),
)


# Over the batch.


def _over_batch(given: Named, *, training: bool, momentum: float, eps: float) -> _Frame:  # noqa: ARG001
    shape = given["x"].shape
    view = (shape[1], *(1,) * (len(shape) - 2))
    frame = _Frame((0, *range(2, len(shape))), view, eps)
    if training:
        return frame
    mean_of, variance = (reshape(detach(given[name]), shape=(1, *view)) for name in ("running_mean", "running_var"))
    return frame._replace(running=(mean_of, variance))


_BATCH = ("x", "running_mean", "running_var", "weight", "bias")


def _resolve_batch(
    x: Shape, /, *operands: Shape | None, training: bool, momentum: float, eps: float
) -> dict[str, Any]:
    if len(x) < 2:
        raise UnfitShape("batch_norm", "x", x, (("n", "channels", "…"),), x)
    for name, given in zip(_BATCH[1:], operands, strict=True):
        if given is not None and given != (x[1],):
            raise UnfitShape("batch_norm", name, given, ((x[1],),), x)
    if not training and None in operands[:2]:
        raise BadValue("training", "False", "running")
    return {"training": training, "momentum": momentum, "eps": eps}


def _batch(shapes: tuple[Shape, ...], given: tuple[str, ...] = _BATCH, *, training: bool = True) -> Sample:
    return Sample(shapes, {"training": training, "momentum": 0.1, "eps": 0.1}, given)


batch_norm = _declared(
    "batch_norm",
    _over_batch,
    _BATCH,
    summary="x with mean 0 and variance 1 in each channel (axis 1), over the batch in training, else as it ran.",
    parameters=(
        Parameter("training", Kind.FLAG, default=True),
        Parameter("momentum", Kind.FILL, 0.1),
        EPS,
    ),
    resolve=_resolve_batch,
    latex=_affine(_STANDARD),
    prepare=lambda x, *rest: (x, *(np.abs(one) + 0.5 for one in rest)),
    samples=(
        _batch(((3, 2), (2,), (2,)), ("x", "weight", "bias")),
        _batch(((4, 2),), ("x",)),
        _batch(((2, 3, 2), (3,), (3,), (3,), (3,))),
        _batch(((2, 3, 2), (3,), (3,), (3,), (3,)), training=False),
        _batch(((2, 2, 2, 2), (2,), (2,)), ("x", "running_mean", "running_var"), training=False),
    ),
)
