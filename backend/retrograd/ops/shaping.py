"""Operations that move cells and change no number: reshape and transpose, and how a linear map is declared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from typing import Any

from retrograd.errors import BadPermutation, BadReshape
from retrograd.ops.broadcasting import checked_sizes
from retrograd.ops.op import (
    REQUIRED,
    Facts,
    Kind,
    Latex,
    LocalKind,
    Operation,
    Parameter,
    Sample,
    Shape,
    Value,
)

FAMILY = "shaping"


def linear(
    name: str,
    *,
    transpose: Callable[..., Value],
    forward: Callable[..., Any],
    local: LocalKind,
    **more: Any,
) -> Operation:
    """Declare z = A x for a linear map A: its jvp is itself, and its vjp is its transpose.

    `transpose(upstream, result, x, **attributes)` applies Aᵀ.
    """

    def tangent(change: Value, _result: Value, _x: Value, **attributes: Any) -> Value:
        return declared(change, **attributes)

    declared = Operation(
        name=name,
        sign=more.pop("sign", name),
        operands=("x",),
        forward=forward,
        vjp=(transpose,),
        jvp=(tangent,),
        local=(local,),
        jvp_latex=(_of_tangent(more["latex"]),),
        **more,
    )
    return declared


def _of_tangent(latex: Latex) -> Latex:
    """Return the formula of a linear map, applied to the tangent."""

    def formula(facts: Facts) -> str:
        return (latex(facts) if callable(latex) else latex).replace("<x>", "<t>")

    return formula


def _resolve_reshape(old: Shape, /, *, shape: Sequence[int]) -> dict[str, Any]:
    sizes = tuple(shape)
    if sizes.count(-1) == 1:
        known = prod(size for size in sizes if size != -1)
        if known <= 0 or prod(old) % known:
            raise BadReshape(old, sizes)
        sizes = tuple(prod(old) // known if size == -1 else size for size in sizes)
    if prod(old) != prod(checked_sizes(sizes)):
        raise BadReshape(old, sizes)
    return {"shape": sizes}


reshape: Operation = linear(
    "reshape",
    aliases=("view",),
    family=FAMILY,
    summary="The same numbers in row-major order, in another shape; one size may be -1.",
    parameters=(Parameter("shape", Kind.SHAPE, REQUIRED),),
    forward=lambda x, *, shape: x.reshape(shape),
    shape=lambda _old, *, shape: shape,
    resolve=_resolve_reshape,
    transpose=lambda upstream, _z, x, **_: reshape(upstream, shape=x.shape),
    local="shape",
    latex=r"\operatorname{reshape}_{<shape>}(<x>)",
    vjp_latex=(r"\operatorname{reshape}_{<shape_x>}\left(<g>\right)",),
    samples=(
        Sample(((2, 3),), {"shape": (3, 2)}),
        Sample(((2, 3),), {"shape": (-1,)}),
        Sample(((1,),), {"shape": ()}),
        Sample(((),), {"shape": (1, 1)}),
        Sample(((3, 3),), {"shape": (1, 9)}),
        Sample(((2, 0),), {"shape": (0, 5)}),
    ),
)


def _resolve_transpose(shape: Shape, /, *, axes: Sequence[int] | None) -> dict[str, Any]:
    ndim = len(shape)
    order = tuple(reversed(range(ndim))) if axes is None else tuple(axes)
    if sorted(axis % ndim if -ndim <= axis < ndim else ndim for axis in order) != list(range(ndim)):
        raise BadPermutation(order, ndim)
    return {"axes": tuple(axis % ndim for axis in order)}


def _inverse(axes: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(axes.index(axis) for axis in range(len(axes)))


def _transpose_latex(facts: Facts) -> str:
    if facts.attributes["axes"] == tuple(reversed(range(len(facts.shapes["x"])))):
        return r"<x>^{\top}"
    return r"\operatorname{transpose}_{<axes>}(<x>)"


def _transpose_vjp_latex(facts: Facts) -> str:
    if facts.attributes["axes"] == tuple(reversed(range(len(facts.shapes["x"])))):
        return r"\left(<g>\right)^{\top}"
    return r"\operatorname{transpose}_{<inverse>}\left(<g>\right)"


transpose: Operation = linear(
    "transpose",
    aliases=("permute", "t"),
    sign="T",
    family=FAMILY,
    summary="The axes in another order; reversed, if none is given.",
    parameters=(Parameter("axes", Kind.AXIS_ORDER, None),),
    forward=lambda x, *, axes: x.transpose(axes),
    shape=lambda shape, *, axes: tuple(shape[axis] for axis in axes),
    resolve=_resolve_transpose,
    transpose=lambda upstream, _z, _x, *, axes: transpose(upstream, axes=_inverse(axes)),
    local="shape",
    latex=_transpose_latex,
    vjp_latex=(_transpose_vjp_latex,),
    samples=(
        Sample(((2, 3),), {"axes": None}),
        Sample(((2, 3, 4),), {"axes": (2, 0, 1)}),
        Sample(((2, 3, 1),), {"axes": (0, -1, 1)}),
        Sample(((),), {"axes": None}),
        Sample(((3,),), {"axes": None}),
    ),
)
