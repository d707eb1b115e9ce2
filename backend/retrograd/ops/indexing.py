"""Picking cells by what stands in brackets, `x[1:, None]`, `x[[0, 2, 2]]`, `x[x > 0]`, and the way back.

An index may hold numbers of tensors (`x[argmax(x)]`). They are in the attribute like any others, and the tensors are
operands beside x, so that the graph shows where the numbers come from; no gradient passes through them.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from retrograd.ops.op import REQUIRED, Facts, Kind, LocalKind, Operation, Parameter, Sample, Shape, Value
from retrograd.ops.shaping import linear
from retrograd.ops.subscripts import Index, has_arrays, normal_index, picked_shape

FAMILY = "indexing"
_NONE: tuple[LocalKind, ...] = ("none",)


def _resolve(shape: Shape, /, *_indices: Shape, index: tuple[Any, ...]) -> dict[str, Any]:
    return {"index": normal_index(shape, index)}


def _picked_latex(facts: Facts) -> str:
    """Return the brackets below the symbol; one with an index of its own stands in braces."""
    symbol = "{<x>}" if "_" in facts.symbols["x"] else "<x>"
    return rf"{symbol}_{{[<index>]}}"


getitem: Operation = linear(
    "getitem",
    sign="[ ]",
    family=FAMILY,
    summary="The cells that the index picks; a cell that is picked twice gets both gradients.",
    parameters=(Parameter("index", Kind.INDEX, REQUIRED),),
    forward=lambda x, *_indices, index: x[index],
    shape=lambda shape, *_indices, index: picked_shape(shape, index),
    resolve=_resolve,
    transpose=lambda upstream, _z, x, *_indices, index: scatter(upstream, index=index, shape=x.shape),
    local="selection",
    latex=_picked_latex,
    vjp_latex=(r"\operatorname{scatter}_{[<index>]}\left(<g>\right)",),
    samples=(
        Sample(((3,),), {"index": (1,)}),
        Sample(((3, 4),), {"index": (slice(None), -1)}),
        Sample(((3, 4),), {"index": (slice(0, 3, 2), None)}),
        Sample(((3, 4),), {"index": (Ellipsis, slice(None, None, -1))}),
        Sample(((2, 3, 4),), {"index": (0, Ellipsis, slice(3, 0, -2))}),
        Sample(((2, 3),), {"index": (slice(1, 1),)}),
        Sample(((),), {"index": (None,)}),
        Sample(((3,),), {"index": ([0, 2, 2, -1],)}),
        Sample(((3, 4),), {"index": (slice(None), [[0, 3], [3, 1]])}),
        Sample(((3, 4),), {"index": ([0, 0], [1, 1])}),
        Sample(((2, 3, 4),), {"index": (1, slice(None), [0, 0, 2])}),
        Sample(((2, 3, 4),), {"index": (slice(None), [[0], [2]], [1, 3])}),
        Sample(((2, 3),), {"index": ([[True, False, True], [False, False, True]],)}),
        Sample(((2, 3),), {"index": (None, slice(None), [True, False, True])}),
        Sample(((3,),), {"index": ([],)}),
        Sample(((3, 4), (2,)), {"index": ([0, 2],)}, given=("x", "i1")),
        Sample(((3, 4), (2,), ()), {"index": ([0, 2], 1)}, given=("x", "i1", "i2")),
    ),
    form=lambda names: _form(names),  # noqa: PLW0108  (it stands below)
)


def _form(names: tuple[str, ...]) -> Operation:
    return _with_indices(names)


@cache
def _with_indices(names: tuple[str, ...]) -> Operation:
    """Return the declaration for operands that the numbers of the index come from."""
    (rule,), count = getitem.jvp, len(names) - 1
    nothing: tuple[None, ...] = (None,) * count

    def tangent(change: Value, result: Value, x: Value, *_indices: Value, index: Index) -> Value:
        return rule and rule(change, result, x, index=index)

    return replace(
        getitem,
        operands=names,
        vjp=(*getitem.vjp, *nothing),
        jvp=(tangent, *nothing),
        local=("selection", *(_NONE * count)),
        vjp_latex=(*getitem.vjp_latex, *("",) * count),
        jvp_latex=(*getitem.jvp_latex, *("",) * count),
    )


def indexed(count: int) -> Operation:
    """Return `getitem` for x and so many tensors that numbers of the index come from."""
    return getitem.of(("x", *(f"i{number}" for number in range(1, count + 1))))


def _scatter(x: Any, *, index: Any, shape: Shape) -> Any:
    cells = np.zeros(shape, x.dtype)
    if has_arrays(index):
        np.add.at(cells, index, x)
    else:
        cells[index] = x
    return cells


scatter: Operation = linear(
    "scatter",
    family=FAMILY,
    summary="Zeros, with the operand added at the cells that the index picks: the transpose of indexing.",
    parameters=(Parameter("index", Kind.INDEX, REQUIRED), Parameter("shape", Kind.SHAPE, REQUIRED)),
    forward=_scatter,
    shape=lambda _picked, *, index, shape: shape,  # noqa: ARG005
    resolve=lambda _picked, *, index, shape: {"index": index, "shape": shape},
    transpose=lambda upstream, _z, _x, *, index, shape: getitem(upstream, index=index),  # noqa: ARG005
    local="selection",
    latex=r"\operatorname{scatter}_{[<index>]}(<x>)",
    vjp_latex=(r"\left(<g>\right)_{[<index>]}",),
    samples=(
        Sample(((2,),), {"index": (slice(0, 3, 2),), "shape": (3,)}),
        Sample(((),), {"index": (1, 0), "shape": (2, 3)}),
        Sample(((4,),), {"index": (np.array([0, 2, 2, 1]),), "shape": (3,)}),
        Sample(((2, 2),), {"index": (slice(0, 2, 1), np.array([0, 0])), "shape": (2, 3)}),
    ),
    public=False,
)
