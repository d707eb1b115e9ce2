"""retrograd in a notebook: methods, backward, derivatives as functions, and the graph of what was computed."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose, assert_array_equal

import retrograd as rg
from retrograd.errors import ProgramError
from retrograd.ops import OPS
from retrograd.ops.op import Operation, random_operands

from ..support import grad, value


def test_methods_and_functions_are_the_registrys() -> None:
    x = rg.Tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    assert_array_equal(x.sum(dim=0, keepdim=True).value, [[5, 7, 9]])
    assert_array_equal(x.reshape(3, -1).value, x.view((3, 2)).value)
    assert_array_equal(x.transpose(1, 0).value, x.T.value)
    assert_array_equal(x[1, ::2].value, [4, 6])
    assert_array_equal((x > 2).value, [[0, 0, 1], [1, 1, 1]])
    assert_array_equal((x // 2 + x % 2).value, [[1, 1, 2], [2, 3, 3]])
    assert_array_equal(rg.maximum(x, 3.5).value, np.maximum(x.numpy(), 3.5))
    assert_array_equal(rg.zeros(2, 3).value, np.zeros((2, 3)))
    assert (x.ndim, x.size, len(x), x.mT.shape, x[0, 0].item()) == (2, 6, 2, (3, 2), 1)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda x: x.nothing(),
        lambda x: rg.nothing(x, 1),
        lambda x: x.sum(0, True, 3),
        lambda x: x.sum(axes=0),
        lambda x: x.sum(0, axis=0),
        lambda x: rg.matmul(y=x),
        lambda x: x.backward([1.0]),
    ],
)
def test_wrong_calls_fail_as_in_python(wrong: Any) -> None:
    with pytest.raises((AttributeError, TypeError, ValueError)):
        wrong(rg.Tensor([[1.0, 2.0], [3.0, 4.0]]))


def test_brackets_take_lists_arrays_and_tensors() -> None:
    x = rg.Tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    places = rg.Tensor([2.0, 0.0, 2.0])
    assert_array_equal(x[:, [0, 2]].value, [[1, 3], [4, 6]])
    assert_array_equal(x[np.array([1, 0]), np.array([2, -1])].value, [6, 3])
    assert_array_equal(x[np.array([True, False])].value, [[1, 2, 3]])
    assert_array_equal(x[rg.Tensor(np.array([False, True]))].value, [[4, 5, 6]])
    assert_array_equal(x[rg.Tensor([0.0, 1.0])].value, x.value)
    assert_array_equal(x[x > 2].value, [3, 4, 5, 6])
    assert_array_equal(x[np.int64(1), np.uint8(0)].value, 4)
    picked = x[0, places]
    assert picked.inputs == (x, places)
    (picked**2).sum().backward()
    assert x.grad is not None
    assert_array_equal(x.grad.value, [[2, 0, 12], [0, 0, 0]])
    assert places.grad is None
    with pytest.raises(ProgramError):
        x[[0.5]]
    assert rg.graph(picked, x=x, places=places)["nodes"][-1]["attributes"]["index"] == [0, [2, 0, 2]]


def test_several_tensors_become_one_and_one_becomes_several() -> None:
    a, b = rg.Tensor([1.0, 2.0]), rg.Tensor([3.0, 4.0])
    assert_array_equal(rg.stack([a, b], dim=1).value, [[1, 3], [2, 4]])
    assert_array_equal(rg.vstack((a, b)).value, [[1, 2], [3, 4]])
    assert_array_equal(rg.cat([a, b])[1:3].value, [2, 3])
    first, second = rg.cat([a, b]).split(2)
    assert_array_equal(first.value + second.value, [4, 6])
    values, places = rg.cat([a, b]).topk(2, largest=False)
    assert_array_equal([values.value, places.value], [[1, 2], [0, 1]])
    assert_array_equal(rg.pad(a, pad=(1, 0), value=9).value, [9, 1, 2])
    assert_array_equal(rg.one_hot([0, 2]).value, [[1, 0, 0], [0, 0, 1]])
    assert_array_equal(rg.embedding([1, 1], [[1.0], [2.0]]).value, [[2], [2]])


def test_backward_fills_the_gradient_of_everything_and_adds_up() -> None:
    a = rg.Tensor(2.0)
    b = 5 * a
    L = -(a * b)
    L.backward()
    assert [one.grad and one.grad.item() for one in (a, b, L)] == [-20, -2, 1]
    L.backward()
    assert a.grad is not None
    assert a.grad.item() == -40
    a.zero_grad()
    assert [a.grad] == [None]


def test_a_leaf_can_be_fitted_by_hand() -> None:
    rng = np.random.default_rng(0)
    X, true = rng.normal(size=(20, 2)), np.array([2.0, -1.0])
    w = rg.Tensor(np.zeros(2))
    for _ in range(200):
        L = ((X @ w - X @ true) ** 2).mean()
        L.backward()
        assert w.grad is not None
        w = rg.Tensor(w.numpy() - 0.1 * w.grad.numpy())
    assert_allclose(w.numpy(), true, atol=1e-4)


def test_derivatives_agree_with_pytorchs() -> None:
    point, direction = np.array([0.5, -1.0, 2.0]), np.array([1.0, 2.0, -1.0])

    def ours(x: Any) -> Any:
        return (rg.tanh(x) * x**2).sum()

    def theirs(x: torch.Tensor) -> torch.Tensor:
        return (torch.tanh(x) * x**2).sum()

    functional: Any = torch.autograd.functional
    expected = functional.hessian(theirs, torch.tensor(point)).numpy()
    assert_allclose(rg.hessian(ours, point), expected, rtol=1e-12)
    assert_allclose(rg.hvp(ours, point, direction).numpy(), expected @ direction, rtol=1e-12)
    _, change = rg.jvp(ours, [point], [direction])
    _, (pulled,) = rg.vjp(ours, [point])
    assert_allclose(change.item(), pulled.numpy() @ direction)
    x = rg.Tensor(point)
    assert rg.jacobian(x * 2 + x.sum(), x).shape == (3, 3)
    with pytest.raises(ValueError, match="one number"):
        rg.hessian(lambda v: v * 2, point)


def test_a_gradient_penalty_agrees_with_pytorch() -> None:
    rng = np.random.default_rng(3)
    data, weights = rng.normal(size=(4, 3)), rng.normal(size=(3, 2))
    x, w = rg.Tensor(data), rg.Tensor(weights)
    first = rg.grad(rg.sum(rg.tanh(x @ w)), x, record=True)
    penalty = ((rg.norm(first, axis=1) - 1) ** 2).mean()
    t, v = (torch.tensor(one, requires_grad=True) for one in (data, weights))
    (theirs,) = torch.autograd.grad(torch.tanh(t @ v).sum(), t, create_graph=True)
    expected = torch.autograd.grad(((theirs.norm(dim=1) - 1) ** 2).mean(), v)[0]
    assert_allclose(rg.grad(penalty, w).numpy(), expected.numpy(), rtol=1e-11)


@pytest.mark.parametrize("op", [op for op in OPS.values() if op.differentiable], ids=lambda op: op.name)
def test_every_operation_stands_the_public_check(op: Operation) -> None:
    sample = op.samples[0]
    op = op.for_sample(sample)
    inputs = list(random_operands(op, sample, np.random.default_rng(4)))
    fixed = [rule is None for rule in op.vjp]

    def function(*varied: Any) -> Any:
        moved = iter(varied)
        return op(
            *[one if kept else next(moved) for one, kept in zip(inputs, fixed, strict=True)], **sample.attributes
        )

    rg.check_gradients(function, [one for one, kept in zip(inputs, fixed, strict=True) if not kept])


def test_the_public_check_finds_a_wrong_rule() -> None:
    class Wrong:
        """Pretends that the slope of 3x is 2: the value and what is differentiated disagree."""

        def __call__(self, x: Any) -> Any:
            return x * 2 + rg.detach(x)

    with pytest.raises(rg.GradientMismatchError, match="vjp of input 0"):
        rg.check_gradients(Wrong(), [np.array([1.0, 2.0])])


def test_the_graph_is_the_services() -> None:
    for _ in range(2):
        w = rg.Tensor([[1.0, 2.0]])
        b = rg.Tensor([[0.5], [1.5]])
        L = ((w + b) ** 2).sum()
        graph = rg.graph(L, w=w, b=b, L=L)
        assert graph["schema"] == "retrograd/1"
        assert value(graph, "w") == [[1, 2]]
        assert_allclose(grad(graph, "b"), [[8], [12]])
        assert [step["kind"] for step in graph["steps"]].count("unbroadcast") >= 2


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = "import sys, retrograd; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_without_gradients_nothing_requires_one() -> None:
    w = rg.Tensor([1.0, 2.0])
    with rg.no_grad():
        inside = rg.sum(w * w)
        with rg.no_grad():
            assert not (w + 1).requires_grad
        assert not (w @ w).requires_grad
    assert not inside.requires_grad
    assert (w * inside).requires_grad
    assert rg.grad(rg.sum(w * inside), w).value.tolist() == [5.0, 5.0]


def test_no_grad_holds_in_its_own_thread_alone() -> None:
    w = rg.Tensor([1.0])
    with rg.no_grad(), ThreadPoolExecutor(1) as pool:
        assert pool.submit(lambda: (w * 2).requires_grad).result()
        assert not (w * 2).requires_grad


def test_the_public_check_finds_a_gradient_of_another_dtype() -> None:
    wide = replace(OPS["exp"], vjp=(lambda g, z, _x: g * z * np.ones(1, np.float64),))
    with pytest.raises(rg.GradientMismatchError, match="the gradient of input 0 is float64, its value float32"):
        rg.check_gradients(wide, [np.array([0.5])])


def test_a_newton_step_agrees_with_pytorch() -> None:
    rng = np.random.default_rng(3)
    A, b = rng.normal(size=(6, 3)), rng.normal(size=6)
    start = rng.normal(size=3)

    def ours(w: Any) -> Any:
        return rg.sum(rg.logaddexp(0.0, rg.Tensor(A, requires_grad=False) @ w) * b**2) + 0.1 * rg.sum(w * w)

    def theirs(w: Any) -> Any:
        return torch.sum(torch.nn.functional.softplus(torch.tensor(A) @ w) * torch.tensor(b**2)) + 0.1 * (w @ w)

    w = rg.Tensor(start)
    slope = rg.grad(ours(w), w, record=True)
    found = w.value - np.linalg.solve(rg.jacobian(slope, w), slope.value)
    leaf = torch.tensor(start, requires_grad=True)
    (first,) = torch.autograd.grad(theirs(leaf), leaf, create_graph=True)
    curvature = torch.stack([torch.autograd.grad(one, leaf, retain_graph=True)[0] for one in first])
    expected = leaf.detach() - torch.linalg.solve(curvature, first.detach())
    assert_allclose(found, expected.numpy(), rtol=1e-12)
    assert_allclose(rg.hessian(ours, start), curvature.numpy(), rtol=1e-12)


def test_numpys_numbers_are_numbers() -> None:
    x = rg.Tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    assert_array_equal(x.sum(axis=np.int64(1)).value, [6, 15])
    assert_array_equal(x.reshape(np.array([3, 2])).value, x.reshape(3, 2).value)
    clipped = rg.clip(x, np.float64(2), np.float32(5))
    assert_array_equal(clipped.value, [[2, 2, 3], [4, 5, 5]])
    assert [type(one) for one in clipped.attributes.values()] == [float, float]
    assert rg.graph(rg.sum(x, axis=np.int64(0)))["nodes"][-1]["attributes"]["axis"] == [0]
