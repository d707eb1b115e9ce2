"""Singular, indefinite, triangular and infinite matrices: what each operation does with them, and its gradients."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

from retrograd.autodiff.reverse import gradient
from retrograd.errors import AxesClash, NotPositiveDefinite, SingularMatrix
from retrograd.ops import OPS, determinants
from retrograd.tensor import Tensor, apply

from .counterparts import COUNTERPARTS

RANK_TWO = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [5.0, 7.0, 9.0]]
RANK_ONE = [[1.0, 2.0, -1.0], [2.0, 4.0, -2.0], [3.0, 6.0, -3.0]]
NOTHING = [[0.0] * 3] * 3
INVERTIBLE = [[2.0, 1.0, 0.5], [0.0, 3.0, 1.0], [-1.0, 0.5, 2.0]]
CALLS: dict[str, tuple[int, dict[str, Any]]] = {
    "inv": (1, {}),
    "pinv": (1, {}),
    "det": (1, {}),
    "slogdet_sign": (1, {}),
    "slogdet_logabsdet": (1, {}),
    "cofactors": (1, {}),
    "cholesky": (1, {}),
    "solve": (2, {}),
    "solve_triangular": (2, {"upper": True, "unitriangular": False}),
}


def made(name: str, *operands: Any, **attributes: Any) -> Any:
    tensors = tuple(one if isinstance(one, Tensor) else Tensor(one) for one in operands)
    with np.errstate(all="ignore"):
        return apply(OPS[name], tensors, attributes)


def first_and_second(function: Callable[[Any], Any], cells: Any) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the gradient, and that of its sum weighted by 1, 2, 3, …"""
    leaf = Tensor(cells)
    (first,) = gradient(function(leaf), [leaf], record=True)
    weights = np.arange(1.0, leaf.value.size + 1).reshape(leaf.shape)
    (second,) = gradient(first * weights, [leaf])
    return first.value, second.value


def expected_by_rule_of_sarrus(cells: Any) -> tuple[NDArray[Any], NDArray[Any]]:
    x = torch.tensor(cells, dtype=torch.float64, requires_grad=True)
    signed = [(1, (0, 1, 2)), (1, (1, 2, 0)), (1, (2, 0, 1)), (-1, (2, 1, 0)), (-1, (1, 0, 2)), (-1, (0, 2, 1))]
    value = sum(sign * x[0, order[0]] * x[1, order[1]] * x[2, order[2]] for sign, order in signed)
    assert isinstance(value, torch.Tensor)
    (first,) = torch.autograd.grad(value, x, create_graph=True)
    weights = torch.arange(1.0, 10.0, dtype=torch.float64).reshape(3, 3)
    (second,) = torch.autograd.grad((first * weights).sum(), x)
    return first.detach().numpy(), second.numpy()


@pytest.mark.parametrize("cells", [RANK_TWO, RANK_ONE, NOTHING, INVERTIBLE])
def test_the_determinants_gradients_are_right_for_singular_matrices_too(cells: Any) -> None:
    found = first_and_second(OPS["det"], cells)
    for one, other in zip(found, expected_by_rule_of_sarrus(cells), strict=True):
        assert_allclose(one, other, rtol=1e-12, atol=1e-12)


def test_a_large_determinant_is_differentiated_again_by_the_inverse(monkeypatch: pytest.MonkeyPatch) -> None:
    by_minors = first_and_second(OPS["det"], INVERTIBLE)
    monkeypatch.setattr(determinants, "LARGEST_SIDE", 2)
    for one, other in zip(first_and_second(OPS["det"], INVERTIBLE), by_minors, strict=True):
        assert_allclose(one, other, rtol=1e-12, atol=1e-12)
    tangent = OPS["cofactors"].jvp[0]
    assert tangent is not None
    x, t = np.array(INVERTIBLE), np.arange(9.0).reshape(3, 3)
    inverse = tangent(t, OPS["cofactors"](x), x)
    monkeypatch.undo()
    assert_allclose(inverse, tangent(t, OPS["cofactors"](x), x), rtol=1e-12)


def test_a_large_singular_determinant_has_a_gradient_but_no_second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(determinants, "LARGEST_SIDE", 2)
    leaf = Tensor(RANK_ONE)
    assert_allclose(gradient(OPS["det"](leaf), [leaf])[0].value, np.zeros((3, 3)), atol=1e-12)
    with pytest.raises(SingularMatrix):
        first_and_second(OPS["det"], NOTHING)


def test_the_logarithm_of_a_determinant_neither_overflows_nor_ends_in_an_exception() -> None:
    large = np.eye(400) * 1e3
    assert made("slogdet_logabsdet", large).value == pytest.approx(400 * np.log(1e3))
    assert made("slogdet_sign", -np.eye(3)).value == -1
    leaf = Tensor([[1.0, 2.0], [2.0, 4.0]])
    output = made("slogdet_logabsdet", leaf)
    assert output.value == -np.inf
    assert made("slogdet_sign", leaf).value == 0
    assert not made("slogdet_sign", leaf).requires_grad
    with np.errstate(all="ignore"):
        assert_array_equal(gradient(output, [leaf])[0].value, [[np.inf, -np.inf], [-np.inf, np.inf]])


@pytest.mark.parametrize("name", ["inv", "solve", "solve_triangular"])
def test_a_singular_matrix_is_refused_alone_and_in_a_stack(name: str) -> None:
    count, attributes = CALLS[name]
    for cells in (np.zeros((2, 2)), np.stack([np.eye(2), np.diag([1.0, 0.0])])):
        with pytest.raises(SingularMatrix) as caught:
            made(name, *[cells] * count, **attributes)
        assert caught.value.operation == name


def test_a_matrix_that_is_not_positive_definite_is_refused() -> None:
    for cells in (-np.eye(2), np.zeros((2, 2)), np.stack([np.eye(2), np.array([[1.0, 2.0], [2.0, 1.0]])])):
        with pytest.raises(NotPositiveDefinite):
            made("cholesky", cells)


@pytest.mark.parametrize("strange", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("name", CALLS)
def test_a_matrix_that_is_not_finite_gives_nan_and_leaves_its_neighbours_alone(name: str, strange: float) -> None:
    count, attributes = CALLS[name]
    sound = np.array([[2.0, 0.5], [0.5, 1.0]])
    leaf = Tensor(np.stack([sound, [[strange, 1.0], [1.0, 1.0]]]))
    others = [Tensor(np.ones((2, 2, 1)))] if count == 2 else []
    output = made(name, leaf, *others, **attributes)
    assert np.isnan(output.value[1]).any()
    assert_allclose(output.value[0], made(name, sound, *(one.value[0] for one in others), **attributes).value)
    if OPS[name].differentiable:
        with np.errstate(all="ignore"):
            back = gradient(output, [leaf])[0].value
        assert np.isfinite(back[0]).all()
        assert np.isnan(back[1]).any()


def test_a_right_side_that_is_not_finite_spoils_its_own_column_alone() -> None:
    for name, attributes in (("solve", {}), ("solve_triangular", CALLS["solve_triangular"][1])):
        solution = made(name, np.eye(2), np.array([[1.0, np.nan], [2.0, 3.0]]), **attributes).value
        assert solution[:, 0].tolist() == [1, 2]
        assert np.isnan(solution[0, 1])


def test_cholesky_is_of_the_symmetric_part_and_its_gradient_is_symmetric_as_pytorchs() -> None:
    symmetric = np.array([[4.0, 2.0], [2.0, 3.0]])
    leaf = Tensor(symmetric)
    output = OPS["cholesky"](leaf)
    weights = np.array([[1.0, 5.0], [2.0, 3.0]])  # the 5 is at a cell that is always 0
    theirs = torch.tensor(symmetric, requires_grad=True)
    answer = torch.linalg.cholesky(theirs)
    (expected,) = torch.autograd.grad(answer, theirs, torch.tensor(weights))
    found = gradient(output, [leaf], weights)[0].value
    assert_allclose(found, expected.numpy(), rtol=1e-13)
    assert_array_equal(found, found.T)
    skewed = symmetric + np.array([[0.0, 1.0], [-1.0, 0.0]])
    assert_allclose(OPS["cholesky"](Tensor(skewed)).value, output.value, rtol=1e-15)


@pytest.mark.parametrize("upper", [True, False])
def test_only_the_triangle_that_counts_is_read(upper: bool) -> None:
    full = np.array([[2.0, 3.0], [5.0, 4.0]])
    right = np.array([[2.0], [8.0]])
    triangle = np.triu(full) if upper else np.tril(full)
    other = np.tril(np.full((2, 2), np.nan), -1) if upper else np.triu(np.full((2, 2), np.nan), 1)
    leaf = Tensor(triangle + other)
    output = made("solve_triangular", leaf, right, upper=upper, unitriangular=False)
    assert_allclose(output.value, np.linalg.solve(triangle, right), rtol=1e-15)
    back = gradient(output, [leaf])[0].value
    assert np.isfinite(back).all()
    assert back[1, 0] == 0 if upper else back[0, 1] == 0


def test_a_diagonal_taken_to_be_ones_is_not_read_and_has_no_gradient() -> None:
    leaf = Tensor([[0.0, 3.0], [np.nan, 0.0]])
    output = made("solve_triangular", leaf, [1.0, 2.0], upper=True, unitriangular=True)
    assert output.value.tolist() == [-5, 2]
    assert gradient(output, [leaf])[0].value.tolist() == [[0, -2], [0, 0]]


def test_a_pseudo_inverse_of_lower_rank_has_pytorchs_value_and_gradient() -> None:
    for cells in (RANK_TWO, RANK_ONE, NOTHING):
        theirs = torch.tensor(cells, dtype=torch.float64, requires_grad=True)
        answer = COUNTERPARTS["pinv"](theirs)
        (expected,) = torch.autograd.grad(answer.sum(), theirs)
        leaf = Tensor(cells)
        output = OPS["pinv"](leaf)
        assert_allclose(output.value, answer.detach().numpy(), atol=1e-13)
        assert_allclose(gradient(output, [leaf])[0].value, expected.numpy(), atol=1e-12)


def test_right_sides_are_told_apart_as_by_numpy() -> None:
    """One axis is a vector; more are matrices, though (2, 3) beside (2, 3, 3) could be two vectors."""
    stack = np.stack([np.eye(3), 2 * np.eye(3)])
    assert OPS["solve"](Tensor(stack), Tensor([2.0, 4.0, 6.0])).value.tolist() == [[2, 4, 6], [1, 2, 3]]
    with pytest.raises(AxesClash):
        OPS["solve"](Tensor(stack), Tensor(np.ones((2, 3))))
