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
        pytest.param(op.for_sample(sample), sample, id=f"{op.name}-{_shapes(sample)}-{number}")
        for op in OPS.values()
        if op.operands and op.results is None and op.differentiable >= differentiable
        for number, sample in enumerate(op.samples)
    ]


def _shapes(sample: Sample) -> str:
    return "-".join("x".join(map(str, shape)) or "0d" for shape in sample.shapes)


def _operands(op: Operation, sample: Sample, seed: int = 0) -> Arrays:
    return list(random_operands(op, sample, np.random.default_rng(seed)))


def _leaves(op: Operation, operands: Arrays, dtype: str = "float64") -> list[Tensor]:
    """Labels, indices and masks require no gradient."""
    return [
        Tensor(array, requires_grad=rule is not None, dtype=dtype)
        for array, rule in zip(operands, op.vjp, strict=True)
    ]


def _varied(op: Operation, everything: list[Any]) -> list[Any]:
    return [one for one, rule in zip(everything, op.vjp, strict=True) if rule is not None]


def _with(op: Operation, operands: Arrays, varied: tuple[Any, ...]) -> Arrays:
    moved = iter(varied)
    return [array if rule is None else next(moved) for array, rule in zip(operands, op.vjp, strict=True)]


def _applied(op: Operation, sample: Sample, operands: Arrays) -> NDArray[np.float64]:
    return apply(op, tuple(map(Tensor, operands)), dict(sample.attributes)).value


def _seed(array: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.random.default_rng(1).uniform(0.5, 1.5, array.shape)


def _jvp(output: Tensor, sources: list[Tensor], directions: Arrays) -> NDArray[Any]:
    carried: dict[Tensor, Any] = {}
    seeds = dict(zip(sources, directions, strict=True))
    for _ in tangents(topological(output), seeds, carried):
        pass
    return np.asarray(carried[output])


@pytest.mark.parametrize(("op", "sample"), _cases(differentiable=False))
def test_shape_is_known_before_the_value(op: Operation, sample: Sample) -> None:
    made = apply(op, tuple(map(Tensor, _operands(op, sample))), dict(sample.attributes))
    shapes = tuple(source.shape for source in made.inputs)
    assert op.shape(*shapes, **made.attributes) == made.shape


@pytest.mark.parametrize(("op", "sample"), _cases(differentiable=True))
def test_reverse_agrees_with_finite_differences(op: Operation, sample: Sample) -> None:
    operands = _operands(op, sample)
    leaves = _leaves(op, operands)
    output = apply(op, tuple(leaves), dict(sample.attributes))
    seed = _seed(output.value)
    varied = _varied(op, leaves)
    expected = numeric_gradient(
        lambda *xs: _applied(op, sample, _with(op, operands, xs)), _varied(op, operands), seed
    )
    for leaf, found, numeric in zip(varied, gradient(output, varied, seed), expected, strict=True):
        assert found.shape == leaf.shape
        assert_allclose(found.value, numeric, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize(("op", "sample"), _cases(differentiable=True))
def test_reverse_and_value_agree_with_pytorch(op: Operation, sample: Sample) -> None:
    operands = _operands(op, sample)
    theirs = [
        torch.tensor(array, requires_grad=rule is not None) for array, rule in zip(operands, op.vjp, strict=True)
    ]
    named = dict(zip(op.operands, theirs, strict=True)) if OPS[op.name].optional else {}
    answer = COUNTERPARTS[op.name](*(() if named else theirs), **named, **resolved(op, sample))
    leaves = _leaves(op, operands)
    output = apply(op, tuple(leaves), dict(sample.attributes))
    assert_allclose(output.value, answer.detach().numpy(), rtol=1e-13, atol=1e-13)
    seed = _seed(output.value)
    expected = torch.autograd.grad(answer, _varied(op, theirs), torch.tensor(seed), materialize_grads=True)
    for found, grad in zip(gradient(output, _varied(op, leaves), seed), expected, strict=True):
        assert_allclose(found.value, grad.numpy(), rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize(("op", "sample"), _cases(differentiable=True))
def test_forward_agrees_with_finite_differences_and_with_reverse(op: Operation, sample: Sample) -> None:
    operands = _operands(op, sample)
    leaves = _leaves(op, operands)
    varied = _varied(op, leaves)
    directions = [np.random.default_rng(2).uniform(-1, 1, leaf.shape) for leaf in varied]
    output = apply(op, tuple(leaves), dict(sample.attributes))
    found = _jvp(output, varied, directions)
    assert found.shape == output.shape
    numeric = central_difference(
        lambda *xs: _applied(op, sample, _with(op, operands, xs)), _varied(op, operands), directions
    )
    assert_allclose(found, numeric, rtol=1e-6, atol=1e-8)
    seed = _seed(output.value)
    pulled = gradient(output, varied, seed)
    duality = sum(float(np.sum(one.value * t)) for one, t in zip(pulled, directions, strict=True))
    assert_allclose(duality, np.sum(seed * found), rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize(("op", "sample"), _cases(differentiable=True))
def test_order_two_by_differentiating_the_gradient(op: Operation, sample: Sample) -> None:
    operands = _operands(op, sample)
    seed = _seed(_applied(op, sample, operands))
    weights = [_seed(array) for array in _varied(op, operands)]

    def weighted_gradient(*arrays: Any, record: bool = False) -> tuple[list[Tensor], Tensor]:
        leaves = _leaves(op, _with(op, operands, arrays))
        output = apply(op, tuple(leaves), dict(sample.attributes))
        varied = _varied(op, leaves)
        first = gradient(output, varied, seed, record=record)
        total = Tensor(0.0, requires_grad=False)
        for one, weight in zip(first, weights, strict=True):
            total = total + OPS["sum"](one * weight, axis=None, keepdims=False)
        return varied, total

    point = _varied(op, operands)
    leaves, total = weighted_gradient(*point, record=True)
    expected = numeric_gradient(lambda *xs: weighted_gradient(*xs)[1].value, point, np.ones(()))
    for found, numeric in zip(gradient(total, leaves), expected, strict=True):
        assert_allclose(found.value, numeric, rtol=2e-6, atol=1e-7)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize(("op", "sample"), _cases(differentiable=True))
def test_gradients_have_the_dtype_of_the_value(op: Operation, sample: Sample, dtype: str) -> None:
    leaves = _leaves(op, _operands(op, sample), dtype)
    output = apply(op, tuple(leaves), dict(sample.attributes))
    assert output.dtype == dtype
    assert isinstance(output.value, (np.ndarray, np.floating))
    seed = np.ones_like(output.value)
    for _, _, value in contributions(topological(output), output, seed, {}):
        assert value.dtype == dtype
    varied = _varied(op, leaves)
    directions = [np.ones_like(leaf.value) for leaf in varied]
    assert _jvp(output, varied, directions).dtype == dtype


COMPOSITES = [case for case in _cases(differentiable=True) if case.values[0].opened]


@pytest.mark.parametrize(("op", "sample"), COMPOSITES)
def test_a_composite_and_what_it_stands_for_give_the_same_numbers(op: Operation, sample: Sample) -> None:
    leaves = _leaves(op, _operands(op, sample))
    output = apply(op, tuple(leaves), dict(sample.attributes))
    assert op.opened is not None
    opened = op.opened(*output.inputs, **output.attributes)
    assert {one.op for one in topological(opened)} - {None} != {op}
    assert_allclose(opened.value, output.value, rtol=1e-12, atol=1e-13)
    seed, varied = _seed(output.value), _varied(op, leaves)
    for one, other in zip(gradient(opened, varied, seed), gradient(output, varied, seed), strict=True):
        assert_allclose(one.value, other.value, rtol=1e-10, atol=1e-12)


def test_every_differentiable_operation_has_a_referee() -> None:
    assert {op.name for op in OPS.values() if op.differentiable} == set(COUNTERPARTS)


def test_every_operand_has_its_rules_and_formulas() -> None:
    for declared in OPS.values():
        op = declared.for_sample(declared.samples[0]) if declared.samples else declared
        count = len(op.operands)
        assert len(op.vjp) == len(op.jvp) == len(op.local) == count, op
        assert not op.operands or op.samples or op.results, op
        for argument in range(count):
            passes = op.local[argument] != "none"
            assert passes == (op.vjp[argument] is not None) == (op.jvp[argument] is not None), op
            if passes:
                assert op.vjp_latex[argument], op
                assert op.jvp_latex[argument], op


def test_the_registry_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        OPS["add"] = OPS["exp"]  # type: ignore[index]


def test_declarations_for_unusually_many_operands_are_not_kept() -> None:
    op = OPS["stack"]
    assert op.for_count(3) is op.for_count(3)
    assert op.for_count(1000) is not op.for_count(1000)
    assert len(op.for_count(1000).vjp) == 1000
