"""Cell by cell: gather and take_along_axis. At each place of an index stands which cell of x it means."""

from __future__ import annotations

from functools import partial
from math import prod
from typing import Any

import numpy as np

from retrograd.ops.indexing import FAMILY
from retrograd.ops.mistakes import LargerIndex
from retrograd.ops.op import Operation, Sample, Shape
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
