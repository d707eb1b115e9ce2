"""One tensor to several: split, array_split, chunk, unbind; and meshgrid. Each part is a node of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from math import prod
from typing import Any

import numpy as np

from retrograd.errors import BadValue, MissingArgument, NegativeSize, RepeatedArgument
from retrograd.ops.broadcasting import normal_axis
from retrograd.ops.forms import several
from retrograd.ops.indexing import getitem
from retrograd.ops.joining import AXIS, FAMILY, layer
from retrograd.ops.op import REQUIRED, Kind, Operation, Parameter, Result, Sample, Shape, Value
from retrograd.ops.reductions import sum_
from retrograd.ops.shaping import linear, reshape

Part = tuple[int, int]
"""Where a part starts and where it stops."""


def _slices(shape: Shape, axis: int, parts: Iterator[Part]) -> Iterator[Result]:
    for start, stop in parts:
        index = [slice(None)] * len(shape)
        index[axis] = slice(start, stop)
        yield Result(getitem, (0,), {"index": tuple(index)})


def _steps(size: int, step: int) -> Iterator[Part]:
    """Yield parts of `step` cells, the last with what is left; an empty axis is one empty part."""
    for start in range(0, max(size, 1), max(step, 1)):
        yield start, min(start + step, size)


def _cuts(cuts: Sequence[int], size: int) -> Iterator[Part]:
    return pairwise((0, *cuts, size))


def _evenly(size: int, count: int) -> Iterator[Part]:
    """Yield `count` parts, the first of which have one cell more where they cannot be equal."""
    length, longer = divmod(size, count)
    for number in range(count):
        start = number * length + min(number, longer)
        yield start, start + length + (number < longer)


def _axis(shape: Shape, axis: int | None) -> dict[str, Any]:
    return {"axis": normal_axis(axis or 0, len(shape))}


def _positive(name: str, number: int) -> int:
    if number < 1:
        raise BadValue(name, str(number), "parts")
    return number


# By their number, by where to cut, by their sizes.


def _resolve_split(shape: Shape, /, *, sections: Any, axis: int | None, sizes: Any) -> dict[str, Any]:
    if sections is None and sizes is None:
        raise MissingArgument("split", split.signature, "sections")
    if sections is not None and sizes is not None:
        raise RepeatedArgument("split", "sections")
    normal = _axis(shape, axis)
    size = shape[normal["axis"]]
    if isinstance(sections, int) and size % _positive("sections", sections):
        raise BadValue("sections", str(sections), "equal_parts")
    if isinstance(sizes, int):
        _positive("sizes", sizes)
    elif sizes is not None:
        for one in sizes:
            if one < 0:
                raise NegativeSize(one)
        if sum(sizes) != size:
            raise BadValue("sizes", str(tuple(sizes)), "split_sizes")
    return {"sections": sections, "sizes": sizes, **normal}


def _split_parts(shape: Shape, /, *, sections: Any, axis: int, sizes: Any) -> Iterator[Result]:
    size = shape[axis]
    if isinstance(sections, int):
        return _slices(shape, axis, _evenly(size, sections))
    if isinstance(sizes, int):
        return _slices(shape, axis, _steps(size, sizes))
    if sections is not None:
        return _slices(shape, axis, _cuts(sections, size))
    return _slices(shape, axis, pairwise((0, *accumulate(sizes))))


SECTIONS = Parameter("sections", Kind.AXES, None)

split = several(
    "split",
    family=FAMILY,
    summary=(
        "So many equal parts along an axis, or the parts between the places of a list (NumPy's split); "
        "PyTorch's split_size_or_sections= gives their sizes."
    ),
    operands=("x",),
    parameters=(SECTIONS, AXIS, Parameter("sizes", Kind.AXES, None, keyword_only=True)),
    resolve=_resolve_split,
    results=_split_parts,
    latex=r"\operatorname{split}(x)",
)


def _resolve_array_split(shape: Shape, /, *, sections: Any, axis: int | None) -> dict[str, Any]:
    if isinstance(sections, int):
        _positive("sections", sections)
    return {"sections": sections, **_axis(shape, axis)}


def _array_split_parts(shape: Shape, /, *, sections: Any, axis: int) -> Iterator[Result]:
    size = shape[axis]
    return _slices(shape, axis, _evenly(size, sections) if isinstance(sections, int) else _cuts(sections, size))


array_split = several(
    "array_split",
    aliases=("tensor_split",),
    family=FAMILY,
    summary="So many parts along an axis, of which the first are one cell longer where they cannot be equal.",
    operands=("x",),
    parameters=(Parameter("sections", Kind.AXES, REQUIRED), AXIS),
    resolve=_resolve_array_split,
    results=_array_split_parts,
    latex=r"\operatorname{array\_split}(x)",
)


def _resolve_chunk(shape: Shape, /, *, chunks: int, axis: int | None) -> dict[str, Any]:
    return {"chunks": _positive("chunks", chunks), **_axis(shape, axis)}


def _chunks(shape: Shape, /, *, chunks: int, axis: int) -> Iterator[Result]:
    size = shape[axis]
    return _slices(shape, axis, _steps(size, -(-size // chunks)) if size else _evenly(0, chunks))


chunk = several(
    "chunk",
    family=FAMILY,
    summary="At most so many parts of one size along an axis; the last may be smaller, and there may be fewer.",
    operands=("x",),
    parameters=(Parameter("chunks", Kind.WHOLE, REQUIRED), AXIS),
    resolve=_resolve_chunk,
    results=_chunks,
    latex=r"\operatorname{chunk}(x)",
)

unbind = several(
    "unbind",
    aliases=("unstack",),
    family=FAMILY,
    summary="The tensors that an axis runs over, each without that axis.",
    operands=("x",),
    parameters=(AXIS,),
    resolve=lambda shape, *, axis: _axis(shape, axis),
    results=lambda shape, *, axis: (
        Result(getitem, (0,), {"index": layer(position, shape, axis)}) for position in range(shape[axis])
    ),
    latex=r"\operatorname{unbind}(x)",
)


# The coordinates of a grid.


def _along(shape: Shape, axis: int) -> Shape:
    return tuple(size if one == axis else 1 for one, size in enumerate(shape))


def _back_to_vector(upstream: Value, _z: Value, x: Value, *, axis: int, shape: Shape) -> Value:
    others = tuple(one for one in range(len(shape)) if one != axis)
    return reshape(sum_(upstream, axis=others, keepdims=False), shape=x.shape)


grid = linear(
    "grid",
    family=FAMILY,
    summary="The numbers of a vector along one axis of a grid, the same at all positions of the others.",
    parameters=(Parameter("axis", Kind.AXIS, REQUIRED), Parameter("shape", Kind.SHAPE, REQUIRED)),
    forward=lambda x, *, axis, shape: np.array(np.broadcast_to(np.reshape(x, _along(shape, axis)), shape)),
    shape=lambda _vector, *, shape, **_: shape,
    resolve=lambda _vector, *, axis, shape: {"axis": axis, "shape": shape},
    transpose=_back_to_vector,
    local="shape",
    latex=r"\operatorname{grid}_{<axis>}(<x>)",
    vjp_latex=(r"{\textstyle\sum}_{\mathrm{copies}}\, <g>",),
    samples=(
        Sample(((3,),), {"axis": 1, "shape": (2, 3)}),
        Sample(((2,),), {"axis": 0, "shape": (2, 3, 2)}),
        Sample(((),), {"axis": 0, "shape": (1, 2)}),
    ),
    public=False,
)


def _resolve_meshgrid(*_shapes: Shape, indexing: str) -> dict[str, Any]:
    if indexing not in {"xy", "ij"}:
        raise BadValue("indexing", indexing, "grid")
    return {"indexing": indexing}


def _coordinates(*shapes: Shape, indexing: str) -> Iterator[Result]:
    sizes, axes = [prod(shape) for shape in shapes], list(range(len(shapes)))
    if indexing == "xy":
        sizes[:2], axes[:2] = sizes[1::-1], axes[1::-1]
    for number, axis in enumerate(axes):
        yield Result(grid, (number,), {"axis": axis, "shape": tuple(sizes)})


meshgrid: Operation = several(
    "meshgrid",
    family=FAMILY,
    summary='The coordinates of a grid, one tensor for each vector; x runs along columns ("xy") or rows ("ij").',
    operands=("tensors",),
    many="rest",
    parameters=(Parameter("indexing", Kind.WORD, "xy", keyword_only=True),),
    resolve=_resolve_meshgrid,
    results=_coordinates,
    latex=r"\operatorname{meshgrid}(x, y)",
)
