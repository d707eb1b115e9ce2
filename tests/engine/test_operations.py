"""Every operation of the registry, on each of its samples: values, both modes, order two, dtypes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from retrograd.autodiff.numeric import central_difference, numeric_gradient
from retrograd.autodiff.order import topological
from retrograd.autodiff.reverse import contributions, gradient
from retrograd.autodiff.tangent import tangents
from retrograd.ops import OPS
from retrograd.ops.op import Operation, Sample, random_operands
from retrograd.tensor import Tensor, apply

from .counterparts import COUNTERPARTS, resolved

Arrays = list[NDArray[np.float64]]


def _cases(*, differentiable: bool) -> list[Any]:
    return [
        pytest.param(op, sample, id=f"{op.name}-{_shapes(sample)}-{number}")
        for op in OPS.values()
        if op.operands and op.differentiable >= differentiable
        for number, sample in enumerate(op.samples)
    ]


def _shapes(sample: Sample) -> str:
    return "-".join("x".join(map(str, shape)) or "0d" for shape in sample.shapes)


def _operands(op: Operation, sample: Sample, seed: int = 0) -> Arrays:
    return list(random_operands(op, sample, np.random.default_rng(seed)))


def _applied(op: Operation, sample: Sample, operands: Arrays) -> NDArray[np.float64]:
    return apply(op, tuple(map(Tensor, operands)), dict(sample.attributes)).value


def _seed(array: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.random.default_rng(1).uniform(0.5, 1.5, array.shape)


def _jvp(output: Tensor, sources: list[Tensor], directions: Arrays) -> NDArray[Any]:
    carried: dict[int, Any] = {}
    seeds = {id(source): direction for source, direction in zip(sources, directions, strict=True)}
    for _ in tangents(topological(output), seeds, carried):
        pass
    return np.asarray(carried[id(output)])


@pytest.mark.parametrize(("op", "sample"), _cases(differentiable=False))
def test_shape_is_known_before_the_value(op: Operation, sample: Sample) -> None:
    made = apply(op, tuple(map(Tensor, _operands(op, sample))), dict(sample.attributes))
    shapes = tuple(source.shape for source in made.inputs)
    assert op.shape(*shapes, **made.attributes) == made.shape


@pytest.mark.parametrize(("op", "sample"), _cases(differentiable=True))
def test_reverse_agrees_with_finite_differences(op: Operation, sample: Sample) -> None:
    operands = _operands(op, sample)
    leaves = list(map(Tensor, operands))
    output = apply(op, tuple(leaves), dict(sample.attributes))
    seed = _seed(output.value)
    expected = numeric_gradient(lambda *xs: _applied(op, sample, list(xs)), operands, seed)
    for leaf, found, numeric in zip(leaves, gradient(output, leaves, seed), expected, strict=True):
        assert found.shape == leaf.shape
        assert_allclose(found.value, numeric, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize(("op", "sample"), _cases(differentiable=True))
def test_reverse_and_value_agree_with_pytorch(op: Operation, sample: Sample) -> None:
    operands = _operands(op, sample)
    theirs = [torch.tensor(array, requires_grad=True) for array in operands]
    answer = COUNTERPARTS[op.name](*theirs, **resolved(op, sample))
    leaves = list(map(Tensor, operands))
    output = apply(op, tuple(leaves), dict(sample.attributes))
    assert_allclose(output.value, answer.detach().numpy(), rtol=1e-13, atol=1e-13)
    seed = _seed(output.value)
    expected = torch.autograd.grad(answer, theirs, torch.tensor(seed), materialize_grads=True)
    for found, grad in zip(gradient(output, leaves, seed), expected, strict=True):
        assert_allclose(found.value, grad.numpy(), rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize(("op", "sample"), _cases(differentiable=True))
def test_forward_agrees_with_finite_differences_and_with_reverse(op: Operation, sample: Sample) -> None:
    operands = _operands(op, sample)
    directions = [np.random.default_rng(2).uniform(-1, 1, array.shape) for array in operands]
    leaves = list(map(Tensor, operands))
    output = apply(op, tuple(leaves), dict(sample.attributes))
    found = _jvp(output, leaves, directions)
    assert found.shape == output.shape
    numeric = central_difference(lambda *xs: _applied(op, sample, list(xs)), operands, directions)
    assert_allclose(found, numeric, rtol=1e-6, atol=1e-8)
    seed = _seed(output.value)
    pulled = gradient(output, leaves, seed)
    duality = sum(float(np.sum(one.value * t)) for one, t in zip(pulled, directions, strict=True))
    assert_allclose(duality, np.sum(seed * found), rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize(("op", "sample"), _cases(differentiable=True))
def test_order_two_by_differentiating_the_gradient(op: Operation, sample: Sample) -> None:
    operands = _operands(op, sample)
    seed = _seed(_applied(op, sample, operands))
    weights = [_seed(array) for array in operands]

    def weighted_gradient(*arrays: Any, record: bool = False) -> tuple[list[Tensor], Tensor]:
        leaves = [Tensor(array) for array in arrays]
        output = apply(op, tuple(leaves), dict(sample.attributes))
        first = gradient(output, leaves, seed, record=record)
        total = Tensor(0.0, requires_grad=False)
        for one, weight in zip(first, weights, strict=True):
            total = total + OPS["sum"](one * weight, axis=None, keepdims=False)
        return leaves, total

    leaves, total = weighted_gradient(*operands, record=True)
    expected = numeric_gradient(lambda *xs: weighted_gradient(*xs)[1].value, operands, np.ones(()))
    for found, numeric in zip(gradient(total, leaves), expected, strict=True):
        assert_allclose(found.value, numeric, rtol=2e-6, atol=1e-7)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize(("op", "sample"), _cases(differentiable=True))
def test_gradients_have_the_dtype_of_the_value(op: Operation, sample: Sample, dtype: str) -> None:
    leaves = [Tensor(array, dtype=dtype) for array in _operands(op, sample)]
    output = apply(op, tuple(leaves), dict(sample.attributes))
    assert output.dtype == dtype
    seed = np.ones_like(output.value)
    for contribution in contributions(topological(output), output, seed, {}):
        assert contribution.value.dtype == dtype
    directions = [np.ones_like(leaf.value) for leaf in leaves]
    assert _jvp(output, leaves, directions).dtype == dtype


def test_every_differentiable_operation_has_a_referee() -> None:
    assert {op.name for op in OPS.values() if op.differentiable} == set(COUNTERPARTS)


def test_every_operand_has_its_rules_and_formulas() -> None:
    for op in OPS.values():
        count = len(op.operands)
        assert len(op.vjp) == len(op.jvp) == len(op.local) == count, op
        assert not op.operands or op.samples, op
        for argument in range(count):
            passes = op.local[argument] != "none"
            assert passes == (op.vjp[argument] is not None) == (op.jvp[argument] is not None), op
            if passes:
                assert op.vjp_latex[argument], op
                assert op.jvp_latex[argument], op


def test_the_registry_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        OPS["add"] = OPS["exp"]  # type: ignore[index]
