"""Parts of matrices, and matrices of vectors: trace, diag, tril, triu, outer."""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any

import numpy as np

from retrograd.errors import BadAxis
from retrograd.ops.indexing import scatter
from retrograd.ops.matrix import FAMILY
from retrograd.ops.op import Kind, Operation, Parameter, Sample, Shape, Value, numbers, same
from retrograd.ops.shaping import linear, reshape

OFFSET = (Parameter("k", Kind.WHOLE, 0),)
OFFSETS = tuple(Sample((shape,), {"k": k}) for shape in ((3, 3), (2, 4), (4, 2)) for k in (0, 1, -1))


def _matrix_only(shape: Shape, /, **attributes: Any) -> dict[str, Any]:
    if len(shape) < 2:
        raise BadAxis(-2, len(shape))
    return attributes


def _triangle(name: str, which: str, forward: Callable[..., Any]) -> Operation:
    declared: Operation = linear(
        name,
        family=FAMILY,
        summary=f"The {which} triangle of each matrix, from the k-th diagonal on; the other cells are 0.",
        parameters=OFFSET,
        forward=lambda x, *, k: forward(x, k),
        shape=lambda shape, **_: shape,
        resolve=_matrix_only,
        transpose=lambda upstream, _z, _x, *, k: declared(upstream, k=k),
        local="selection",
        latex=rf"\operatorname{{{name}}}(<x>)",
        vjp_latex=(rf"\operatorname{{{name}}}\left(<g>\right)",),
        samples=(*OFFSETS, Sample(((2, 3, 3),), {"k": 0})),
    )
    return declared


tril = _triangle("tril", "lower", np.tril)
triu = _triangle("triu", "upper", np.triu)


def _on_diagonal(cells: Value, shape: Shape, k: int) -> Value:
    """Return a matrix of `shape` with `cells` on its k-th diagonal."""
    length = cells.shape[0]
    places = np.arange(length)
    first = (max(-k, 0), max(k, 0)) if length else (0, 0)
    return scatter(cells, index=(places + first[0], places + first[1]), shape=shape)


def _diagonal_length(shape: Shape, k: int) -> int:
    return max(min(shape[0] + min(k, 0), shape[1] - max(k, 0)), 0)


def _resolve_diag(shape: Shape, /, *, k: int) -> dict[str, Any]:
    if len(shape) not in {1, 2}:
        raise BadAxis(1, len(shape))
    return {"k": k}


def _diag_shape(shape: Shape, /, *, k: int) -> Shape:
    if len(shape) == 1:
        side = shape[0] + abs(k)
        return (side, side)
    return (_diagonal_length(shape, k),)


def _diagonal(x: Any, *, k: int) -> Any:
    return np.diag(x, k) if x.ndim == 1 or _diagonal_length(x.shape, k) else np.zeros(0, x.dtype)


def _diag_back(upstream: Value, _z: Value, x: Value, *, k: int) -> Value:
    return diag(upstream, k=k) if len(x.shape) == 1 else _on_diagonal(upstream, x.shape, k)


diag: Operation = linear(
    "diag",
    aliases=("diagonal",),
    family=FAMILY,
    summary="The k-th diagonal of a matrix; of a vector, the matrix with it on that diagonal.",
    parameters=OFFSET,
    forward=_diagonal,
    shape=_diag_shape,
    resolve=_resolve_diag,
    transpose=_diag_back,
    local="selection",
    latex=r"\operatorname{diag}(<x>)",
    vjp_latex=(r"\operatorname{diag}\left(<g>\right)",),
    samples=(*OFFSETS, Sample(((3,),), {"k": 0}), Sample(((2,),), {"k": 1}), Sample(((2,),), {"k": -2})),
)


def _resolve_trace(shape: Shape, /) -> dict[str, Any]:
    if len(shape) != 2:
        raise BadAxis(1, len(shape))
    return {}


trace = linear(
    "trace",
    family=FAMILY,
    summary="The sum of the diagonal of a matrix.",
    forward=np.trace,
    shape=lambda _shape: (),
    resolve=_resolve_trace,
    transpose=lambda upstream, _z, x: upstream * np.eye(*x.shape, dtype=numbers(x).dtype),
    local="reduction",
    latex=r"\operatorname{tr}(<x>)",
    vjp_latex=(r"<g> \, I",),
    samples=tuple(Sample((shape,), {}) for shape in ((3, 3), (2, 3), (3, 1), (1, 1))),
)


def _flat(x: Value, *, column: bool) -> Value:
    length = prod(x.shape)
    return reshape(x, shape=(length, 1) if column else (1, length))


def _outer(x: Value, y: Value) -> Value:
    return _flat(x, column=True) @ _flat(y, column=False)


outer = Operation(
    name="outer",
    sign="outer",
    family=FAMILY,
    summary="Each number of x times each of y; both are taken in row-major order.",
    operands=("x", "y"),
    forward=np.outer,
    shape=lambda left, right: (prod(left), prod(right)),
    resolve=same,
    vjp=(
        lambda upstream, _z, x, y: reshape(upstream @ _flat(y, column=True), shape=x.shape),
        lambda upstream, _z, x, y: reshape(_flat(x, column=False) @ upstream, shape=y.shape),
    ),
    jvp=(lambda t, _z, _x, y: _outer(t, y), lambda t, _z, x, _y: _outer(x, t)),
    local=("general", "general"),
    latex=r"<x> \otimes <y>",
    vjp_latex=(r"<g> \, <y>", r"<g>^{\top} \, <x>"),
    jvp_latex=(r"<t> \otimes <y>", r"<x> \otimes <t>"),
    samples=tuple(
        Sample(shapes, {}) for shapes in (((3,), (2,)), ((1,), (3,)), ((2, 2), (3,)), ((), (2,)), ((0,), (2,)))
    ),
)
