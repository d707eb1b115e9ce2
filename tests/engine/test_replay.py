"""A graph played again: the same numbers as when it is built anew, for other values of its leaves."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import retrograd as rg
from retrograd.autodiff.order import topological
from retrograd.autodiff.replay import Replay
from retrograd.autodiff.reverse import contributions
from retrograd.ops import OPS
from retrograd.ops.op import Operation, Sample, random_operands
from retrograd.tensor import Tensor, apply

CASES = [
    pytest.param(op.for_sample(sample), sample, id=f"{op.name}-{number}")
    for op in OPS.values()
    if op.differentiable
    for number, sample in enumerate(op.samples)
]


@pytest.mark.parametrize(("op", "sample"), CASES)
def test_it_gives_what_the_graph_gives(op: Operation, sample: Sample) -> None:
    first, again = (list(random_operands(op, sample, np.random.default_rng(seed))) for seed in (0, 5))
    again = [old if rule is None else new for old, new, rule in zip(first, again, op.vjp, strict=True)]

    def made(arrays: list[Any]) -> tuple[list[Tensor], Tensor]:
        leaves = [Tensor(one, requires_grad=rule is not None) for one, rule in zip(arrays, op.vjp, strict=True)]
        return leaves, apply(op, tuple(leaves), dict(sample.attributes))

    leaves, output = made(again)
    seed = np.random.default_rng(1).uniform(0.5, 1.5, output.shape)
    gradients: dict[Tensor, Any] = {}
    expected = list(contributions(topological(output), output, seed, gradients))
    before, started = made(first)
    replay = Replay(started, before)
    played = replay(*again, seed=seed)
    assert_allclose(played.value, output.value, rtol=1e-15)
    for found, leaf in zip(played.gradients, leaves, strict=True):
        assert (found is None) == (leaf not in gradients)
        if found is not None:
            assert_allclose(found, gradients[leaf], rtol=1e-14)
    assert len(replay.edges) == len(played.contributions) == len(expected)
    for (target, argument), found, (_, place, value) in zip(
        replay.edges, played.contributions, expected, strict=True
    ):
        assert argument == place
        assert found.shape == target.inputs[argument].shape
        assert_allclose(found, value, rtol=1e-14)


def network(X: Any, W: Any, b: Any) -> Any:
    h = rg.tanh(X @ W + b)
    return rg.mean(h * h * 2.0) + rg.sum(W[0] * b)


def test_a_network_is_trained_without_being_built_anew() -> None:
    rng = np.random.default_rng(0)
    X = rg.Tensor(rng.normal(size=(5, 3)), requires_grad=False)
    W, b = rg.Tensor(rng.normal(size=(3, 2))), rg.Tensor(np.zeros(2))
    step = rg.replay(network(X, W, b), [W, b])
    at = [W.numpy(), b.numpy()]
    for _ in range(3):
        value, gradients, told = step(*at)
        fresh = [rg.Tensor(one) for one in at]
        L = network(X, *fresh)
        assert_allclose(value, L.value, rtol=1e-15)
        for found, expected in zip(gradients, rg.grad(L, fresh), strict=True):
            assert_allclose(np.asarray(found), expected.value, rtol=1e-14)
        assert len(told) == len(step.edges)
        at = [one - 0.1 * found for one, found in zip(at, map(np.asarray, gradients), strict=True)]


def test_a_leaf_that_is_used_often_gets_the_sum() -> None:
    x = rg.Tensor(3.0)
    value, (slope,), told = rg.replay(x * x + x, [x])(5.0)
    assert (value, slope, told) == (30, 11, [1, 1, 5, 5])


def test_what_leads_nowhere_has_no_gradient() -> None:
    x, y = rg.Tensor(3.0), rg.Tensor(4.0)
    played = rg.replay(rg.detach(x) * y, [x, y])(2.0, 5.0)
    assert (played.value, played.gradients) == (10, (None, 2))
    assert rg.replay(x, [x, y])(7.0, 1.0) == (7, (1, None), [])


def test_constants_stay_as_they_were() -> None:
    x = rg.Tensor([1.0, 2.0])
    c = rg.Tensor([3.0, 4.0], requires_grad=False)
    assert_array_equal(rg.replay(x * rg.exp(c * 0), [x])([5.0, 6.0]).value, [5, 6])


def test_values_must_fit() -> None:
    x = rg.Tensor([1.0, 2.0])
    step = rg.replay(x * x, [x])
    assert_array_equal(step([1, 3]).value, [1, 9])
    assert_array_equal(step(np.array([1, 3], np.float32)).gradients[0], [2, 6])
    with pytest.raises(ValueError, match=r"shape \(2,\) got a value of the shape \(3,\)"):
        step([1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match=r"shape \(\)"):
        step([1.0, 2.0], seed=1.0)
    with pytest.raises(TypeError, match="1 leaves to give a value, not 2"):
        step([1.0, 2.0], [1.0, 2.0])
