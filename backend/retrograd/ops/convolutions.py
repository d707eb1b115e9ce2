"""Convolutions as networks have them: the weight slides over the input without being flipped.

A convolution is the matrix product of the windows and the weight (Chellapilla, Puri & Simard, High Performance
Convolutional Neural Networks for Document Processing, 2006, sec. 3), so its rules are those of a matrix product;
Goodfellow, Bengio & Courville, Deep Learning, 2016, sec. 9.5, and Dumoulin & Visin, A guide to convolution
arithmetic for deep learning, 2016, for strides, padding and dilation.
"""

from __future__ import annotations

from math import prod
from typing import Any, NamedTuple

from retrograd.errors import BadValue
from retrograd.ops.forms import with_optional
from retrograd.ops.mistakes import ChannelsClash, OperandMisfit
from retrograd.ops.op import Facts, Kind, Operation, Parameter, Rule, Sample, Shape, Value
from retrograd.ops.reductions import broadcast_to, sum_
from retrograd.ops.shaping import reshape, transpose
from retrograd.ops.windows import (
    Pairs,
    each,
    extents,
    fold,
    padded_shape,
    places,
    windows,
)

FAMILY = "convolutions"
PARAMETERS = (
    Parameter("stride", Kind.SIZES, 1),
    Parameter("padding", Kind.PADDING, 0),
    Parameter("dilation", Kind.SIZES, 1),
    Parameter("groups", Kind.WHOLE, 1),
)


# Shapes. `x` is (N, C, *sizes) or (C, *sizes), `weight` (outputs, C / groups, *kernel), `bias` (outputs,).


def _padding(given: Any, kernel: Shape, stride: Shape, dilation: Shape) -> Pairs:
    """Return the zeros before and behind along each axis; raises BadValue."""
    if given == "valid":
        return ((0, 0),) * len(kernel)
    if given == "same":  # an odd one goes behind, as in PyTorch
        if any(step != 1 for step in stride):
            raise BadValue("stride", ", ".join(map(str, stride)), "same_stride")
        totals = (span - 1 for span in extents(kernel, dilation))
        return tuple((total // 2, total - total // 2) for total in totals)
    pairs = isinstance(given, tuple) and len(given) == len(kernel) and all(isinstance(one, tuple) for one in given)
    if pairs:
        return tuple(given)
    return tuple((size, size) for size in each(given, len(kernel), "padding", least=0))


def _check(function: str, axes: int, x: Shape, weight: Shape, bias: Shape | None, groups: Any) -> None:
    """Raise OperandMisfit, ChannelsClash or BadValue if the operands do not belong together."""
    letters = "L" if axes == 1 else "H, W"
    kernel = ", ".join(["k"] * axes)
    if len(x) not in {axes + 1, axes + 2}:
        raise OperandMisfit(function, "x", x, (f"(N, C, {letters})", f"(C, {letters})"))
    if len(weight) != axes + 2 or 0 in weight[2:]:
        raise OperandMisfit(function, "weight", weight, (f"(O, C, {kernel})",))
    if not isinstance(groups, int) or groups < 1 or weight[0] % groups:
        raise BadValue("groups", str(groups), "groups")
    if x[-axes - 1] != weight[1] * groups:
        raise ChannelsClash(function, x, weight, axes, groups)
    if bias is not None and bias != weight[:1]:
        raise OperandMisfit(function, "bias", bias, (f"({weight[0]},)",))


def _shape_of(function: str, x: Shape, weight: Shape, stride: Shape, padding: Pairs, dilation: Shape) -> Shape:
    kernel = weight[2:]
    out = places(function, x, kernel, stride=stride, padding=padding, dilation=dilation)
    return (*x[: len(x) - len(kernel) - 1], weight[0], *out)


# The value and its rules, by matrix products. Rows are the windows: (groups, windows, cells of one window);
# without groups that axis is left out.


class _Frame(NamedTuple):
    """The sizes that a convolution is about; `lead` is empty, or the number of groups."""

    batch: Shape
    lead: Shape
    channels: int
    outputs: int
    out: Shape
    kernel: Shape

    @property
    def images(self) -> int:
        """How many images there are."""
        return prod(self.batch)


def _frame(result: Shape, x: Shape, weight: Shape, groups: int) -> _Frame:
    kernel, lead = weight[2:], (groups,) if groups > 1 else ()
    axes = len(kernel)
    return _Frame(x[: len(x) - axes - 1], lead, weight[1], weight[0] // groups, result[len(result) - axes :], kernel)


def _reshaped(x: Value, shape: Shape) -> Value:
    return x if x.shape == shape else reshape(x, shape=shape)


def _order(frame: _Frame, moved: int) -> tuple[int, ...]:
    """Return the axes of (N, *lead, channels, *out, …) as (*lead, N, *out, channels, …), `moved` of them behind."""
    lead, axes = len(frame.lead), len(frame.out)
    out = tuple(range(lead + 2, lead + 2 + axes))
    behind = tuple(range(lead + 2 + axes, lead + 2 + axes + moved))
    return (*range(1, lead + 1), 0, *out, lead + 1, *behind)


def _inverse(order: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(order.index(axis) for axis in range(len(order)))


def _rows_of_windows(x: Value, frame: _Frame, how: dict[str, Any]) -> Value:
    cells = windows(x, kernel=frame.kernel, **how)
    cells = _reshaped(cells, (frame.images, *frame.lead, frame.channels, *frame.out, *frame.kernel))
    moved = transpose(cells, axes=_order(frame, len(frame.kernel)))
    size = frame.channels * prod(frame.kernel)
    return _reshaped(moved, (*frame.lead, frame.images * prod(frame.out), size))


def _windows_of_rows(rows: Value, x: Value, frame: _Frame, how: dict[str, Any]) -> Value:
    """Undo `_rows_of_windows` by its transpose: return an array of the shape of `x`."""
    cells = _reshaped(rows, (*frame.lead, frame.images, *frame.out, frame.channels, *frame.kernel))
    moved = transpose(cells, axes=_inverse(_order(frame, len(frame.kernel))))
    channels = prod(frame.lead) * frame.channels
    moved = _reshaped(moved, (*frame.batch, channels, *frame.out, *frame.kernel))
    return fold(moved, kernel=frame.kernel, **how, shape=x.shape)


def _result_of_rows(rows: Value, frame: _Frame) -> Value:
    cells = _reshaped(rows, (*frame.lead, frame.images, *frame.out, frame.outputs))
    moved = transpose(cells, axes=_inverse(_order(frame, 0)))
    return _reshaped(moved, (*frame.batch, prod(frame.lead) * frame.outputs, *frame.out))


def _rows_of_result(z: Value, frame: _Frame) -> Value:
    cells = _reshaped(z, (frame.images, *frame.lead, frame.outputs, *frame.out))
    moved = transpose(cells, axes=_order(frame, 0))
    return _reshaped(moved, (*frame.lead, frame.images * prod(frame.out), frame.outputs))


def _matrix(weight: Value, frame: _Frame) -> Value:
    """Return the weight as (groups, outputs, cells of one window)."""
    return _reshaped(weight, (*frame.lead, frame.outputs, frame.channels * prod(frame.kernel)))


def _turned(matrices: Value) -> Value:
    ndim = len(matrices.shape)
    return transpose(matrices, axes=(*range(ndim - 2), ndim - 1, ndim - 2))


def _along_channels(bias: Value, frame: _Frame) -> Value:
    return reshape(bias, shape=(*bias.shape, *(1,) * len(frame.out)))


def _vjp_x(upstream: Value, z: Value, x: Value, weight: Value, _bias: Value, *, groups: int, **how: Any) -> Value:
    frame = _frame(z.shape, x.shape, weight.shape, groups)
    return _windows_of_rows(_rows_of_result(upstream, frame) @ _matrix(weight, frame), x, frame, how)


def _vjp_weight(
    upstream: Value, z: Value, x: Value, weight: Value, _bias: Value, *, groups: int, **how: Any
) -> Value:
    frame = _frame(z.shape, x.shape, weight.shape, groups)
    gradient = _turned(_rows_of_result(upstream, frame)) @ _rows_of_windows(x, frame, how)
    return _reshaped(gradient, weight.shape)


def _vjp_bias(upstream: Value, z: Value, x: Value, weight: Value, _bias: Value, *, groups: int, **_: Any) -> Value:
    frame = _frame(z.shape, x.shape, weight.shape, groups)
    channel = len(frame.batch)
    others = tuple(axis for axis in range(len(z.shape)) if axis != channel)
    return sum_(upstream, axis=others, keepdims=False)


def _jvp_bias(tangent: Value, z: Value, x: Value, weight: Value, _bias: Value, *, groups: int, **_: Any) -> Value:
    return broadcast_to(_along_channels(tangent, _frame(z.shape, x.shape, weight.shape, groups)), shape=z.shape)


def _latex(name: str) -> Any:
    def formula(facts: Facts) -> str:
        product = rf"\operatorname{{{name}}}\left(<x>, <weight>\right)"
        return rf"{product} + <bias>" if "bias" in facts.symbols else product

    return formula


def _convolution(axes: int, summary: str, samples: tuple[Sample, ...]) -> Operation:
    name = f"conv{axes}d"

    def convolved(
        x: Value,
        weight: Value,
        bias: Value | None = None,
        *,
        groups: int,
        **how: Any,
    ) -> Value:
        frame = _frame(_shape_of(name, x.shape, weight.shape, **how), x.shape, weight.shape, groups)
        rows = _rows_of_windows(x, frame, how) @ _turned(_matrix(weight, frame))
        result = _result_of_rows(rows, frame)
        return result if bias is None else result + _along_channels(bias, frame)

    def resolve(x: Shape, weight: Shape, bias: Shape | None = None, /, **given: Any) -> dict[str, Any]:
        _check(name, axes, x, weight, bias, given["groups"])
        stride, dilation = each(given["stride"], axes, "stride"), each(given["dilation"], axes, "dilation")
        padding = _padding(given["padding"], weight[2:], stride, dilation)
        return {"stride": stride, "padding": padding, "dilation": dilation, "groups": given["groups"]}

    def shape(x: Shape, weight: Shape, _bias: Shape | None = None, /, *, groups: int, **how: Any) -> Shape:  # noqa: ARG001
        return _shape_of(name, x, weight, **how)

    def scratch(x: Shape, weight: Shape, _bias: Shape | None = None, /, *, groups: int, **how: Any) -> Shape:  # noqa: ARG001
        result = _shape_of(name, x, weight, **how)
        cells = (prod(x[: len(x) - axes]) * prod(result[len(result) - axes :]), *weight[2:])
        return max(padded_shape(x, how["padding"]), cells, key=prod)

    def work(x: Shape, weight: Shape, _bias: Shape | None = None, /, *, groups: int, **how: Any) -> int:  # noqa: ARG001
        return prod(_shape_of(name, x, weight, **how)) * prod(weight[1:])

    def without_bias(place: int) -> Rule:
        def rule(tangent: Value, _z: Value, x: Value, weight: Value, _bias: Value, **attributes: Any) -> Value:
            operands = (tangent, weight) if place == 0 else (x, tangent)
            return declared.of(("x", "weight"))(*operands, **attributes)

        return rule

    declared = with_optional(
        Operation(
            name=name,
            sign=name,
            family=FAMILY,
            summary=summary,
            operands=("x", "weight", "bias"),
            parameters=PARAMETERS,
            forward=convolved,
            shape=shape,
            resolve=resolve,
            work=work,
            scratch=scratch,
            opened=convolved,
            vjp=(_vjp_x, _vjp_weight, _vjp_bias),
            jvp=(without_bias(0), without_bias(1), _jvp_bias),
            local=("general", "general", "general"),
            latex=_latex(name),
            vjp_latex=(
                r"\operatorname{fold}\left({<weight>}^{\top} \, <g>\right)",
                r"<g> \, {\operatorname{windows}\left(<x>\right)}^{\top}",
                r"{\textstyle\sum}_{n, i}\, <g>",
            ),
            jvp_latex=(
                rf"\operatorname{{{name}}}\left(<t>, <weight>\right)",
                rf"\operatorname{{{name}}}\left(<x>, <t>\right)",
                r"\operatorname{copy}\left(<t>\right)",
            ),
            samples=samples,
        ),
        "bias",
    )
    return declared


def _sample(*shapes: Shape, **given: Any) -> Sample:
    attributes = {"stride": 1, "padding": 0, "dilation": 1, "groups": 1, **given}
    return Sample(shapes, attributes, ("x", "weight", "bias")[: len(shapes)])


conv1d: Operation = _convolution(
    1,
    "The weight of shape (O, C, k) slid over x of shape (N, C, L) or (C, L), plus a bias of shape (O,).",
    (
        _sample((2, 2, 4), (3, 2, 2), (3,)),
        _sample((1, 2, 5), (2, 2, 3), stride=2, padding=1),
        _sample((1, 5), (1, 1, 2), (1,), padding=(2,), dilation=(2,), stride=(3,)),
        _sample((2, 4, 3), (4, 2, 2), (4,), groups=2),
        _sample((2, 4), (4, 1, 2), groups=2, padding="same"),
        _sample((1, 1, 3), (1, 1, 3), padding="valid"),
        _sample((0, 2, 4), (3, 2, 2), (3,)),
    ),
)

conv2d: Operation = _convolution(
    2,
    "The weight of shape (O, C, k, k) slid over x of shape (N, C, H, W) or (C, H, W), plus a bias of shape (O,).",
    (
        _sample((1, 1, 3, 3), (2, 1, 2, 2), (2,)),
        _sample((2, 1, 3, 4), (1, 1, 2, 3), stride=(1, 2), padding=(0, 1)),
        _sample((1, 3, 3), (1, 1, 2, 2), (1,), padding="same"),
        _sample((2, 3, 3), (2, 1, 2, 2), groups=2, dilation=(2, 1)),
        _sample((1, 2, 2, 2), (2, 2, 1, 1), (2,)),
    ),
)
