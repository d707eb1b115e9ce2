r"""Losses of classes: what they have in common, and nll_loss.

For logits x, the shares p = softmax(x) and targets t that add up to 1, L = -Σ t log p has ∂L/∂x = p - t
(Bishop, Pattern Recognition and Machine Learning, 2006, sec. 4.3.4). The class axis is axis 1, or the only one.
"""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from retrograd.ops.forms import with_optional
from retrograd.ops.logic import detach
from retrograd.ops.losses import FAMILY, REDUCTION, checked_reduction
from retrograd.ops.mistakes import BadLabel, UnfitShape
from retrograd.ops.op import Facts, Kind, Latex, Operation, Parameter, Sample, Shape, Value, numbers, same
from retrograd.ops.reductions import sum_
from retrograd.ops.shaping import reshape

IGNORE_INDEX = -100


def class_axis(shape: Shape) -> int:
    """Return the axis of the classes: 1, or 0 if it is the only one."""
    return min(1, len(shape) - 1)


def _with_axis(shape: Shape, axis: int, size: int) -> Shape:
    return (*shape[:axis], size, *shape[axis:])


def without_classes(shape: Shape) -> Shape:
    """Return the shape of the labels for logits of `shape`."""
    axis = class_axis(shape)
    return shape[:axis] + shape[axis + 1 :]


def _one_hot(y: Any, *, axis: int, classes: int, ignore_index: int) -> Any:
    """1 at the class that each label names; 0 all along where it is the one to be ignored."""
    counted = y != ignore_index
    wrong = counted & ~((y >= 0) & (y < classes) & (y == np.floor(y)))
    if np.any(wrong):
        raise BadLabel(f"{np.asarray(y)[wrong].flat[0]:g}", classes)
    every = np.arange(classes).reshape((classes, *(1,) * (np.ndim(y) - axis)))
    found = (np.expand_dims(y, axis) == every) & np.expand_dims(counted, axis)
    return found.astype(y.dtype)


is_class = Operation(
    name="is_class",
    sign="one-hot",
    family="masks",
    summary="1 where the label along a new axis of classes is the class, else 0.",
    operands=("x",),
    parameters=(
        Parameter("axis", Kind.AXIS),
        Parameter("classes", Kind.SIZE),
        Parameter("ignore_index", Kind.WHOLE, IGNORE_INDEX),
    ),
    forward=_one_hot,
    shape=lambda shape, *, axis, classes, ignore_index: _with_axis(shape, axis, classes),  # noqa: ARG005
    resolve=same,
    vjp=(None,),
    jvp=(None,),
    local=("none",),
    latex=r"\operatorname{onehot}(<x>)",
    vjp_latex=("",),
    prepare=lambda x: (np.floor(np.abs(x)),),
    samples=(
        Sample(((4,),), {"axis": 1, "classes": 3, "ignore_index": IGNORE_INDEX}),
        Sample(((),), {"axis": 0, "classes": 2, "ignore_index": 1}),
        Sample(((2, 3),), {"axis": 1, "classes": 2, "ignore_index": IGNORE_INDEX}),
    ),
    public=False,
)


def as_classes(x: Value, y: Value, ignore_index: int) -> Value:
    """Return labels as ones and zeros in the shape of the logits x; raises BadLabel."""
    axis = class_axis(x.shape)
    return is_class(y, axis=axis, classes=x.shape[axis], ignore_index=ignore_index)


def weighed(x: Value, targets: Value, weight: Value | None) -> Value:
    """Return the targets times the weight of each class, through which no gradient passes."""
    if weight is None:
        return targets
    axis = class_axis(x.shape)
    return targets * reshape(detach(weight), shape=(*(1,) * axis, -1, *(1,) * (len(x.shape) - axis - 1)))


def over_classes(x: Value, *, keepdims: bool = False) -> Value:
    """Return the sum along the class axis."""
    return sum_(x, axis=(class_axis(x.shape),), keepdims=keepdims)


def reduced(losses: Value, divisor: float, reduction: str) -> Value:
    """Return what becomes of the losses of all labels."""
    if reduction == "none":
        return losses
    total = sum_(losses, axis=tuple(range(len(losses.shape))), keepdims=False)
    return total if reduction == "sum" else total / divisor


def spread_back(upstream: Value, x: Value, divisor: float, reduction: str) -> Value:
    """Return what reaches each loss, with an axis for the classes."""
    if reduction == "none":
        return reshape(upstream, shape=_with_axis(upstream.shape, class_axis(x.shape), 1))
    return upstream if reduction == "sum" else upstream / (divisor or 1.0)


def check_shapes(name: str, x: Shape, y: Shape, weight: Shape | None, *, soft: bool) -> None:
    """Raise UnfitShape unless the shapes of logits, targets and class weights go together."""
    if not x:
        raise UnfitShape(name, "x", x, (("n", "classes"),), x)
    labels = without_classes(x)
    expected = (labels, x) if soft else (labels,)
    if y not in expected:
        raise UnfitShape(name, "y", y, expected, x)
    if weight is not None and weight != (x[class_axis(x)],):
        raise UnfitShape(name, "weight", weight, ((x[class_axis(x)],),), x)


def loss_shape(x: Shape, *_: Shape, reduction: str, **_attributes: Any) -> Shape:
    """Return the shape of the loss of logits of shape `x`."""
    return without_classes(x) if reduction == "none" else ()


def prepared(x: Any, y: Any, *weight: Any) -> tuple[Any, ...]:
    """Make labels, or shares that add up to 1, and positive weights of classes."""
    axis = class_axis(x.shape)
    shares = np.exp(y) / np.sum(np.exp(y), axis=axis, keepdims=True) if y.ndim == x.ndim else None
    labels = np.floor(np.abs(y) * 1000) % x.shape[axis]
    return (x, labels if shares is None else shares, *(np.abs(one) + 0.5 for one in weight))


def share_latex(facts: Facts) -> str:
    """Return the factor of the mean: N labels that count, or the sum w of their weights, divide it."""
    if facts.attributes["reduction"] != "mean":
        return ""
    if len(facts.shapes["y"]) == len(facts.shapes["x"]):
        return rf"\frac{{1}}{{{prod(without_classes(facts.shapes['x']))}}} "
    return r"\frac{1}{{\textstyle\sum}\, w} " if "weight" in facts.symbols else r"\frac{1}{N} "


def _latex(before: str, after: str = "") -> Latex:
    return lambda facts: f"{before}{share_latex(facts)}{after}"


# Given logarithms of probabilities.


def divisor_of(x: Value, y: Value, weight: Value | None, ignore_index: int) -> float:
    """Return what the mean divides by, a plain number: the sum of the weights of the labels that count."""
    logits, labels = numbers(x), numbers(y)
    weights = None if weight is None else numbers(weight)
    return float(np.sum(weighed(logits, as_classes(logits, labels, ignore_index), weights)))


def _resolve_nll(x: Shape, y: Shape, weight: Shape | None, /, *, ignore_index: int, reduction: str) -> dict[str, Any]:
    check_shapes("nll_loss", x, y, weight, soft=False)
    return {"ignore_index": ignore_index, "reduction": checked_reduction(reduction)}


def _nll(x: Any, y: Any, weight: Any, *, ignore_index: int, reduction: str) -> Any:
    """Take what the labels name and nothing else: an infinite logarithm of another class counts 0."""
    targets = weighed(x, as_classes(x, y, ignore_index), weight)
    losses = -over_classes(np.where(targets == 0, 0, targets * x))
    return reduced(losses, x.dtype.type(np.sum(targets)), reduction)


def _nll_formula(x: Value, y: Value, weight: Value | None, *, ignore_index: int, reduction: str) -> Value:
    targets = weighed(x, as_classes(x, y, ignore_index), weight)
    return reduced(-over_classes(targets * x), divisor_of(x, y, weight, ignore_index), reduction)


def _nll_vjp(
    upstream: Value, _z: Value, x: Value, y: Value, weight: Value | None, *, ignore_index: int, reduction: str
) -> Value:
    targets = weighed(x, as_classes(x, y, ignore_index), weight)
    return -targets * spread_back(upstream, x, divisor_of(x, y, weight, ignore_index), reduction)


def _nll_jvp(
    tangent: Value, _z: Value, x: Value, y: Value, weight: Value | None, *, ignore_index: int, reduction: str
) -> Value:
    targets = weighed(x, as_classes(x, y, ignore_index), weight)
    return reduced(-over_classes(targets * tangent), divisor_of(x, y, weight, ignore_index) or 1.0, reduction)


LABELS = Parameter("ignore_index", Kind.WHOLE, IGNORE_INDEX)
_SHAPES = (((5, 3), (5,)), ((3,), ()), ((2, 3, 2), (2, 2)), ((1, 1), (1,)))


def label_samples(**attributes: Any) -> tuple[Sample, ...]:
    """Return samples with labels: each reduction, with and without weights, with one label that is ignored."""
    everywhere = {"ignore_index": IGNORE_INDEX, "reduction": "mean", **attributes}
    alone, weighed = ("x", "y"), ("x", "y", "weight")
    return (
        *(Sample(shapes, everywhere, alone) for shapes in _SHAPES),
        *(
            Sample(((5, 3), (5,), (3,)), {**everywhere, "reduction": one, "ignore_index": 1}, weighed)
            for one in ("mean", "sum", "none")
        ),
        Sample(((2, 3, 2), (2, 2)), {**everywhere, "reduction": "none"}, alone),
    )


nll_loss = with_optional(
    Operation(
        name="nll_loss",
        sign="nll_loss",
        family=FAMILY,
        summary="Minus the mean of the log-probabilities x, along axis 1, at the labels y.",
        operands=("x", "y", "weight"),
        parameters=(LABELS, REDUCTION),
        forward=_nll,
        opened=_nll_formula,
        shape=loss_shape,
        resolve=_resolve_nll,
        vjp=(_nll_vjp, None, None),
        jvp=(_nll_jvp, None, None),
        local=("general", "none", "none"),
        latex=_latex("-", r"{\textstyle\sum}\, \operatorname{onehot}(<y>) \odot <x>"),
        vjp_latex=(_latex("-", r"<g> \odot \operatorname{onehot}(<y>)"), "", ""),
        jvp_latex=(_latex("-", r"{\textstyle\sum}\, \operatorname{onehot}(<y>) \odot <t>"), "", ""),
        prepare=prepared,
        samples=label_samples(),
    ),
    "weight",
)
