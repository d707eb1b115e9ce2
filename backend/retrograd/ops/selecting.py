"""Cells that a tensor of positions names: take, gather and their kin, one_hot, masked_fill, topk.

Positions are float tensors like all others and have to hold whole numbers; no gradient passes through them. What
NumPy calls by a name counts negative positions from the end, what PyTorch alone has refuses them, as each does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from math import prod
from typing import Any

import numpy as np

from retrograd.errors import BadAxis, BadValue, LargerIndex
from retrograd.ops.broadcasting import normal_axis
from retrograd.ops.forms import several
from retrograd.ops.indexing import FAMILY
from retrograd.ops.masks import is_nonzero, is_zero
from retrograd.ops.op import REQUIRED, Kind, LocalKind, Operation, Parameter, Result, Sample, Shape, Value
from retrograd.ops.pointwise import pointwise
from retrograd.ops.positions import coins, positions, whole

AXIS = Parameter("axis", Kind.AXIS, REQUIRED)
ANY_AXIS = Parameter("axis", Kind.AXIS, None)
SHAPE = Parameter("shape", Kind.SHAPE, REQUIRED)
LOCAL: tuple[LocalKind, ...] = ("selection", "none")


def _axis_or_all(shape: Shape, axis: int | None) -> int | None:
    return None if axis is None else normal_axis(axis, len(shape))


# Whole slices: x at the positions along one axis.


def _taken_shape(shape: Shape, index: Shape, axis: int | None) -> Shape:
    return index if axis is None else (*shape[:axis], *index, *shape[axis + 1 :])


def _place(index: Any, shape: Shape, axis: int | None, *, from_the_end: bool = True) -> tuple[int, Any]:
    """Return which axis the positions are of, 0 of all cells in a row if none, and the positions."""
    size = prod(shape) if axis is None else shape[axis]
    return axis or 0, positions(index, axis or 0, size, from_the_end=from_the_end)


def _put(x: Any, index: Any, *, axis: int | None, shape: Shape) -> Any:
    along, places = _place(index, shape, axis)
    cells = np.zeros(prod(shape) if axis is None else shape, x.dtype)
    np.add.at(cells, (slice(None),) * along + (places,), x)
    return cells.reshape(shape)


put = Operation(
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


def _taking(
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
        along, found = _place(places, x.shape, axis, from_the_end=from_the_end)
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
    resolve=lambda shape, _indices, *, axis: {"axis": _axis_or_all(shape, axis)},
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


# Cell by cell: at each place of the index, the cell of x that it names along one axis.


def _resolve_along(
    name: str, shape: Shape, index: Shape, /, *, axis: int | None, exact: bool = False
) -> dict[str, Any]:
    normal = _axis_or_all(shape, axis)
    if normal is None:
        if len(index) != 1:
            raise LargerIndex(name, index, (prod(shape),), 0)
        return {"axis": None}
    fits = len(index) == len(shape) and all(
        one == normal or size == most or (size < most and not exact)
        for one, (size, most) in enumerate(zip(index, shape, strict=True))
    )
    if not fits:
        raise LargerIndex(name, index, shape, normal)
    return {"axis": normal}


def _cells(index: Any, shape: Shape, axis: int | None, *, from_the_end: bool = True) -> tuple[Any, ...]:
    """Return NumPy's index of the cells that `index` names along `axis`."""
    along, places = _place(index, shape, axis, from_the_end=from_the_end)
    own = [np.arange(size).reshape(_on_axis(size, one, places.ndim)) for one, size in enumerate(places.shape)]
    return tuple(places if one == along else other for one, other in enumerate(own))


def _on_axis(size: int, axis: int, ndim: int) -> Shape:
    return tuple(size if one == axis else 1 for one in range(ndim))


def _scatter_along(x: Any, index: Any, *, axis: int | None, shape: Shape) -> Any:
    cells = np.zeros(prod(shape) if axis is None else shape, x.dtype)
    np.add.at(cells, _cells(index, shape, axis), x)
    return cells.reshape(shape)


scatter_along = Operation(
    name="scatter_along",
    sign="scatter",
    family=FAMILY,
    summary="Zeros, with each cell added at the place that the index names along an axis: the transpose of gather.",
    operands=("x", "index"),
    parameters=(ANY_AXIS, SHAPE),
    forward=_scatter_along,
    shape=lambda _x, _index, *, shape, **_: shape,
    resolve=lambda _x, _index, *, axis, shape: {"axis": axis, "shape": shape},
    vjp=(lambda upstream, _z, _x, index, *, axis, **_: picked_along(upstream, index, axis=axis), None),
    jvp=(lambda t, _z, _x, index, **attributes: scatter_along(t, index, **attributes), None),
    local=LOCAL,
    latex=r"\operatorname{scatter}(<x>, <index>)",
    vjp_latex=(r"\operatorname{gather}\left(<g>, <index>\right)", ""),
    jvp_latex=(r"\operatorname{scatter}(<t>, <index>)", ""),
    samples=(
        Sample(((3, 2), (3, 2)), {"axis": 0, "shape": (2, 2)}),
        Sample(((2, 2), (2, 2)), {"axis": 1, "shape": (3, 3)}),
        Sample(((3,), (3,)), {"axis": None, "shape": (2, 2)}),
    ),
    prepare=coins(1),
    public=False,
)


def _gathering(
    name: str, summary: str, *, index: str, exact: bool, samples: tuple[Sample, ...], **declared_with: Any
) -> Operation:
    from_the_end = declared_with.pop("from_the_end", exact)
    word = name.replace("_", r"\_")

    def forward(x: Any, places: Any, *, axis: int | None) -> Any:
        cells = _cells(places, x.shape, axis, from_the_end=from_the_end)
        return (np.reshape(x, -1) if axis is None else x)[cells]

    return Operation(
        name=name,
        sign=name,
        family=FAMILY,
        summary=summary,
        operands=("x", index),
        forward=forward,
        shape=lambda _shape, places, **_: places,
        resolve=partial(_resolve_along, name, exact=exact),
        vjp=(lambda upstream, _z, x, places, *, axis: scatter_along(upstream, places, axis=axis, shape=x.shape), None),
        jvp=(lambda t, _z, _x, places, *, axis: picked_along(t, places, axis=axis), None),
        local=LOCAL,
        latex=rf"\operatorname{{{word}}}(<x>, <{index}>)",
        vjp_latex=(rf"\operatorname{{scatter}}\left(<g>, <{index}>\right)", ""),
        jvp_latex=(rf"\operatorname{{{word}}}(<t>, <{index}>)", ""),
        samples=samples,
        prepare=coins(1),
        **declared_with,
    )


EQUAL = (
    Sample(((2, 3), (2, 3)), {"axis": 1}),
    Sample(((2, 3), (4, 3)), {"axis": 0}),
    Sample(((2, 2, 2), (2, 1, 2)), {"axis": -2}),
)
FLAT = Sample(((2, 3), (4,)), {"axis": None})

gather = _gathering(
    "gather",
    "At each place of the index, the cell of x with that position on the axis; positions start at 0.",
    index="index",
    exact=False,
    parameters=(AXIS,),
    order=("x", "axis", "index"),
    samples=(*EQUAL, Sample(((2, 3), (1, 2)), {"axis": 1})),
)
take_along_axis = _gathering(
    "take_along_axis",
    "At each place of the indices, the cell of x with that position on the axis: what argsort's answer wants.",
    aliases=("take_along_dim",),
    index="indices",
    exact=True,
    parameters=(ANY_AXIS,),
    samples=(*EQUAL, FLAT),
)
picked_along = _gathering(
    "picked_along",
    "The transpose of scatter_along.",
    index="index",
    exact=False,
    from_the_end=True,
    parameters=(ANY_AXIS,),
    samples=(*EQUAL, FLAT),
    public=False,
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
        Sample(((4,), ), {"num_classes": 3}),
        Sample(((2, 2),), {"num_classes": 2}),
        Sample(((),), {"num_classes": 2}),
    ),
    prepare=coins(0),
)


# The largest, or the smallest.


def _best(x: Any, k: int, axis: int, *, largest: bool) -> Any:
    """Return the positions of the k largest or smallest numbers; the first of equal ones first, NaN the largest."""
    turned = np.flip(x, axis) if largest else x
    order = np.argsort(turned, axis, kind="stable")
    if largest:  # the other way round twice keeps equal numbers in their order
        order = x.shape[axis] - 1 - np.flip(order, axis)
    return np.take(order, range(k), axis)


BEST = (Parameter("k", Kind.SIZE, REQUIRED), Parameter("axis", Kind.AXIS, -1), Parameter("largest", Kind.FLAG, True))  # noqa: FBT003


def _resolve_best(shape: Shape, /, *, k: int, axis: int | None, largest: bool) -> dict[str, Any]:
    normal = normal_axis(-1 if axis is None else axis, len(shape))
    if k > shape[normal]:
        raise BadValue("k", str(k), "many")
    return {"k": k, "axis": normal, "largest": largest}


def _best_shape(shape: Shape, /, *, k: int, axis: int, **_: Any) -> Shape:
    return (*shape[:axis], k, *shape[axis + 1 :])


_BEST_SAMPLES = (
    Sample(((4,),), {"k": 2, "axis": -1, "largest": True}),
    Sample(((3, 4),), {"k": 3, "axis": 1, "largest": False}),
    Sample(((3, 2),), {"k": 2, "axis": 0, "largest": True}),
    Sample(((3, 2),), {"k": 0, "axis": 0, "largest": True}),
)

topk_indices = Operation(
    name="topk_indices",
    sign="topk positions",
    family=FAMILY,
    summary="The positions of the k largest numbers; no gradient passes.",
    operands=("x",),
    parameters=BEST,
    forward=lambda x, *, k, axis, largest: _best(x, k, axis, largest=largest).astype(x.dtype),
    shape=_best_shape,
    resolve=_resolve_best,
    vjp=(None,),
    jvp=(None,),
    local=("none",),
    latex=r"\operatorname{argtopk}(<x>)",
    vjp_latex=("",),
    samples=_BEST_SAMPLES,
    public=False,
)


def _back_to_best(upstream: Value, _z: Value, x: Value, *, axis: int, **best: Any) -> Value:
    return scatter_along(upstream, topk_indices(x, axis=axis, **best), axis=axis, shape=x.shape)


topk_values = Operation(
    name="topk_values",
    sign="topk",
    family=FAMILY,
    summary="The k largest numbers, in order.",
    operands=("x",),
    parameters=BEST,
    forward=lambda x, *, k, axis, largest: np.take_along_axis(x, _best(x, k, axis, largest=largest), axis),
    shape=_best_shape,
    resolve=_resolve_best,
    vjp=(_back_to_best,),
    jvp=(lambda t, _z, x, *, axis, **best: picked_along(t, topk_indices(x, axis=axis, **best), axis=axis),),
    local=("selection",),
    latex=r"\operatorname{topk}(<x>)",
    vjp_latex=(r"\operatorname{scatter}\left(<g>\right)",),
    jvp_latex=(r"\operatorname{gather}(<t>)",),
    samples=_BEST_SAMPLES,
    public=False,
)


def _both(_shape: Shape, /, **best: Any) -> Iterator[Result]:
    yield Result(topk_values, (0,), best)
    yield Result(topk_indices, (0,), best)


topk = several(
    "topk",
    family=FAMILY,
    summary="The k largest numbers along an axis (the smallest without largest), in order, and their positions.",
    operands=("x",),
    parameters=BEST,
    resolve=_resolve_best,
    results=_both,
    latex=r"\operatorname{topk}(<x>)",
)
