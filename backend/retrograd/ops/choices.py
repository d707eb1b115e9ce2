"""Where something is, and whether it is: argmax, argmin, any, all, count_nonzero. No gradient passes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from retrograd.ops.broadcasting import normal_axis, reduced_shape
from retrograd.ops.op import Kind, Operation, Parameter, Sample, Shape
from retrograd.ops.reductions import FAMILY, PARAMETERS, SAMPLES, nonempty, over_axes, resolve_axes, shape_without

ONE_AXIS = (Parameter("axis", Kind.AXIS, None), Parameter("keepdims", Kind.FLAG, default=False))


def _without_gradient(name: str, summary: str, forward: Callable[..., Any], **more: Any) -> Operation:
    return Operation(
        name=name,
        sign=name,
        family=FAMILY,
        summary=f"{summary} No gradient passes.",
        operands=("x",),
        forward=lambda x, **attributes: np.asarray(forward(x, **attributes)).astype(x.dtype),
        vjp=(None,),
        jvp=(None,),
        local=("none",),
        vjp_latex=("",),
        **more,
    )


def _resolve_axis(shape: Shape, /, *, axis: int | None, keepdims: bool) -> dict[str, Any]:
    return {"axis": None if axis is None else normal_axis(axis, len(shape)), "keepdims": keepdims}


def _place(name: str, which: str, forward: Callable[..., Any]) -> Operation:
    def shape(operand: Shape, /, *, axis: int | None, keepdims: bool) -> Shape:
        axes = tuple(range(len(operand))) if axis is None else (axis,)
        nonempty(name, operand, axes)
        return reduced_shape(operand, axes, keepdims=keepdims)

    return _without_gradient(
        name,
        f"The place of the {which} number along the axis, the first of several; without an axis, in row-major order.",
        forward,
        parameters=ONE_AXIS,
        shape=shape,
        resolve=_resolve_axis,
        latex=rf"\operatorname{{{name}}}(<x>)",
        samples=(
            Sample(((2, 3),), {"axis": None, "keepdims": False}),
            Sample(((2, 3),), {"axis": 1, "keepdims": False}),
            Sample(((2, 3),), {"axis": -2, "keepdims": True}),
        ),
    )


argmax = _place("argmax", "largest", np.argmax)
argmin = _place("argmin", "smallest", np.argmin)


def _over(name: str, summary: str, forward: Callable[..., Any], *, truth: bool) -> Operation:
    word = name.replace("_", r"\_")
    return _without_gradient(
        name,
        summary,
        forward,
        parameters=PARAMETERS,
        shape=shape_without,
        resolve=resolve_axes,
        latex=over_axes(
            rf"\operatorname{{{word}}}(<x>)",
            rf"\operatorname{{{word}}}_{{<axis>}}(<x>)",
        ),
        samples=SAMPLES,
        truth=truth,
    )


any_ = _over("any", "Whether any number along the axes is not 0.", np.any, truth=True)
all_ = _over("all", "Whether no number along the axes is 0.", np.all, truth=True)
count_nonzero = _over("count_nonzero", "How many numbers along the axes are not 0.", np.count_nonzero, truth=False)
