"""Determinants: det, and sign and logarithm of its size. Axes before the last two are a batch.

The gradient of det is the matrix of cofactors (Jacobi's formula), which is det(A) A⁻ᵀ only where there is an inverse.
Here it is made of singular values, so that it is right for a singular matrix too. A cofactor is, up to its sign, the
determinant of a minor, so that the cofactors can be differentiated again, as often as one likes, by their minors.
They are many: beyond `LARGEST_SIDE` rows the inverse is used instead, and from order two on a singular matrix is
refused.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from retrograd.ops.forms import several
from retrograd.ops.linear_algebra import SQUARE, cubic, inv, on_finite, square_only, well_conditioned
from retrograd.ops.matrix import FAMILY
from retrograd.ops.op import Operation, Result, Sample, Shape, Value, numbers
from retrograd.ops.reductions import spread, sum_
from retrograd.ops.shaping import linear

LARGEST_SIDE = 8


def _axes(x: Value) -> tuple[int, int]:
    return len(x.shape) - 2, len(x.shape) - 1


def _over_cells(x: Value) -> Value:
    return sum_(x, axis=_axes(x), keepdims=False)


# The minors: for each cell the matrix without its row and its column.


def _others(size: int) -> Any:
    """Return for each position the other positions."""
    return np.array([[other for other in range(size) if other != one] for one in range(size)], int).reshape(
        size, max(size - 1, 0)
    )


def _minors(x: Any) -> Any:
    kept = _others(x.shape[-1])
    return x[..., kept[:, None, :, None], kept[None, :, None, :]]


def _minors_shape(shape: Shape, /) -> Shape:
    less = max(shape[-1] - 1, 0)
    return (*shape, less, less)


def _from_minors(x: Any) -> Any:
    """Add each cell of each minor to the cell that it was taken from."""
    size = x.shape[-3]
    cells, kept = np.zeros(x.shape[:-2], x.dtype), _others(size)
    for row in range(size):
        for column in range(size):
            cells[..., kept[row][:, None], kept[column]] += x[..., row, column, :, :]
    return cells


minors: Operation = linear(
    "minors",
    family=FAMILY,
    summary="For each cell the matrix without its row and its column.",
    forward=_minors,
    shape=_minors_shape,
    resolve=partial(square_only, "minors"),
    transpose=lambda upstream, _z, _x: from_minors(upstream),
    local="selection",
    latex=r"\operatorname{minors}(<x>)",
    vjp_latex=(r"\operatorname{minors}^{\top}\left(<g>\right)",),
    samples=(*SQUARE[:4],),
    public=False,
)

from_minors: Operation = linear(
    "from_minors",
    family=FAMILY,
    summary="The transpose of minors.",
    forward=_from_minors,
    shape=lambda shape: shape[:-2],
    resolve=partial(square_only, "from_minors"),
    transpose=lambda upstream, _z, _x: minors(upstream),
    local="selection",
    latex=r"\operatorname{minors}^{\top}(<x>)",
    vjp_latex=(r"\operatorname{minors}\left(<g>\right)",),
    samples=tuple(Sample((shape,), {}) for shape in ((3, 3, 2, 2), (1, 1, 0, 0), (2, 2, 2, 1, 1))),
    public=False,
)


# The cofactors.


def _of_finite(x: Any) -> Any:
    """With A = U S Vᵀ the cofactors are det(U) det(V) U C Vᵀ, where C holds the products of all other values of S."""
    left, values, right = np.linalg.svd(x)
    size = x.shape[-1]
    table = np.where(np.eye(size, dtype=bool), x.dtype.type(1), values[..., None, :])
    sign = np.sign(np.linalg.det(left) * np.linalg.det(right))
    return sign[..., None, None] * (left * np.prod(table, axis=-1)[..., None, :]) @ right


def _signs(x: Value) -> Any:
    """Return 1 and -1 as on a chessboard."""
    positions = np.arange(x.shape[-1])
    return (1 - 2 * ((positions[:, None] + positions) % 2)).astype(numbers(x).dtype)


def _by_minors(x: Value) -> bool:
    return bool(x.shape[-1] <= LARGEST_SIDE)


def _cofactors_vjp(upstream: Value, z: Value, x: Value) -> Value:
    if _by_minors(x):
        parts = cofactors(minors(x))
        return from_minors(parts * spread(upstream * _signs(x), parts, _axes(parts)))
    back = inv(x).mT
    return back * spread(_over_cells(upstream * z), x, _axes(x)) - z @ upstream.mT @ back


def _cofactors_jvp(t: Value, z: Value, x: Value) -> Value:
    if _by_minors(x):
        return _over_cells(cofactors(minors(x)) * minors(t)) * _signs(x)
    back = inv(x).mT
    return z * spread(_over_cells(back * t), x, _axes(x)) - back @ t.mT @ z


cofactors: Operation = Operation(
    name="cofactors",
    work=cubic,
    sign="cofactors",
    family=FAMILY,
    summary="For each cell the determinant without its row and its column, with its sign.",
    operands=("x",),
    forward=lambda x: on_finite(_of_finite, x),
    shape=lambda shape: shape,
    resolve=partial(square_only, "cofactors"),
    vjp=(_cofactors_vjp,),
    jvp=(_cofactors_jvp,),
    local=("general",),
    latex=r"\operatorname{adj}(<x>)^{\top}",
    vjp_latex=(r"\operatorname{minors}^{\top}\left(<g> \odot \operatorname{adj}(\operatorname{minors}(<x>))\right)",),
    jvp_latex=(
        r"{\textstyle\sum}\, \operatorname{adj}(\operatorname{minors}(<x>)) \odot \operatorname{minors}(<t>)",
    ),
    samples=SQUARE,
    public=False,
)


det: Operation = Operation(
    name="det",
    work=cubic,
    sign="det",
    family=FAMILY,
    summary="The determinant of each matrix; the gradient is right for a singular matrix, too.",
    operands=("x",),
    forward=lambda x: on_finite(np.linalg.det, x),
    shape=lambda shape: shape[:-2],
    resolve=partial(square_only, "det"),
    vjp=(lambda upstream, _z, x: spread(upstream, x, _axes(x)) * cofactors(x),),
    jvp=(lambda t, _z, x: _over_cells(cofactors(x) * t),),
    local=("general",),
    latex=r"\operatorname{det}(<x>)",
    vjp_latex=(r"<g> \, \operatorname{adj}(<x>)^{\top}",),
    jvp_latex=(r"\operatorname{tr}\left(\operatorname{adj}(<x>) \, <t>\right)",),
    samples=SQUARE,
)


# Sign and logarithm of the size of det, which neither overflow nor vanish where det does.


def _size_slope(z: Value, x: Value) -> Value:
    """A⁻ᵀ; where det is 0 and its logarithm is -inf, the cofactors divided by 0, as the chain rule has it."""
    if np.all(numbers(z) != -np.inf):
        return inv(x).mT
    return cofactors(x) / spread(det(x), x, _axes(x))


slogdet_sign: Operation = Operation(
    name="slogdet_sign",
    work=cubic,
    sign="slogdet_sign",
    family=FAMILY,
    summary="The sign of the determinant: 1, -1, or 0. No gradient passes.",
    operands=("x",),
    forward=lambda x: on_finite(lambda one: np.linalg.slogdet(one).sign, x),
    shape=lambda shape: shape[:-2],
    resolve=partial(square_only, "slogdet"),
    vjp=(None,),
    jvp=(None,),
    local=("none",),
    latex=r"\operatorname{sign}\left(\operatorname{det}(<x>)\right)",
    vjp_latex=("",),
    samples=SQUARE,
    public=False,
)

slogdet_logabsdet: Operation = Operation(
    name="slogdet_logabsdet",
    work=cubic,
    sign="slogdet_logabsdet",
    family=FAMILY,
    summary="The logarithm of the size of the determinant; -inf if that is 0.",
    operands=("x",),
    forward=lambda x: on_finite(lambda one: np.linalg.slogdet(one).logabsdet, x),
    shape=lambda shape: shape[:-2],
    resolve=partial(square_only, "slogdet"),
    vjp=(lambda upstream, z, x: spread(upstream, x, _axes(x)) * _size_slope(z, x),),
    jvp=(lambda t, z, x: _over_cells(_size_slope(z, x) * t),),
    local=("general",),
    latex=r"\log \left|\operatorname{det}(<x>)\right|",
    vjp_latex=(r"<g> \, <x>^{-\top}",),
    jvp_latex=(r"\operatorname{tr}\left(<x>^{-1} \, <t>\right)",),
    domain=(-1.0, 1.0),
    prepare=well_conditioned,
    samples=SQUARE,
    public=False,
)

slogdet = several(
    "slogdet",
    family=FAMILY,
    summary="The sign of the determinant, and the logarithm of its size, which does not overflow.",
    operands=("x",),
    resolve=partial(square_only, "slogdet"),
    results=lambda _shape: (Result(slogdet_sign, (0,), {}), Result(slogdet_logabsdet, (0,), {})),
    latex=(
        r"\left(\operatorname{sign}\left(\operatorname{det}(x)\right), "
        r"\log \left|\operatorname{det}(x)\right|\right)"
    ),
    vjp_latex=("",),
)
