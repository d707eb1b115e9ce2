"""Structural zeros: nothing that differs from zero lies outside, and the well-known patterns come out."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from retrograd.autodiff.jacobian import jacobian, local_jacobian
from retrograd.autodiff.structure import local_structure, structure
from retrograd.ops import OPS
from retrograd.ops.op import Operation, Sample, random_operands
from retrograd.tensor import Tensor, apply

CASES = [
    pytest.param(op.for_sample(sample), sample, id=f"{op.name}-{number}")
    for op in OPS.values()
    if op.differentiable
    for number, sample in enumerate(op.samples[:3])
]


@pytest.mark.parametrize(("op", "sample"), CASES)
def test_what_is_called_zero_is_zero(op: Operation, sample: Sample) -> None:
    operands = random_operands(op, sample, np.random.default_rng(3))
    target = apply(op, tuple(map(Tensor, operands)), dict(sample.attributes))
    for argument in range(len(target.inputs)):
        pattern, matrix = local_structure(target, argument), local_jacobian(target, argument)
        assert pattern.shape == matrix.shape
        assert not matrix[~pattern].any()


def test_the_pattern_of_a_product_is_made_of_blocks() -> None:
    x, w = Tensor(np.zeros((2, 3))), Tensor(np.ones((3, 2)))
    expected = np.kron(np.eye(2), np.ones((2, 3))).astype(bool)
    assert_array_equal(local_structure(x @ w, 0), expected)


def test_a_pattern_does_not_depend_on_the_numbers() -> None:
    x = Tensor([[-1.0, 2.0], [0.0, -3.0]])
    assert_array_equal(structure(OPS["relu"](x), x), np.eye(4, dtype=bool))
    rows = OPS["max"](x, axis=1, keepdims=False)
    assert_array_equal(structure(rows, x), [[True, True, False, False], [False, False, True, True]])
    assert_array_equal(structure(OPS["sort"](x, axis=0, descending=False), x), np.ones((4, 4), dtype=bool))


def test_patterns_go_along_all_paths() -> None:
    x = Tensor([1.0, 2.0, 3.0])
    neighbours = OPS["getitem"](x, index=(slice(1, None),)) * OPS["getitem"](x, index=(slice(None, -1),))
    assert_array_equal(structure(neighbours, x), [[True, True, False], [False, True, True]])
    cancelled = x - x
    assert not jacobian(cancelled, x).any()
    assert_array_equal(structure(cancelled, x), np.eye(3, dtype=bool))


def test_without_a_path_all_is_zero() -> None:
    x, y = Tensor([1.0, 2.0]), Tensor([1.0])
    assert not structure(OPS["detach"](x) * 2, x).any()
    assert not structure(x * 2, y).any()
    assert_array_equal(structure(x, x), np.eye(2, dtype=bool))
