"""Triangular matrices: solve_triangular and cholesky. Axes before the last two are a batch."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from retrograd.errors import NotPositiveDefinite
from retrograd.ops.linear_algebra import (
    SOLVABLE,
    SQUARE,
    aligned,
    as_columns,
    as_right_side,
    as_solution,
    cubic,
    left_latex,
    on_finite,
    right_latex,
    solution_shape,
    square_only,
    unless_singular,
    well_conditioned,
)
from retrograd.ops.matrix import FAMILY
from retrograd.ops.matrix_parts import tril, triu
from retrograd.ops.op import REQUIRED, Facts, Kind, Operation, Parameter, Sample, Value


def _triangle_of(x: Value, *, upper: bool, unitriangular: bool) -> Value:
    """Return the cells of `x` that count; the diagonal does not if it is taken to be all ones."""
    offset = int(unitriangular)
    return triu(x, k=offset) if upper else tril(x, k=-offset)


def _substituted(triangle: Any, y: Any, *, upper: bool) -> Any:
    """Solve by substitution: elimination of an upper triangle has nothing to eliminate and nothing to swap."""
    if upper:
        return np.linalg.solve(triangle, y)
    rows = 0 if y.ndim == 1 else -2
    turned = np.linalg.solve(np.flip(triangle, (-2, -1)), np.flip(y, rows))
    return np.flip(turned, rows if y.ndim > 1 else -1)


def _triangular_forward(x: Any, y: Any, *, upper: bool, unitriangular: bool) -> Any:
    triangle = _triangle_of(x, upper=upper, unitriangular=unitriangular)
    if unitriangular:
        triangle = triangle + np.eye(x.shape[-1], dtype=x.dtype)
    return unless_singular("solve_triangular", lambda one: _substituted(one, y, upper=upper), triangle)


def _through_transposed(columns: Value, x: Value, flags: dict[str, bool]) -> Value:
    return solve_triangular(x.mT, columns, **{**flags, "upper": not flags["upper"]})


def _triangular_vjp_left(upstream: Value, z: Value, x: Value, y: Value, **flags: bool) -> Value:
    back = _through_transposed(as_columns(upstream, y), x, flags)
    return -_triangle_of(back @ as_columns(z, y).mT, **flags)


def _triangular_jvp_left(t: Value, z: Value, x: Value, y: Value, **flags: bool) -> Value:
    return -as_solution(solve_triangular(x, _triangle_of(t, **flags) @ as_columns(z, y), **flags), y)


def _triangle_latex(facts: Facts) -> str:
    return r"\operatorname{triu}" if facts.attributes["upper"] else r"\operatorname{tril}"


solve_triangular: Operation = Operation(
    name="solve_triangular",
    work=cubic,
    sign="solve_triangular",
    family=FAMILY,
    summary="The solution z of x z = y where only one triangle of x counts, the other is taken to be 0.",
    operands=("x", "y"),
    parameters=(
        Parameter("upper", Kind.FLAG, REQUIRED),
        Parameter("unitriangular", Kind.FLAG, default=False, keyword_only=True),
    ),
    forward=_triangular_forward,
    shape=solution_shape,
    resolve=lambda *_shapes, **flags: flags,
    align=partial(aligned, "solve_triangular"),
    vjp=(
        _triangular_vjp_left,
        lambda upstream, _z, x, y, **flags: as_right_side(_through_transposed(as_columns(upstream, y), x, flags), y),
    ),
    jvp=(_triangular_jvp_left, lambda t, _z, x, _y, **flags: solve_triangular(x, t, **flags)),
    local=("general", "general"),
    latex=lambda facts: _triangle_latex(facts) + r"(<x>)^{-1} \, <y>",
    vjp_latex=(
        lambda facts: left_latex(
            _triangle_latex(facts) + r"(<x>)^{-\top}", rf"-{_triangle_latex(facts)}\left(?\right)"
        )(facts),
        lambda facts: right_latex(_triangle_latex(facts) + r"(<x>)^{-\top}")(facts),
    ),
    jvp_latex=(
        lambda facts: rf"-{_triangle_latex(facts)}(<x>)^{{-1}} \, {_triangle_latex(facts)}\left(<t>\right) <z>",
        lambda facts: _triangle_latex(facts) + r"(<x>)^{-1} \, <t>",
    ),
    domain=(-1.0, 1.0),
    prepare=well_conditioned,
    samples=tuple(
        Sample(shapes, {"upper": upper, "unitriangular": unitriangular})
        for upper, unitriangular in ((False, False), (True, False), (False, True), (True, True))
        for shapes in (SOLVABLE if not unitriangular else SOLVABLE[:2])
    ),
)


# Cholesky: with Φ the lower triangle with half its diagonal, the tangent is dL = L Φ(L⁻¹ dA L⁻ᵀ) and the gradient
# sym(L⁻ᵀ Φ(Lᵀ g) L⁻¹) (Murray, Differentiation of the Cholesky decomposition, arXiv:1602.07527, 2016, sec. 2.1, 3.1).


def _symmetric(x: Value) -> Value:
    return (x + x.mT) * 0.5


def _lower_half(x: Value) -> Value:
    return (tril(x, k=0) + tril(x, k=-1)) * 0.5


def _divided_by(x: Value, lower: Value) -> Value:
    """Return X L⁻¹."""
    return _through_transposed(x.mT, lower, {"upper": False, "unitriangular": False}).mT


def _cholesky_forward(x: Any) -> Any:
    """Take the symmetric part, so that the value and the gradient, which is symmetric, are of one function."""
    try:
        return on_finite(np.linalg.cholesky, _symmetric(x))
    except np.linalg.LinAlgError:
        raise NotPositiveDefinite("cholesky") from None


def _cholesky_vjp(upstream: Value, z: Value, _x: Value) -> Value:
    middle = _lower_half(z.mT @ upstream)
    left = _through_transposed(middle, z, {"upper": False, "unitriangular": False})
    return _symmetric(_divided_by(left, z))


def _cholesky_jvp(t: Value, z: Value, _x: Value) -> Value:
    left = solve_triangular(z, _symmetric(t), upper=False, unitriangular=False)
    return z @ _lower_half(solve_triangular(z, left.mT, upper=False, unitriangular=False).mT)


def _positive_definite(x: Any) -> tuple[Any, ...]:
    return (x @ np.swapaxes(x, -1, -2) + np.eye(x.shape[-1]),)


cholesky: Operation = Operation(
    name="cholesky",
    work=cubic,
    sign="cholesky",
    family=FAMILY,
    summary="The lower triangle z with z z.T the symmetric part of x; the gradient is symmetric, as in PyTorch.",
    operands=("x",),
    forward=_cholesky_forward,
    shape=lambda shape: shape,
    resolve=partial(square_only, "cholesky"),
    vjp=(_cholesky_vjp,),
    jvp=(_cholesky_jvp,),
    local=("general",),
    latex=r"\operatorname{chol}(<x>)",
    vjp_latex=(r"\operatorname{sym}\left(<z>^{-\top} \, \Phi\left(<z>^{\top} \, <g>\right) <z>^{-1}\right)",),
    jvp_latex=(r"<z> \, \Phi\left(<z>^{-1} \, <t> \, <z>^{-\top}\right)",),
    prepare=_positive_definite,
    samples=SQUARE,
)
