"""Jacobians: over the registry by duality with both modes, and whole graphs against PyTorch."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose, assert_array_equal

from retrograd.autodiff.jacobian import jacobian, local_jacobian
from retrograd.autodiff.reverse import gradient
from retrograd.ops import OPS
from retrograd.ops.op import Operation, Sample, random_operands
from retrograd.tensor import Tensor, apply

CASES = [
    pytest.param(op.for_sample(sample), sample, id=f"{op.name}-{number}")
    for op in OPS.values()
    if op.differentiable
    for number, sample in enumerate(op.samples[:4])
]


def made(op: Operation, sample: Sample) -> Tensor:
    operands = random_operands(op, sample, np.random.default_rng(0))
    return apply(op, tuple(map(Tensor, operands)), dict(sample.attributes))


@pytest.mark.parametrize(("op", "sample"), CASES)
def test_the_local_jacobian_is_what_both_modes_multiply_by(op: Operation, sample: Sample) -> None:
    target = made(op, sample)
    rng = np.random.default_rng(1)
    operands = [source.value for source in target.inputs]
    for argument, source in enumerate(target.inputs):
        matrix = local_jacobian(target, argument)
        assert matrix.shape == (target.value.size, source.value.size)
        vjp, jvp = op.vjp[argument], op.jvp[argument]
        if vjp is None or jvp is None:
            assert not matrix.any()
            continue
        seed, tangent = rng.normal(size=target.shape), rng.normal(size=source.shape)
        pulled = np.asarray(vjp(seed, target.value, *operands, **target.attributes))
        pushed = np.asarray(jvp(tangent, target.value, *operands, **target.attributes))
        assert_allclose(matrix.T @ seed.ravel(), pulled.ravel(), rtol=1e-10, atol=1e-12)
        assert_allclose(matrix @ tangent.ravel(), pushed.ravel(), rtol=1e-10, atol=1e-12)


def _network(x: Any, w: Any) -> Any:
    return (
        (x @ w).tanh() * x.sum()
        if isinstance(x, torch.Tensor)
        else OPS["tanh"](x @ w) * OPS["sum"](x, axis=None, keepdims=False)
    )


@pytest.mark.parametrize("shapes", [((2, 3), (3, 2)), ((1, 4), (4, 3)), ((3, 1), (1, 1))])
def test_the_jacobian_over_all_paths_agrees_with_pytorch(shapes: tuple[tuple[int, ...], tuple[int, ...]]) -> None:
    rng = np.random.default_rng(2)
    arrays = [rng.normal(size=shape) for shape in shapes]
    x, w = map(Tensor, arrays)
    output = _network(x, w)
    expected = torch.autograd.functional.jacobian(_network, tuple(map(torch.tensor, arrays)))  # type: ignore[no-untyped-call]
    for source, theirs in zip((x, w), expected, strict=True):
        found = jacobian(output, source)
        assert_allclose(found, theirs.numpy().reshape(found.shape), rtol=1e-12, atol=1e-13)
        seed = rng.normal(size=output.shape)
        (pulled,) = gradient(output, [source], seed)
        assert_allclose(found.T @ seed.ravel(), pulled.value.ravel(), rtol=1e-12)


def test_constants_and_what_leads_nowhere_have_jacobians_too() -> None:
    x, c, other = Tensor([1.0, 2.0]), Tensor([3.0, 4.0], requires_grad=False), Tensor([5.0])
    output = x * c
    assert_array_equal(jacobian(output, c), np.diag([1.0, 2.0]))
    assert_array_equal(jacobian(output, other), np.zeros((2, 1)))
    assert_array_equal(jacobian(output, output), np.eye(2))


def test_an_operand_used_twice_has_a_local_jacobian_for_each_use() -> None:
    x = Tensor([2.0, 3.0])
    square = x * x
    assert_array_equal(local_jacobian(square, 0), np.diag([2.0, 3.0]))
    assert_array_equal(jacobian(square, x), np.diag([4.0, 6.0]))
