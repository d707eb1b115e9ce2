"""Several tensors to one: concatenate, stack and their kin; and back: each operand gets its own part."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Any

import numpy as np

from retrograd.errors import ShapesClash
from retrograd.ops.broadcasting import normal_axis
from retrograd.ops.forms import variadic
from retrograd.ops.indexing import getitem, scatter
from retrograd.ops.op import Facts, Kind, LocalKind, Operation, Parameter, Rule, Sample, Shape, Value

FAMILY = "joining"
_SELECTION: tuple[LocalKind, ...] = ("selection",)
AXIS = Parameter("axis", Kind.AXIS, 0)


def _listed(function: str, facts: Facts) -> str:
    inner = ", ".join(f"<{name}>" for name in facts.shapes if name != "z")
    return rf"\operatorname{{{function}}}_{{<axis>}}\left({inner}\right)"


def _same_but(axis: int, shapes: Sequence[Shape]) -> None:
    """Raise ShapesClash unless the shapes agree on all axes but `axis`."""
    first = shapes[0]
    clashes = {
        position
        for shape in shapes
        for position in range(max(len(first), len(shape)))
        if position != axis and shape[position : position + 1] != first[position : position + 1]
    }
    if clashes:
        raise ShapesClash("concatenate", tuple(shapes), tuple(sorted(clashes)))


def _resolve_concatenate(*shapes: Shape, axis: int | None) -> dict[str, Any]:
    return {"axis": normal_axis(axis or 0, min(map(len, shapes)))}


def _concatenated(*shapes: Shape, axis: int) -> Shape:
    _same_but(axis, shapes)
    first = shapes[0]
    return (*first[:axis], sum(shape[axis] for shape in shapes), *first[axis + 1 :])


def part(position: int, operands: Sequence[Value], axis: int) -> tuple[Any, ...]:
    """Return the index of operand `position` in the result: a slice along `axis`, all of every other axis."""
    ends = list(accumulate(operand.shape[axis] for operand in operands))
    shape = operands[position].shape
    start = ends[position] - shape[axis]
    entries = [slice(0, size, 1) for size in shape]
    entries[axis] = slice(start, ends[position], 1)
    return tuple(entries)


def _part_of(position: int) -> Rule:
    return lambda upstream, _z, *xs, axis: getitem(upstream, index=part(position, xs, axis))


def _placed(position: int) -> Rule:
    return lambda change, z, *xs, axis: scatter(change, index=part(position, xs, axis), shape=z.shape)


def _part_latex(position: int) -> Callable[[Facts], str]:
    return lambda _facts: rf"\operatorname{{part}}_{{{position + 1}}}\left(<g>\right)"


def _placed_latex(position: int) -> Callable[[Facts], str]:
    return lambda _facts: rf"\operatorname{{place}}_{{{position + 1}}}\left(<t>\right)"


def _concatenate(names: tuple[str, ...]) -> Operation:
    count = range(len(names))
    return Operation(
        name="concatenate",
        aliases=("cat", "concat"),
        sign="concat",
        family=FAMILY,
        summary="The tensors of a list, one behind the other along an axis that is there already.",
        operands=names,
        parameters=(AXIS,),
        forward=lambda *xs, axis: np.concatenate(xs, axis=axis),
        shape=_concatenated,
        resolve=_resolve_concatenate,
        vjp=tuple(map(_part_of, count)),
        jvp=tuple(map(_placed, count)),
        local=_SELECTION * len(names),
        latex=lambda facts: _listed("concat", facts),
        vjp_latex=tuple(map(_part_latex, count)),
        jvp_latex=tuple(map(_placed_latex, count)),
        samples=(
            Sample(((2, 3), (1, 3)), {"axis": 0}),
            Sample(((2, 3), (2, 1), (2, 2)), {"axis": -1}),
            Sample(((3,),), {"axis": 0}),
            Sample(((2, 0), (2, 2)), {"axis": 1}),
            Sample(((2, 1, 2), (2, 2, 2)), {"axis": 1}),
        ),
    )


concatenate = variadic(_concatenate, many="list")
