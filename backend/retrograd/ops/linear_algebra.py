"""Matrices as equations: inv, pinv, solve. Axes before the last two are a batch.

A matrix without an inverse is refused (SingularMatrix), as by both libraries; one that holds NaN or infinity gives
NaN. The rules are those of Giles, Collected Matrix Derivative Results for Forward and Reverse Mode Algorithmic
Differentiation, 2008, unless another source is named.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import prod
from typing import Any

import numpy as np

from retrograd.errors import AxesClash, BadAxis, NotSquare, SingularMatrix
from retrograd.ops.matrix import FAMILY, common_batch, over_batch
from retrograd.ops.op import Facts, Operation, Sample, Shape, Value
from retrograd.ops.reductions import sum_
from retrograd.ops.shaping import reshape

SQUARE = tuple(Sample((shape,), {}) for shape in ((3, 3), (2, 2), (1, 1), (2, 3, 3), (2, 1, 2, 2), (0, 0)))


def square_only(name: str, shape: Shape, /, **attributes: Any) -> dict[str, Any]:
    """Resolve the attributes of an operation on square matrices; raises NotSquare."""
    if len(shape) < 2 or shape[-1] != shape[-2]:
        raise NotSquare(name, shape)
    return attributes


def on_finite(function: Callable[[Any], Any], x: Any) -> Any:
    """Apply `function` to each matrix of `x`; one that holds NaN or infinity gives NaN and never an exception."""
    strange = ~np.isfinite(x).all(axis=(-2, -1))
    if not np.any(strange):
        return function(x)
    identity = np.eye(*x.shape[-2:], dtype=x.dtype)
    result = np.array(function(np.where(strange[..., None, None], identity, x)))
    result[strange] = np.nan
    return result


def unless_singular(name: str, function: Callable[[Any], Any], x: Any) -> Any:
    """Apply `function` to each matrix; raises SingularMatrix where LAPACK finds no inverse."""
    try:
        return on_finite(function, x)
    except np.linalg.LinAlgError:
        raise SingularMatrix(name) from None


def well_conditioned(x: Any, *others: Any) -> tuple[Any, ...]:
    """Return random matrices with a larger diagonal: far from singular, of full rank, not symmetric."""
    return (x + 3 * np.eye(*x.shape[-2:]), *others)


def _inv_vjp(upstream: Value, z: Value, _x: Value) -> Value:
    back = z.mT
    return -(back @ upstream @ back)


def cubic(matrix: Shape, *_others: Shape, **_attributes: Any) -> int:
    """Return the multiply-adds of a decomposition, to within a factor: n³ for each matrix of a stack."""
    return prod(matrix) * max(matrix[-2:], default=1)


inv: Operation = Operation(
    name="inv",
    work=cubic,
    aliases=("inverse",),
    sign="inv",
    family=FAMILY,
    summary="The inverse of each matrix.",
    operands=("x",),
    forward=lambda x: unless_singular("inv", np.linalg.inv, x),
    shape=lambda shape: shape,
    resolve=partial(square_only, "inv"),
    vjp=(_inv_vjp,),
    jvp=(lambda t, z, _x: -(z @ t @ z),),
    local=("general",),
    latex=r"<x>^{-1}",
    vjp_latex=(r"-<z>^{\top} \, <g> \, <z>^{\top}",),
    jvp_latex=(r"-<z> \, <t> \, <z>",),
    domain=(-1.0, 1.0),
    prepare=well_conditioned,
    samples=SQUARE,
)


# The pseudo-inverse: d P = -P dA P + P Pᵀ dAᵀ (I - A P) + (I - P A) dAᵀ Pᵀ P where the rank stays as it is
# (Golub & Pereyra, SIAM J. Numer. Anal. 10, 1973, eq. 4.12).


def _pseudo(x: Any) -> Any:
    """Singular values below max(m, n) ε times the largest count as 0, as in PyTorch."""
    return np.linalg.pinv(x, rtol=max(x.shape[-2:]) * np.finfo(x.dtype).eps)


def _pinv_jvp(t: Value, z: Value, x: Value) -> Value:
    change, back = t.mT, z.mT
    column, row = z @ (back @ change), change @ back @ z
    return column - column @ x @ z + row - z @ (x @ row) - z @ t @ z


def _pinv_vjp(upstream: Value, z: Value, x: Value) -> Value:
    change, back = upstream.mT, z.mT
    row, column = change @ z @ back, back @ (z @ change)
    return row - x @ (z @ row) + column - column @ z @ x - back @ upstream @ back


def _pinv_resolve(shape: Shape, /) -> dict[str, Any]:
    if len(shape) < 2:
        raise BadAxis(-2, len(shape))
    return {}


pinv: Operation = Operation(
    name="pinv",
    work=cubic,
    aliases=("pinverse",),
    sign="pinv",
    family=FAMILY,
    summary="The pseudo-inverse of Moore and Penrose of each matrix; the gradient holds while the rank stays.",
    operands=("x",),
    forward=lambda x: np.swapaxes(on_finite(lambda one: np.swapaxes(_pseudo(one), -1, -2), x), -1, -2),
    shape=lambda shape: (*shape[:-2], shape[-1], shape[-2]),
    resolve=_pinv_resolve,
    vjp=(_pinv_vjp,),
    jvp=(_pinv_jvp,),
    local=("general",),
    latex=r"<x>^{+}",
    vjp_latex=(
        r"-<z>^{\top} \, <g> \, <z>^{\top} + \left(I - <x> \, <z>\right) \left(<g>\right)^{\top} <z> \, <z>^{\top}"
        r" + <z>^{\top} \, <z> \left(<g>\right)^{\top} \left(I - <z> \, <x>\right)",
    ),
    jvp_latex=(
        r"-<z> \, <t> \, <z> + <z> \, <z>^{\top} \, <t>^{\top} \left(I - <x> \, <z>\right)"
        r" + \left(I - <z> \, <x>\right) <t>^{\top} \, <z>^{\top} \, <z>",
    ),
    domain=(-1.0, 1.0),
    prepare=well_conditioned,
    samples=tuple(Sample((shape,), {}) for shape in ((3, 2), (2, 3), (3, 3), (1, 1), (2, 3, 2), (1, 3), (2, 0))),
)


# Equations A X = B. With one axis B is a vector, else matrices, as in NumPy 2; a vector serves a whole batch.


def aligned(name: str, left: Shape, right: Shape) -> tuple[Shape, Shape]:
    """Return the shapes with the batch axes of both broadcast together; raises NotSquare, AxesClash, ShapesClash."""
    square_only(name, left)
    if not right or right[max(len(right) - 2, 0)] != left[-1]:
        raise AxesClash(name, (left, right), (len(left) - 1, max(len(right) - 2, 0)))
    if len(right) == 1:
        return left, right
    return common_batch(name, left, right)


def solution_shape(left: Shape, right: Shape, **_: Any) -> Shape:
    """Return the shape of the solution: that of the right side, for each matrix of a batch."""
    return left[:-1] if len(right) == 1 else right


def as_columns(value: Value, y: Value) -> Value:
    """Return `value`, of the solution's shape, as matrices: a vector is one column."""
    return reshape(value, shape=(*value.shape, 1)) if len(y.shape) == 1 else value


def as_solution(columns: Value, y: Value) -> Value:
    """Undo `as_columns`."""
    return reshape(columns, shape=columns.shape[:-1]) if len(y.shape) == 1 else columns


def as_right_side(columns: Value, y: Value) -> Value:
    """Return the gradient of `y` from that of its columns: of a vector, the sum over the batch that it served."""
    if len(y.shape) > 1:
        return columns
    total = sum_(columns, axis=tuple(range(len(columns.shape) - 2)), keepdims=False)
    return reshape(total, shape=y.shape)


def left_latex(inverse: str, over: str) -> Callable[[Facts], str]:
    """Return the formula of x's gradient, put in the place of `?` in `over`."""

    def formula(facts: Facts) -> str:
        product = r"\otimes <z>" if len(facts.shapes["y"]) == 1 else r"\, <z>^{\top}"
        return over.replace("?", rf"\left({inverse} \, <g>\right) {product}")

    return formula


def right_latex(inverse: str) -> Callable[[Facts], str]:
    """Return the formula of y's gradient."""
    return lambda facts: over_batch(facts, "y", "x") + rf"{inverse} \, <g>"


def _solve_vjp_left(upstream: Value, z: Value, x: Value, y: Value) -> Value:
    back = solve(x.mT, as_columns(upstream, y))
    return -(back @ as_columns(z, y).mT)


def _solve_jvp_left(t: Value, z: Value, x: Value, y: Value) -> Value:
    return -as_solution(solve(x, t @ as_columns(z, y)), y)


SOLVABLE: tuple[tuple[Shape, Shape], ...] = (
    ((3, 3), (3, 2)),
    ((3, 3), (3,)),
    ((1, 1), (1,)),
    ((2, 2), (2, 1)),
    ((2, 3, 3), (2, 3, 2)),
    ((2, 3, 3), (3, 2)),
    ((2, 2), (3, 2, 2)),
    ((2, 3, 3), (3,)),
    ((2, 1, 2, 2), (3, 2, 1)),
    ((2, 2), (2, 0)),
)

solve: Operation = Operation(
    name="solve",
    work=cubic,
    sign="solve",
    family=FAMILY,
    summary="The solution z of x z = y, for y a vector or a matrix of right sides.",
    operands=("x", "y"),
    forward=lambda x, y: unless_singular("solve", lambda matrices: np.linalg.solve(matrices, y), x),
    shape=solution_shape,
    resolve=lambda *_shapes: {},
    align=partial(aligned, "solve"),
    vjp=(
        _solve_vjp_left,
        lambda upstream, _z, x, y: as_right_side(solve(x.mT, as_columns(upstream, y)), y),
    ),
    jvp=(_solve_jvp_left, lambda t, _z, x, _y: solve(x, t)),
    local=("general", "general"),
    latex=r"<x>^{-1} \, <y>",
    vjp_latex=(left_latex(r"<x>^{-\top}", "-?"), right_latex(r"<x>^{-\top}")),
    jvp_latex=(r"-<x>^{-1} \, <t> \, <z>", r"<x>^{-1} \, <t>"),
    domain=(-1.0, 1.0),
    prepare=well_conditioned,
    samples=tuple(Sample(shapes, {}) for shapes in SOLVABLE),
)
