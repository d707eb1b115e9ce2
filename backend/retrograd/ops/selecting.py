"""Slices that a tensor of positions names: take, index_select, embedding; and what goes by masks and labels.

Positions are float tensors like all others and have to hold whole numbers; no gradient passes through them. What
NumPy calls by a name counts negative positions from the end, what PyTorch alone has refuses them, as each does.
"""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any

import numpy as np

from retrograd.errors import BadAxis, BadValue
from retrograd.ops.broadcasting import common_shape, normal_axis
from retrograd.ops.indexing import FAMILY, getitem, scatter
from retrograd.ops.masks import is_nonzero, is_zero
from retrograd.ops.op import REQUIRED, Kind, LocalKind, Operation, Parameter, Sample, Shape, Value, same
from retrograd.ops.pointwise import pointwise
from retrograd.ops.positions import coins, positions, whole
from retrograd.ops.shaping import reshape

AXIS = Parameter("axis", Kind.AXIS, REQUIRED)
ANY_AXIS = Parameter("axis", Kind.AXIS, None)
SHAPE = Parameter("shape", Kind.SHAPE, REQUIRED)
LOCAL: tuple[LocalKind, ...] = ("selection", "none")


def axis_or_all(shape: Shape, axis: int | None) -> int | None:
    """Return the axis counted from 0; None stands for all cells in a row."""
    return None if axis is None else normal_axis(axis, len(shape))


# Whole slices: x at the positions along one axis.


def _taken_shape(shape: Shape, index: Shape, axis: int | None) -> Shape:
    return index if axis is None else (*shape[:axis], *index, *shape[axis + 1 :])


def place(index: Any, shape: Shape, axis: int | None, *, from_the_end: bool = True) -> tuple[int, Any]:
    """Return which axis the positions are of, 0 of all cells in a row if none, and the positions."""
    size = prod(shape) if axis is None else shape[axis]
    return axis or 0, positions(index, axis or 0, size, from_the_end=from_the_end)


def _put(x: Any, index: Any, *, axis: int | None, shape: Shape) -> Any:
    along, places = place(index, shape, axis)
    cells = np.zeros(prod(shape) if axis is None else shape, x.dtype)
    np.add.at(cells, (slice(None),) * along + (places,), x)
    return cells.reshape(shape)


put: Operation = Operation(
    name="put",
    sign="put",
    family=FAMILY,
    summary="Zeros, with slices added at the positions along an axis: the transpose of take.",
    operands=("x", "indices"),
    parameters=(ANY_AXIS, SHAPE),
    forward=_put,
    shape=lambda _x, _indices, *, shape, **_: shape,
    resolve=lambda _x, _indices, *, axis, shape: {"axis": axis, "shape": shape},
    vjp=(lambda upstream, _z, _x, indices, *, axis, **_: take(upstream, indices, axis=axis), None),
    jvp=(lambda t, _z, _x, indices, **attributes: put(t, indices, **attributes), None),
    local=LOCAL,
    latex=r"\operatorname{put}(<x>, <indices>)",
    vjp_latex=(r"\operatorname{take}\left(<g>, <indices>\right)", ""),
    jvp_latex=(r"\operatorname{put}(<t>, <indices>)", ""),
    samples=(
        Sample(((3, 4), (3,)), {"axis": 0, "shape": (2, 4)}),
        Sample(((2, 2, 2), (2, 2)), {"axis": 1, "shape": (2, 3)}),
        Sample(((2, 2), (2, 2)), {"axis": None, "shape": (2, 3)}),
    ),
    prepare=coins(1),
    public=False,
)


def _taking(  # noqa: PLR0913  (what differs between them)
    name: str,
    summary: str,
    *,
    resolve: Callable[..., dict[str, Any]],
    samples: tuple[Sample, ...],
    source: str = "x",
    index: str = "indices",
    order: tuple[str, ...] = (),
    parameters: tuple[Parameter, ...] = (ANY_AXIS,),
    from_the_end: bool = False,
) -> Operation:
    def forward(x: Any, places: Any, *, axis: int | None) -> Any:
        along, found = place(places, x.shape, axis, from_the_end=from_the_end)
        return np.take(np.reshape(x, -1) if axis is None else x, found, along)

    word = name.replace("_", r"\_")
    declared = Operation(
        name=name,
        sign=name,
        family=FAMILY,
        summary=summary,
        operands=(source, index),
        parameters=parameters,
        order=order,
        forward=forward,
        shape=lambda shape, places, *, axis: _taken_shape(shape, places, axis),
        resolve=resolve,
        vjp=(lambda upstream, _z, x, places, *, axis: put(upstream, places, axis=axis, shape=x.shape), None),
        jvp=(lambda t, _z, _x, places, *, axis: declared(t, places, axis=axis), None),
        local=LOCAL,
        latex=rf"\operatorname{{{word}}}(<{source}>, <{index}>)",
        vjp_latex=(rf"\operatorname{{put}}\left(<g>, <{index}>\right)", ""),
        jvp_latex=(rf"\operatorname{{{word}}}(<t>, <{index}>)", ""),
        samples=samples,
        prepare=coins(1),
    )
    return declared


take: Operation = _taking(
    "take",
    "The slices at the positions along an axis; without one, the cells in row-major order.",
    resolve=lambda shape, _indices, *, axis: {"axis": axis_or_all(shape, axis)},
    samples=(
        Sample(((2, 3), (4,)), {"axis": 0}),
        Sample(((2, 3), (2, 2)), {"axis": -1}),
        Sample(((2, 3), (2,)), {"axis": None}),
        Sample(((2, 3), ()), {"axis": 1}),
        Sample(((2, 3), (0,)), {"axis": 1}),
        Sample(((2, 2, 2), (3,)), {"axis": 1}),
    ),
    from_the_end=True,
)


def _one_axis_of_positions(shape: Shape, index: Shape, /, *, axis: int) -> dict[str, Any]:
    if len(index) > 1:
        raise BadAxis(1, 1)
    return {"axis": normal_axis(axis, len(shape))}


index_select = _taking(
    "index_select",
    "The slices at the positions of a vector along an axis; positions start at 0.",
    resolve=_one_axis_of_positions,
    samples=(Sample(((2, 3), (4,)), {"axis": 0}), Sample(((2, 3), (2,)), {"axis": -1})),
    index="index",
    order=("x", "axis", "index"),
    parameters=(AXIS,),
)


def _rows(shape: Shape, _indices: Shape, /, *, axis: int = 0) -> dict[str, Any]:
    normal_axis(1, len(shape))
    return {"axis": axis}


embedding = _taking(
    "embedding",
    "The row of the matrix for each position; positions start at 0.",
    resolve=_rows,
    samples=(Sample(((2, 3), (4,)), {}), Sample(((2, 3), (2, 2)), {}), Sample(((2, 3), ()), {})),
    source="weight",
    order=("indices", "weight"),
    parameters=(),
)


# Conditions and classes.

masked_fill = pointwise(
    "masked_fill",
    family=FAMILY,
    summary="The value where the mask holds (is not 0), else x; the gradient goes where the number came from.",
    operands=("x", "mask", "value"),
    forward=lambda x, mask, value: np.where(mask != 0, value, x),
    slope=(lambda _z, _x, mask, _value: is_zero(mask), None, lambda _z, _x, mask, _value: is_nonzero(mask)),
    latex=r"\operatorname{masked\_fill}(<x>, <mask>, <value>)",
    local_latex=(r"\left(1 - [<mask>]\right)", "", "[<mask>]"),
)


def _where_it_holds(x: Any, mask: Any, *, positions: Any = None) -> dict[str, Any]:
    """Find the positions, in row-major order, that the numbers of the mask decide."""
    if positions is None:
        positions = np.flatnonzero(np.broadcast_to(mask != 0, x.shape))
    return {"positions": (positions,)} if isinstance(positions, np.ndarray) else {"positions": positions}


def _picked_back(upstream: Value, _z: Value, x: Value, _mask: Value, *, positions: Any) -> Value:
    return reshape(scatter(upstream, index=positions, shape=(prod(x.shape),)), shape=x.shape)


masked_select = Operation(
    name="masked_select",
    sign="masked_select",
    family=FAMILY,
    summary="The numbers where the mask holds (is not 0), in row-major order.",
    operands=("x", "mask"),
    forward=lambda x, _mask, *, positions: np.reshape(x, -1)[positions],
    shape=lambda _x, _mask, *, positions: positions[0].shape,
    resolve=same,
    settle=_where_it_holds,
    align=lambda x, mask: (common_shape("masked_select", x, mask),) * 2,
    vjp=(_picked_back, None),
    jvp=(
        lambda t, _z, x, _mask, *, positions: getitem(reshape(t, shape=(prod(x.shape),)), index=positions),
        None,
    ),
    local=LOCAL,
    latex=r"\operatorname{masked\_select}(<x>, <mask>)",
    vjp_latex=(r"\operatorname{scatter}\left(<g>\right)", ""),
    jvp_latex=(r"\operatorname{masked\_select}(<t>, <mask>)", ""),
    samples=(Sample(((2, 3), (2, 3)), {}), Sample(((3,), (2, 1)), {}), Sample(((), ()), {})),
    prepare=lambda x, mask: (x, (mask > 0).astype(float)),
)


def _count_classes(labels: Any, *, num_classes: int) -> dict[str, Any]:
    """Take as many classes as the largest label asks for, where -1 leaves it open."""
    if num_classes != -1:
        return {"num_classes": num_classes}
    if not np.size(labels):
        raise BadValue("num_classes", "-1", "classes")
    return {"num_classes": max(int(whole(labels).max()) + 1, 0)}


def _resolve_classes(_labels: Shape, /, *, num_classes: int) -> dict[str, Any]:
    if num_classes < 0:
        raise BadValue("num_classes", str(num_classes), "classes")
    return {"num_classes": num_classes}


def _one_hot(labels: Any, *, num_classes: int) -> Any:
    found = positions(labels, len(labels.shape), num_classes, from_the_end=False)
    return (found[..., None] == np.arange(num_classes)).astype(labels.dtype)


one_hot = Operation(
    name="one_hot",
    sign="one_hot",
    family=FAMILY,
    summary="For each label a row with 1 at its place and 0 elsewhere; as many classes as the labels need, if -1.",
    operands=("labels",),
    parameters=(Parameter("num_classes", Kind.WHOLE, -1),),
    forward=_one_hot,
    shape=lambda labels, *, num_classes: (*labels, num_classes),
    resolve=_resolve_classes,
    settle=_count_classes,
    vjp=(None,),
    jvp=(None,),
    local=("none",),
    latex=r"\operatorname{one\_hot}(<labels>)",
    vjp_latex=("",),
    samples=(
        Sample(((4,),), {"num_classes": 3}),
        Sample(((2, 2),), {"num_classes": 2}),
        Sample(((),), {"num_classes": 2}),
    ),
    prepare=coins(0),
)
