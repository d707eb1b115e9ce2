"""Several tensors to one: concatenate, stack and their kin; each operand gets its own part of the gradient back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Any

import numpy as np

from retrograd.ops.broadcasting import normal_axis
from retrograd.ops.forms import variadic
from retrograd.ops.indexing import getitem, scatter
from retrograd.ops.mistakes import SizesDiffer
from retrograd.ops.op import Facts, Kind, LocalKind, Operation, Parameter, Rule, Sample, Shape, Value
from retrograd.ops.shaping import FAMILY as SHAPING
from retrograd.ops.shaping import linear, reshape

FAMILY = "joining"
_SELECTION: tuple[LocalKind, ...] = ("selection",)
AXIS = Parameter("axis", Kind.AXIS, 0)


def _listed(function: str, subscript: str, facts: Facts) -> str:
    inner = ", ".join(f"<{name}>" for name in facts.shapes if name != "z")
    return rf"\operatorname{{{function}}}{subscript}\left({inner}\right)"


def _same_but(function: str, axis: int | None, shapes: Sequence[Shape]) -> None:
    """Raise SizesDiffer unless the shapes agree on all axes but `axis`."""

    def others(shape: Shape) -> tuple[int, Shape]:
        return len(shape), shape if axis is None else (*shape[:axis], *shape[axis + 1 :])

    for shape in shapes:
        if others(shape) != others(shapes[0]):
            raise SizesDiffer(function, (shapes[0], shape), axis)


def _part_latex(position: int) -> Callable[[Facts], str]:
    return lambda _facts: rf"\operatorname{{part}}_{{{position + 1}}}\left(<g>\right)"


def _placed_latex(position: int) -> Callable[[Facts], str]:
    return lambda _facts: rf"\operatorname{{place}}_{{{position + 1}}}\left(<t>\right)"


def _formulas(function: str, count: int, subscript: str = "_{<axis>}") -> dict[str, Any]:
    """Return the local kinds and the formulas of an operation that puts `count` operands into one."""
    return {
        "local": _SELECTION * count,
        "latex": lambda facts: _listed(function, subscript, facts),
        "vjp_latex": tuple(map(_part_latex, range(count))),
        "jvp_latex": tuple(map(_placed_latex, range(count))),
    }


# One behind the other.


def _resolve_concatenate(*shapes: Shape, axis: int | None) -> dict[str, Any]:
    return {"axis": normal_axis(axis or 0, min(map(len, shapes)))}


def _concatenated(function: str, axis: int, shapes: Sequence[Shape]) -> Shape:
    _same_but(function, axis, shapes)
    first = shapes[0]
    return (*first[:axis], sum(shape[axis] for shape in shapes), *first[axis + 1 :])


def part(position: int, shapes: Sequence[Shape], axis: int) -> tuple[Any, ...]:
    """Return the index of operand `position` in the result: a slice along `axis`, all of every other axis."""
    ends = list(accumulate(shape[axis] for shape in shapes))
    shape = shapes[position]
    entries = [slice(0, size, 1) for size in shape]
    entries[axis] = slice(ends[position] - shape[axis], ends[position], 1)
    return tuple(entries)


def _shapes(operands: Sequence[Value]) -> list[Shape]:
    return [operand.shape for operand in operands]


def _part_of(position: int) -> Rule:
    return lambda upstream, _z, *xs, axis: getitem(upstream, index=part(position, _shapes(xs), axis))


def _placed(position: int) -> Rule:
    return lambda change, z, *xs, axis: scatter(change, index=part(position, _shapes(xs), axis), shape=z.shape)


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
        shape=lambda *shapes, axis: _concatenated("concatenate", axis, shapes),
        resolve=_resolve_concatenate,
        vjp=tuple(map(_part_of, count)),
        jvp=tuple(map(_placed, count)),
        **_formulas("concat", len(names)),
        samples=(
            Sample(((2, 3), (1, 3)), {"axis": 0}),
            Sample(((2, 3), (2, 1), (2, 2)), {"axis": -1}),
            Sample(((3,),), {"axis": 0}),
            Sample(((2, 0), (2, 2)), {"axis": 1}),
            Sample(((2, 1, 2), (2, 2, 2)), {"axis": 1}),
        ),
    )


concatenate = variadic(_concatenate, many="list")


# Along an axis of its own.


def _resolve_stack(*shapes: Shape, axis: int | None) -> dict[str, Any]:
    return {"axis": normal_axis(axis or 0, len(shapes[0]) + 1)}


def _stacked(*shapes: Shape, axis: int) -> Shape:
    _same_but("stack", None, shapes)
    return (*shapes[0][:axis], len(shapes), *shapes[0][axis:])


def layer(position: int, shape: Shape, axis: int) -> tuple[Any, ...]:
    """Return the index of cell `position` along `axis` of a tensor of `shape`, without that axis."""
    entries: list[Any] = [slice(0, size, 1) for size in shape]
    entries[axis] = position
    return tuple(entries)


def _layer_of(position: int) -> Rule:
    return lambda upstream, z, *_xs, axis: getitem(upstream, index=layer(position, z.shape, axis))


def _layered(position: int) -> Rule:
    return lambda change, z, *_xs, axis: scatter(change, index=layer(position, z.shape, axis), shape=z.shape)


def _stack(names: tuple[str, ...]) -> Operation:
    count = range(len(names))
    return Operation(
        name="stack",
        sign="stack",
        family=FAMILY,
        summary="The tensors of a list, all of one shape, side by side along a new axis.",
        operands=names,
        parameters=(AXIS,),
        forward=lambda *xs, axis: np.stack(xs, axis=axis),
        shape=_stacked,
        resolve=_resolve_stack,
        vjp=tuple(map(_layer_of, count)),
        jvp=tuple(map(_layered, count)),
        **_formulas("stack", len(names)),
        samples=(
            Sample(((2, 3), (2, 3)), {"axis": 0}),
            Sample(((2, 3), (2, 3), (2, 3)), {"axis": -1}),
            Sample(((2, 3), (2, 3)), {"axis": 1}),
            Sample(((), ()), {"axis": 0}),
            Sample(((3,),), {"axis": 0}),
            Sample(((2, 0), (2, 0)), {"axis": 1}),
        ),
    )


stack = variadic(_stack, many="list")


# Rows one below the other, columns side by side.


def at_least(ndim: int, shape: Shape) -> Shape:
    """Return `shape` with new axes of size 1 in front until there are `ndim`."""
    return (1,) * (ndim - len(shape)) + shape


def _beside(
    name: str, aliases: tuple[str, ...], summary: str, ndim: int, axis_of: Callable[[Shape], int], samples: Any
) -> Operation:
    def lifted(shapes: Sequence[Shape]) -> list[Shape]:
        return [at_least(ndim, shape) for shape in shapes]

    def shape(*shapes: Shape) -> Shape:
        grown = lifted(shapes)
        return _concatenated(name, axis_of(grown[0]), grown)

    def own_part(position: int, operands: Sequence[Value]) -> tuple[Any, ...]:
        grown = lifted(_shapes(operands))
        return part(position, grown, axis_of(grown[0]))

    def forward(*xs: Any) -> Any:
        grown = lifted(_shapes(xs))
        cells = [np.reshape(x, size) for x, size in zip(xs, grown, strict=True)]
        return np.concatenate(cells, axis=axis_of(grown[0]))

    def back(position: int) -> Rule:
        return lambda upstream, _z, *xs: reshape(
            getitem(upstream, index=own_part(position, xs)), shape=xs[position].shape
        )

    def there(position: int) -> Rule:
        return lambda change, z, *xs: scatter(
            reshape(change, shape=at_least(ndim, change.shape)), index=own_part(position, xs), shape=z.shape
        )

    def declare(names: tuple[str, ...]) -> Operation:
        return Operation(
            name=name,
            aliases=aliases,
            sign=name,
            family=FAMILY,
            summary=summary,
            operands=names,
            forward=forward,
            shape=shape,
            resolve=lambda *_shapes: {},
            vjp=tuple(map(back, range(len(names)))),
            jvp=tuple(map(there, range(len(names)))),
            **_formulas(name, len(names), subscript=""),
            samples=tuple(Sample(shapes, {}) for shapes in samples),
        )

    return variadic(declare, many="list")


vstack = _beside(
    "vstack",
    ("row_stack",),
    "The tensors of a list one below the other, along the first axis; a vector is one row.",
    2,
    lambda _shape: 0,
    (((3,), (3,)), ((3,), (2, 3)), ((), ()), ((2, 3), (1, 3), (3,)), ((1, 2, 2), (2, 2, 2))),
)
hstack = _beside(
    "hstack",
    (),
    "The tensors of a list side by side: vectors along their only axis, others along the second.",
    1,
    lambda shape: 0 if len(shape) == 1 else 1,
    (((2, 3), (2, 1)), ((3,), (2,)), ((), (2,)), ((2, 1, 2), (2, 2, 2)), ((2, 0), (2, 1))),
)


def _with_axes(ndim: int, samples: tuple[Shape, ...]) -> Operation:
    axes = "one axis" if ndim == 1 else "two axes"
    return linear(
        f"atleast_{ndim}d",
        family=SHAPING,
        summary=f"With at least {axes}: new ones of size 1 come first.",
        forward=lambda x: np.reshape(x, at_least(ndim, x.shape)),
        shape=lambda shape: at_least(ndim, shape),
        resolve=lambda _shape: {},
        transpose=lambda upstream, _z, x: reshape(upstream, shape=x.shape),
        local="shape",
        latex=rf"\operatorname{{atleast\_{ndim}d}}(<x>)",
        vjp_latex=(r"\operatorname{reshape}_{<shape_x>}\left(<g>\right)",),
        samples=tuple(Sample((shape,), {}) for shape in samples),
    )


atleast_1d = _with_axes(1, ((), (3,), (2, 3)))
atleast_2d = _with_axes(2, ((), (3,), (2, 3), (1, 2, 2)))
