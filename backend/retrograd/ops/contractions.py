"""Sums of products over chosen axes, and products of all with all: inner, tensordot, kron."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from math import prod
from typing import Any

import numpy as np

from retrograd.errors import AxesClash, BadAxis, BadValue, RepeatedAxis
from retrograd.ops.broadcasting import normal_axis
from retrograd.ops.matrix import FAMILY
from retrograd.ops.op import Facts, Kind, Operation, Parameter, Sample, Shape, Value, same
from retrograd.ops.reductions import sum_
from retrograd.ops.shaping import reshape, transpose

Pairing = tuple[tuple[int, ...], tuple[int, ...]]
PAIRING = (Parameter("axes", Kind.PAIRING, 2),)


def _listed(axes: Any) -> tuple[int, ...]:
    return (axes,) if isinstance(axes, int) else tuple(axes)


def _pairs(left: Shape, right: Shape, axes: int | Sequence[int | Sequence[int]]) -> Pairing:
    """Return the axes to sum over, of each operand, counted from 0 and in the order in which they are paired."""
    if isinstance(axes, int):
        if axes < 0:
            raise BadValue("axes", str(axes), "pairing")
        if axes > min(len(left), len(right)):
            raise BadAxis(-axes, min(len(left), len(right)))
        return tuple(range(len(left) - axes, len(left))), tuple(range(axes))
    both = () if None in axes else tuple(map(_listed, axes))
    if len(both) != 2 or len(both[0]) != len(both[1]):
        raise BadValue("axes", str(axes), "pairing")
    found = tuple(
        tuple(normal_axis(one, len(shape)) for one in listed)
        for listed, shape in zip(both, (left, right), strict=True)
    )
    for listed in found:
        for position, one in enumerate(listed):
            if one in listed[:position]:
                raise RepeatedAxis(one)
    return found[0], found[1]


def _resolve(left: Shape, right: Shape, /, *, axes: Any) -> dict[str, Any]:
    pairs = _pairs(left, right, axes)
    for first, second in zip(*pairs, strict=True):
        if left[first] != right[second]:
            raise AxesClash("tensordot", (left, right), (first, second))
    return {"axes": pairs}


def _free(ndim: int, summed: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(axis for axis in range(ndim) if axis not in summed)


def _shape(left: Shape, right: Shape, /, *, axes: Pairing) -> Shape:
    parts = zip((left, right), axes, strict=True)
    return tuple(shape[axis] for shape, summed in parts for axis in _free(len(shape), summed))


def _vjp_left(upstream: Value, _z: Value, x: Value, y: Value, *, axes: Pairing) -> Value:
    """Contract with y over its free axes; what is left of it are the axes that x was summed over."""
    kept, free = _free(len(x.shape), axes[0]), _free(len(y.shape), axes[1])
    ndim = len(upstream.shape)
    found = tensordot(upstream, y, axes=(tuple(range(ndim - len(free), ndim)), free))
    summed = tuple(axes[0][axes[1].index(axis)] for axis in sorted(axes[1]))
    return _ordered(found, (*kept, *summed))


def _vjp_right(upstream: Value, _z: Value, x: Value, y: Value, *, axes: Pairing) -> Value:
    kept, free = _free(len(y.shape), axes[1]), _free(len(x.shape), axes[0])
    found = tensordot(x, upstream, axes=(free, tuple(range(len(free)))))
    summed = tuple(axes[1][axes[0].index(axis)] for axis in sorted(axes[0]))
    return _ordered(found, (*summed, *kept))


def _ordered(value: Value, meant: tuple[int, ...]) -> Value:
    """Return `value`, whose axes are the axes `meant` of the operand, with its axes in the operand's order."""
    return transpose(value, axes=tuple(meant.index(axis) for axis in range(len(meant))))


def _latex(left: str, right: str) -> Any:
    def formula(facts: Facts) -> str:
        first, second = (",".join(map(str, part)) for part in facts.attributes["axes"])
        return rf"\operatorname{{tensordot}}_{{({first}),({second})}}\left({left}, {right}\right)"

    return formula


tensordot: Operation = Operation(
    name="tensordot",
    sign="tensordot",
    family=FAMILY,
    summary="The sum of products over the last axes of x and the first of y, or over axes that two lists pair.",
    operands=("x", "y"),
    parameters=PAIRING,
    forward=lambda x, y, *, axes: np.tensordot(x, y, axes),
    shape=_shape,
    work=lambda x, y, *, axes: prod(_shape(x, y, axes=axes)) * prod(x[axis] for axis in axes[0]),
    resolve=_resolve,
    vjp=(_vjp_left, _vjp_right),
    jvp=(
        lambda t, _z, _x, y, *, axes: tensordot(t, y, axes=axes),
        lambda t, _z, x, _y, *, axes: tensordot(x, t, axes=axes),
    ),
    local=("general", "general"),
    latex=_latex("<x>", "<y>"),
    vjp_latex=(
        r"\operatorname{tensordot}\left(<g>, <y>\right)",
        r"\operatorname{tensordot}\left(<x>, <g>\right)",
    ),
    jvp_latex=(_latex("<t>", "<y>"), _latex("<x>", "<t>")),
    samples=(
        Sample(((2, 3, 4), (3, 4, 2)), {"axes": 2}),
        Sample(((2, 3), (3, 2)), {"axes": 1}),
        Sample(((2, 3), (2,)), {"axes": 0}),
        Sample(((2, 3, 4), (4, 5, 3)), {"axes": ((1, 2), (2, 0))}),
        Sample(((2, 3, 4), (4, 5, 3)), {"axes": ((-1, 1), (0, -1))}),
        Sample(((2, 3), (3, 4)), {"axes": (1, 0)}),
        Sample(((2, 3), (2, 3)), {"axes": ((0, 1), (0, 1))}),
        Sample(((3, 2, 4), (5, 4, 3, 2)), {"axes": ((2, 0, 1), (1, 2, 3))}),
        Sample(((2,), ()), {"axes": 0}),
        Sample(((2, 0), (0, 3)), {"axes": 1}),
    ),
)


# The product over the last axis of both; with a number, the plain product, as for dot.


def _last(x: Value, y: Value) -> dict[str, Pairing]:
    if not x.shape or not y.shape:
        return {"axes": ((), ())}
    return {"axes": ((len(x.shape) - 1,), (len(y.shape) - 1,))}


def _inner_shape(left: Shape, right: Shape, /) -> Shape:
    if not left or not right:
        return left or right
    if left[-1] != right[-1]:
        raise AxesClash("inner", (left, right), (len(left) - 1, len(right) - 1))
    return left[:-1] + right[:-1]


def _inner_right_latex(facts: Facts) -> str:
    if len(facts.shapes["x"]) == 2:
        return r"\left(<g>\right)^{\top} <x>"
    return r"<g> \, <x>" if len(facts.shapes["x"]) < 2 else r"\operatorname{tensordot}\left(<g>, <x>\right)"


inner: Operation = Operation(
    name="inner",
    sign="inner",
    family=FAMILY,
    summary="The sum of products over the last axis of x and the last of y.",
    operands=("x", "y"),
    forward=np.inner,
    shape=_inner_shape,
    work=lambda x, y: prod(_inner_shape(x, y)) * max(x[-1:], default=1),
    resolve=same,
    vjp=(
        lambda upstream, z, x, y: _vjp_left(upstream, z, x, y, **_last(x, y)),
        lambda upstream, z, x, y: _vjp_right(upstream, z, x, y, **_last(x, y)),
    ),
    jvp=(lambda t, _z, _x, y: inner(t, y), lambda t, _z, x, _y: inner(x, t)),
    local=("general", "general"),
    latex=r"\langle <x>, <y> \rangle",
    vjp_latex=(
        lambda facts: (
            r"<g> \, <y>" if len(facts.shapes["y"]) < 3 else r"\operatorname{tensordot}\left(<g>, <y>\right)"
        ),
        _inner_right_latex,
    ),
    jvp_latex=(r"\langle <t>, <y> \rangle", r"\langle <x>, <t> \rangle"),
    samples=tuple(
        Sample(shapes, {})
        for shapes in (
            ((3,), (3,)),
            ((2, 3), (4, 3)),
            ((2, 3), (3,)),
            ((3,), (2, 3)),
            ((2, 2, 3), (4, 3)),
            ((), (2, 3)),
            ((2,), ()),
            ((), ()),
            ((2, 0), (0,)),
        )
    ),
)


# Kronecker: each number of x times the whole of y. The shorter shape gets axes of size 1 in front.


def _padded(left: Shape, right: Shape) -> tuple[Shape, Shape]:
    ndim = max(len(left), len(right))
    return (1,) * (ndim - len(left)) + left, (1,) * (ndim - len(right)) + right


def _kron_shape(left: Shape, right: Shape, /) -> Shape:
    return tuple(one * other for one, other in zip(*_padded(left, right), strict=True))


def _interleaved(first: Shape, second: Shape) -> Shape:
    return tuple(chain.from_iterable(zip(first, second, strict=True)))


def _kron_back(upstream: Value, other: Value, x: Value, y: Value, *, left: bool) -> Value:
    """Take each axis of the upstream gradient apart, multiply by the other operand, sum over its axes."""
    first, second = _padded(x.shape, y.shape)
    ones = (1,) * len(first)
    apart = reshape(upstream, shape=_interleaved(first, second))
    factor = reshape(other, shape=_interleaved(ones, second) if left else _interleaved(first, ones))
    total = sum_(apart * factor, axis=tuple(range(int(left), 2 * len(first), 2)), keepdims=False)
    return reshape(total, shape=x.shape if left else y.shape)


kron: Operation = Operation(
    name="kron",
    sign="kron",
    family=FAMILY,
    summary="The Kronecker product: each number of x times the whole of y, side by side.",
    operands=("x", "y"),
    forward=np.kron,
    shape=_kron_shape,
    resolve=same,
    vjp=(
        lambda upstream, _z, x, y: _kron_back(upstream, y, x, y, left=True),
        lambda upstream, _z, x, y: _kron_back(upstream, x, x, y, left=False),
    ),
    jvp=(lambda t, _z, _x, y: kron(t, y), lambda t, _z, x, _y: kron(x, t)),
    local=("general", "general"),
    latex=r"<x> \otimes <y>",
    vjp_latex=(
        r"{\textstyle\sum}_{kl}\, \left(<g>\right)_{ik,jl} \, {<y>}_{kl}",
        r"{\textstyle\sum}_{ij}\, \left(<g>\right)_{ik,jl} \, {<x>}_{ij}",
    ),
    jvp_latex=(r"<t> \otimes <y>", r"<x> \otimes <t>"),
    samples=tuple(
        Sample(shapes, {})
        for shapes in (
            ((2, 3), (3, 2)),
            ((2,), (3,)),
            ((2, 2), (3,)),
            ((2,), (2, 1, 3)),
            ((), (2, 2)),
            ((2,), ()),
            ((), ()),
            ((1, 1), (1, 1)),
            ((2, 0), (2, 2)),
        )
    ),
)
