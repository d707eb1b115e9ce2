"""A graph played again: the same numbers as when it is built anew, for other values of its leaves."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import retrograd as rg
from retrograd.autodiff.order import topological
from retrograd.autodiff.replay import Replay
from retrograd.autodiff.reverse import contributions, ones
from retrograd.ops import OPS
from retrograd.ops.op import Operation, Sample, random_operands
from retrograd.tensor import Tensor, apply

CASES = [
    pytest.param(op.for_sample(sample), sample, id=f"{op.name}-{number}")
    for op in OPS.values()
    if op.differentiable
    for number, sample in enumerate(op.samples)
]


@pytest.mark.parametrize("seeded", [True, False])
@pytest.mark.parametrize(("op", "sample"), CASES)
def test_it_gives_what_the_graph_gives(op: Operation, sample: Sample, *, seeded: bool) -> None:
    first, again = (list(random_operands(op, sample, np.random.default_rng(seed))) for seed in (0, 5))
    again = [old if rule is None else new for old, new, rule in zip(first, again, op.vjp, strict=True)]

    def made(arrays: list[Any]) -> tuple[list[Tensor], Tensor]:
        leaves = [Tensor(one, requires_grad=rule is not None) for one, rule in zip(arrays, op.vjp, strict=True)]
        return leaves, apply(op, tuple(leaves), dict(sample.attributes))

    leaves, output = made(again)
    seed = np.random.default_rng(1).uniform(0.5, 1.5, output.shape) if seeded else None
    before, started = made(first)
    check(Replay(started, before), again, leaves, output, seed)


def check(replay: Replay, values: list[Any], leaves: list[Tensor], output: Tensor, seed: Any = None) -> None:
    """Assert that a replay with `values` gives what the graph gives that was built of them."""
    gradients: dict[Tensor, Any] = {}
    start = ones(output) if seed is None else seed
    expected = list(contributions(topological(output), output, start, gradients))
    played = replay(*values, seed=seed)
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
        assert np.shape(found) == target.inputs[argument].shape
        assert isinstance(found, float) or found.dtype == value.dtype
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


def recurrent(x: Any, W: Any, b: Any) -> Any:
    """A graph with values of one shape that tanh gives, with a vector and a number that are repeated, and sums."""
    h = x
    for step in range(6):
        h = rg.tanh(h @ W + b + 0.1 * step)
    return rg.mean((h - b * 0.5) ** 2) + rg.sum(rg.exp(h) * b[0])


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("seed", [None, 0.7])
def test_what_is_taken_together_is_what_it_was_one_by_one(dtype: str, seed: float | None) -> None:
    rng = np.random.default_rng(2)
    draws = [[rng.normal(size=shape).astype(dtype) for shape in ((3, 4), (4, 4), (4,))] for _ in range(3)]
    leaves = [rg.Tensor(one, dtype=dtype) for one in draws[0]]
    replay = rg.replay(recurrent(*leaves), leaves)
    for drawn in draws:
        leaves = [rg.Tensor(one, dtype=dtype) for one in drawn]
        value, gradients, told = replay(*drawn, seed=seed)
        output = recurrent(*leaves)
        found: dict[Tensor, Any] = {}
        start = np.asarray(1.0 if seed is None else seed, dtype)[()]
        expected = [one for *_, one in contributions(topological(output), output, start, found)]
        digits = 1e-12 if dtype == "float64" else 2e-4
        assert value.dtype == dtype
        assert_allclose(value, output.value, rtol=digits)
        for one, other in zip([*gradients, *told], [*(found[leaf] for leaf in leaves), *expected], strict=True):
            assert one.dtype == dtype
            assert_allclose(one, other, rtol=digits, atol=digits)


def test_a_play_leaves_earlier_ones_alone() -> None:
    x = rg.Tensor(np.full((2, 3), 0.5))
    h = x
    for _ in range(5):
        h = rg.tanh(h)
    replay = rg.replay(h, [x])
    first = replay(np.full((2, 3), 0.25))
    before = [first.value.copy(), *(one.copy() for one in first.contributions)]
    replay(np.full((2, 3), 2.0))
    for one, other in zip([first.value, *first.contributions], before, strict=True):
        assert_array_equal(one, other)


def scalars(x: Any, y: Any) -> Any:
    return rg.relu(x * y - 3.0) + rg.log(x) / y + rg.sqrt(y) ** 2 - rg.exp(-x) ** 1.5 + rg.tanh(x) * rg.sigmoid(y)


@pytest.mark.parametrize(
    ("x", "y"),
    [(2.0, 3.0), (0.5, 0.25), (1e200, 1e200), (0.0, 1.0), (-1.0, 2.0), (1.0, 0.0), (-1e3, -1e3), (np.nan, 1.0)],
)
def test_numbers_are_pythons_as_long_as_they_are_what_numpy_gives(x: float, y: float) -> None:
    before = [rg.Tensor(1.5), rg.Tensor(2.5)]
    replay = Replay(scalars(*before), before)
    assert isinstance(replay(2.0, 3.0).value, float)
    assert not isinstance(replay(2.0, 3.0).value, np.float64)
    with np.errstate(all="ignore"):
        leaves = [rg.Tensor(x), rg.Tensor(y)]
        output = scalars(*leaves)
        check(replay, [x, y], list(leaves), output)
        check(replay, [np.float64(x), y], list(leaves), output)
        check(replay, [x, y], list(leaves), output, np.float64(0.7))


@pytest.mark.parametrize("kind", [np.float32, np.int64])
def test_numbers_of_another_kind_are_played_as_the_graphs(kind: Any) -> None:
    x = rg.Tensor([0.5, 2.0, 3.0])
    played = rg.replay(rg.sum(x**-2), [x])(np.array([1, 2, 4], kind))
    (slope,) = played.gradients
    assert slope is not None
    assert (played.value.dtype, slope.dtype) == (np.float64, np.float64)
    assert_array_equal(slope, [-2, -1 / 4, -1 / 32])


def test_nan_goes_through_a_replay() -> None:
    x = rg.Tensor(1.0)
    assert np.isnan(rg.replay(rg.relu(x), [x])(np.nan).value)
    assert rg.replay(rg.relu(x) * 1.0, [x])(np.nan).gradients == (1,)
