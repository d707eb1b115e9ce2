"""Cell by cell: gather and take_along_axis, and topk. At each place of an index stands which cell of x it means."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from math import prod
from typing import Any

import numpy as np

from retrograd.errors import BadValue
from retrograd.ops.broadcasting import normal_axis
from retrograd.ops.forms import several
from retrograd.ops.indexing import FAMILY
from retrograd.ops.mistakes import LargerIndex
from retrograd.ops.op import REQUIRED, Kind, Operation, Parameter, Result, Sample, Shape, Value
from retrograd.ops.positions import coins
from retrograd.ops.selecting import ANY_AXIS, AXIS, LOCAL, SHAPE, axis_or_all, place


def _resolve_along(
    name: str, shape: Shape, index: Shape, /, *, axis: int | None, exact: bool = False
) -> dict[str, Any]:
    normal = axis_or_all(shape, axis)
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
    along, places = place(index, shape, axis, from_the_end=from_the_end)
    own = [np.arange(size).reshape(_on_axis(size, one, places.ndim)) for one, size in enumerate(places.shape)]
    return tuple(places if one == along else other for one, other in enumerate(own))


def _on_axis(size: int, axis: int, ndim: int) -> Shape:
    return tuple(size if one == axis else 1 for one in range(ndim))


def _scatter_along(x: Any, index: Any, *, axis: int | None, shape: Shape) -> Any:
    cells = np.zeros(prod(shape) if axis is None else shape, x.dtype)
    np.add.at(cells, _cells(index, shape, axis), x)
    return cells.reshape(shape)


scatter_along: Operation = Operation(
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
        vjp=(
            lambda upstream, _z, x, places, *, axis: scatter_along(upstream, places, axis=axis, shape=x.shape),
            None,
        ),
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
picked_along: Operation = _gathering(
    "picked_along",
    "The transpose of scatter_along.",
    index="index",
    exact=False,
    from_the_end=True,
    parameters=(ANY_AXIS,),
    samples=(*EQUAL, FLAT),
    public=False,
)


# The largest, or the smallest.


def _best(x: Any, k: int, axis: int, *, largest: bool) -> Any:
    """Return the positions of the k largest or smallest numbers; the first of equal ones first, NaN the largest."""
    turned = np.flip(x, axis) if largest else x
    order = np.argsort(turned, axis, kind="stable")
    if largest:  # the other way round twice keeps equal numbers in their order
        order = x.shape[axis] - 1 - np.flip(order, axis)
    return np.take(order, range(k), axis)


BEST = (Parameter("k", Kind.SIZE, REQUIRED), Parameter("axis", Kind.AXIS, -1), Parameter("largest", Kind.FLAG, True))


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
    piecewise=True,
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
    latex=r"\operatorname{topk}(x)",
)
