"""Pooling: the largest number or the mean of each window over the last axes.

The windows move over the last one or two axes; any axes before them are a batch (PyTorch asks for a channel axis,
which is not needed). Where several cells of a window are the largest, they share the gradient equally, as in `max`;
a NaN is larger than any number, and has the gradient. Padding is never the largest. (Scherer, Müller & Behnke,
Evaluation of Pooling Operations in Convolutional Architectures, 2010, sec. 3.)
"""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from retrograd.errors import BadValue
from retrograd.ops.masks import is_same, is_zero
from retrograd.ops.mistakes import OperandMisfit
from retrograd.ops.op import REQUIRED, Kind, Operation, Parameter, Sample, Shape, Value, numbers
from retrograd.ops.reductions import broadcast_to, max_, mean, sum_
from retrograd.ops.shaping import linear
from retrograd.ops.windows import (
    Pairs,
    Sizes,
    each,
    extents,
    fold,
    over_windows,
    padded,
    padded_shape,
    places,
    slid,
    windows,
)

FAMILY = "pooling"
_PARAMETERS = (
    Parameter("kernel_size", Kind.SIZES, REQUIRED),
    Parameter("stride", Kind.SIZES, None),
    Parameter("padding", Kind.SIZES, 0),
)
_DILATION = Parameter("dilation", Kind.SIZES, 1)
_COUNT_PADDING = Parameter("count_include_pad", Kind.FLAG, default=True, keyword_only=True)


# Shapes and attributes.


def _resolve(function: str, axes: int, shape: Shape, given: dict[str, Any]) -> dict[str, Any]:
    if len(shape) < axes:
        letters = "L" if axes == 1 else "H, W"
        raise OperandMisfit(function, "x", shape, (f"(N, C, {letters})", f"({letters}{',' if axes == 1 else ''})"))
    kernel = each(given["kernel_size"], axes, "kernel_size")
    stride = kernel if given["stride"] is None else each(given["stride"], axes, "stride")
    padding = each(given["padding"], axes, "padding", least=0)
    resolved = {"kernel_size": kernel, "stride": stride, "padding": padding}
    if "dilation" in given:
        resolved["dilation"] = each(given["dilation"], axes, "dilation")
    spans = extents(kernel, resolved.get("dilation", (1,) * axes))
    if any(2 * size > span for size, span in zip(padding, spans, strict=True)):
        raise BadValue("padding", ", ".join(map(str, padding)), "half")
    return resolved


def _pairs(padding: Sizes) -> Pairs:
    return tuple((size, size) for size in padding)


def _how(kernel_size: Sizes, stride: Sizes, padding: Sizes, dilation: Sizes | None = None) -> dict[str, Any]:
    """Return what `windows` is told."""
    return {
        "kernel": kernel_size,
        "stride": stride,
        "padding": _pairs(padding),
        "dilation": dilation or (1,) * len(kernel_size),
    }


def _pooled_shape(function: str, shape: Shape, how: dict[str, Any]) -> Shape:
    return (*shape[: len(shape) - len(how["kernel"])], *places(function, shape, **how))


def _scratch(function: str, shape: Shape, how: dict[str, Any]) -> Shape:
    """The windows are a view on the way there, but an array on the way back."""
    windows = (*_pooled_shape(function, shape, how), *how["kernel"])
    return max(padded_shape(shape, how["padding"]), windows, key=prod)


def _own_axes(shape: Shape, kernel: Sizes) -> tuple[int, ...]:
    """Return the axes of the windows' cells in an array of windows."""
    return tuple(range(len(shape) - len(kernel), len(shape)))


def _cells_there(x: Value, how: dict[str, Any]) -> Any:
    """Return 1 for each cell of each window that is a cell of `x`, 0 for padding; None without any padding."""
    if not any(map(any, how["padding"])):
        return None
    ones = np.ones(x.shape[len(x.shape) - len(how["kernel"]) :], numbers(x).dtype)
    return windows(ones, **how)


# The largest.


def _largest(x: Any, *, kernel_size: Sizes, **given: Any) -> Any:
    how = _how(kernel_size, **given)
    ready = padded(x, how.pop("padding"), -np.inf)
    return np.amax(slid(ready, **how), axis=tuple(range(x.ndim, x.ndim + len(kernel_size))))


def _shares(z: Value, cells: Value, there: Any) -> Value:
    """Share of each cell of each window in its window's largest number: 0, or 1 / (number of ties)."""
    winners = is_same(cells, over_windows(z, cells.shape))
    if there is not None:
        winners = winners * np.broadcast_to(there, cells.shape)
    ties = sum_(winners, axis=tuple(range(len(z.shape), len(cells.shape))), keepdims=True)
    return winners / broadcast_to(ties + is_zero(ties), shape=cells.shape)  # a window may stand on padding alone


def _largest_vjp(upstream: Value, z: Value, x: Value, **given: Any) -> Value:
    how = _how(**given)
    cells = windows(x, **how)
    shares = _shares(z, cells, _cells_there(x, how))
    return fold(over_windows(upstream, cells.shape) * shares, **how, shape=x.shape)


def _largest_jvp(tangent: Value, z: Value, x: Value, **given: Any) -> Value:
    how = _how(**given)
    cells = windows(x, **how)
    shares = _shares(z, cells, _cells_there(x, how))
    return sum_(windows(tangent, **how) * shares, axis=_own_axes(cells.shape, how["kernel"]), keepdims=False)


def _largest_opened(x: Value, **given: Any) -> Value:
    how = _how(**given)
    cells = windows(x, **how)
    there = _cells_there(x, how)
    if there is not None:
        cells = cells + np.broadcast_to(np.where(there, 0.0, -np.inf).astype(there.dtype), cells.shape)
    return max_(cells, axis=_own_axes(cells.shape, how["kernel"]), keepdims=False)


def _max_pool(axes: int, samples: tuple[Sample, ...]) -> Operation:
    name = f"max_pool{axes}d"
    return Operation(
        name=name,
        sign=name,
        family=FAMILY,
        summary="The largest number of each window; ties share the gradient equally.",
        operands=("x",),
        parameters=(*_PARAMETERS, _DILATION),
        forward=_largest,
        shape=lambda x, **given: _pooled_shape(name, x, _how(**given)),
        resolve=lambda x, **given: _resolve(name, axes, x, given),
        scratch=lambda x, **given: _scratch(name, x, _how(**given)),
        opened=_largest_opened,
        vjp=(_largest_vjp,),
        jvp=(_largest_jvp,),
        local=("reduction",),
        piecewise=True,
        latex=r"{\max}_{\mathrm{window}}(<x>)",
        vjp_latex=(
            r"\operatorname{fold}\left(\operatorname{copy}\left(<g>\right) \odot "
            r"\frac{[\operatorname{windows}(<x>) = \max]}{n_{\max}}\right)",
        ),
        jvp_latex=(
            r"{\textstyle\sum_{\mathrm{window}}}\, \operatorname{windows}\left(<t>\right) \odot "
            r"\frac{[\operatorname{windows}(<x>) = \max]}{n_{\max}}",
        ),
        samples=samples,
    )


# The mean.


def _counts(x: Value, how: dict[str, Any], *, count_include_pad: bool) -> Any:
    """Return by what the sum of each window is divided: one number, or one for each place of the window."""
    there = None if count_include_pad else _cells_there(x, how)
    if there is None:
        return prod(how["kernel"])
    return np.sum(there, axis=_own_axes(there.shape, how["kernel"]))


def _mean(x: Any, *, count_include_pad: bool, **given: Any) -> Any:
    how = _how(**given)
    cells = windows.forward(x, **how)
    total = np.sum(cells, axis=_own_axes(cells.shape, how["kernel"]))
    return total / _counts(x, how, count_include_pad=count_include_pad)


def _mean_back(upstream: Value, _z: Value, x: Value, *, count_include_pad: bool, **given: Any) -> Value:
    how = _how(**given)
    counts = _counts(x, how, count_include_pad=count_include_pad)
    if not isinstance(counts, int):
        counts = np.broadcast_to(counts, upstream.shape)
    share = upstream / counts
    return fold(over_windows(share, (*share.shape, *how["kernel"])), **how, shape=x.shape)


def _mean_opened(x: Value, *, count_include_pad: bool, **given: Any) -> Value:
    how = _how(**given)
    cells = windows(x, **how)
    own = _own_axes(cells.shape, how["kernel"])
    counts = _counts(x, how, count_include_pad=count_include_pad)
    if isinstance(counts, int):
        return mean(cells, axis=own, keepdims=False)
    total = sum_(cells, axis=own, keepdims=False)
    return total / np.broadcast_to(counts, total.shape)


def _avg_pool(axes: int, samples: tuple[Sample, ...]) -> Operation:
    name = f"avg_pool{axes}d"

    def resolve(x: Shape, /, *, count_include_pad: bool, **given: Any) -> dict[str, Any]:
        return {**_resolve(name, axes, x, given), "count_include_pad": count_include_pad}

    return linear(
        name,
        family=FAMILY,
        summary="The mean of each window; the zeros of the padding count as cells, unless told otherwise.",
        parameters=(*_PARAMETERS, _COUNT_PADDING),
        forward=_mean,
        shape=lambda x, *, count_include_pad, **given: _pooled_shape(name, x, _how(**given)),  # noqa: ARG005
        resolve=resolve,
        scratch=lambda x, *, count_include_pad, **given: _scratch(name, x, _how(**given)),  # noqa: ARG005
        opened=_mean_opened,
        transpose=_mean_back,
        local="reduction",
        latex=r"{\operatorname{mean}}_{\mathrm{window}}(<x>)",
        vjp_latex=(r"\operatorname{fold}\left(\operatorname{copy}\left(<g>\right) / n\right)",),
        samples=samples,
    )


def _sample(shape: Shape, kernel_size: Any, **given: Any) -> Sample:
    return Sample((shape,), {"kernel_size": kernel_size, "stride": None, "padding": 0, **given})


max_pool1d = _max_pool(
    1,
    (
        _sample((2, 6), 2, dilation=1),
        _sample((1, 2, 5), 3, stride=1, padding=1, dilation=1),
        _sample((2, 5), (2,), stride=(2,), dilation=(2,), padding=(1,)),
        _sample((1, 4), 4, dilation=1),
    ),
)
max_pool2d = _max_pool(
    2,
    (
        _sample((1, 4, 4), 2, dilation=1),
        _sample((1, 2, 3, 3), (2, 3), stride=1, padding=(1, 1), dilation=1),
        _sample((1, 4, 5), 2, stride=(1, 2), padding=0, dilation=(2, 1)),
        _sample((0, 1, 2, 2), 2, dilation=1),
    ),
)
avg_pool1d = _avg_pool(
    1,
    (
        _sample((2, 6), 2, count_include_pad=True),
        _sample((1, 2, 5), 3, stride=1, padding=1, count_include_pad=True),
        _sample((1, 2, 5), 3, stride=2, padding=1, count_include_pad=False),
        _sample((1, 4), (4,), stride=(1,), count_include_pad=False),
    ),
)
avg_pool2d = _avg_pool(
    2,
    (
        _sample((1, 4, 4), 2, count_include_pad=True),
        _sample((1, 2, 3, 3), (2, 3), stride=1, padding=(1, 1), count_include_pad=False),
        _sample((2, 4, 3), (1, 2), stride=(2, 1), padding=(0, 1), count_include_pad=True),
        _sample((0, 1, 2, 2), 2, count_include_pad=True),
    ),
)
