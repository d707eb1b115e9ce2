"""Descents: the same numbers as a loop written by hand, as PyTorch's, and as evaluating the program at every step."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose, assert_array_equal

from retrograd.errors import LimitExceeded, NotWhole
from retrograd.gallery import EXAMPLES
from retrograd.graphjson import descent
from retrograd.graphjson.descent import Descent, Wish, descend
from retrograd.language.mistakes import BadValues
from retrograd.limits import Limits

from ..support import array, graph_of, node

LINEAR = (
    "X = [[1.0, 2.0], [3.0, 4.0], [-1.0, 0.5]]\ny = [1.0, 0.0, 2.0]\nw = [0.5, -0.5]\nb = 0.1\n"
    "L = mean((X @ w + b - y) ** 2)"
)
X, Y = np.array([[1.0, 2.0], [3.0, 4.0], [-1.0, 0.5]]), np.array([1.0, 0.0, 2.0])


def went(
    program: str, steps: int, rate: float = 0.05, only: tuple[str, ...] | None = None, **options: Any
) -> Descent:
    return descend(program, Wish(only, rate, steps), options.pop("limits", Limits()), **options)


def test_it_is_the_loop_that_one_writes_by_hand() -> None:
    found = went(LINEAR, 20, only=("w", "b"))
    w, b = np.array([0.5, -0.5]), 0.1
    for loss, point in zip(found.losses, found.points, strict=True):
        off = X @ w + b - Y
        assert_allclose(loss, np.mean(off**2), rtol=1e-13)
        assert_allclose(point[0], w, rtol=1e-13)
        assert_allclose(point[1], b, rtol=1e-12)
        w, b = w - 0.05 * 2 / 3 * X.T @ off, b - 0.05 * 2 / 3 * off.sum()
    assert (found.names, len(found.losses), found.summed, found.error) == (("w", "b"), 21, False, None)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_it_is_pytorchs_descent(dtype: str) -> None:
    program = "X = randn(6, 3, seed=1)\nW = randn(3, 4, seed=2)\nb = zeros(4)\nL = sum(softplus(tanh(X @ W + b)))"
    graph = graph_of(program, dtype=dtype)
    kind = getattr(torch, dtype)
    leaves = [
        torch.tensor(array(node(graph, name)["value"]), dtype=kind, requires_grad=name != "X") for name in "XWb"
    ]
    found = went(program, 25, rate=0.1, only=("b", "W"), dtype=dtype)
    optimizer = torch.optim.SGD(leaves[1:], lr=0.1)
    for loss in found.losses:
        optimizer.zero_grad()
        theirs = torch.nn.functional.softplus(torch.tanh(leaves[0] @ leaves[1] + leaves[2])).sum()
        theirs.backward()  # type: ignore[no-untyped-call]
        assert_allclose(loss, theirs.item(), rtol=1e-12 if dtype == "float64" else 1e-5)
        at = [one.detach().numpy().copy() for one in leaves[1:]]
        optimizer.step()
    assert found.names == ("W", "b")
    for mine, other in zip(found.points[-1], at, strict=True):
        assert mine.dtype == other.dtype
        assert_allclose(mine, other, rtol=1e-11 if dtype == "float64" else 1e-4, atol=1e-6)


SETTLED = {one.id: one.program("en") for one in EXAMPLES} | {
    "n": "n = 3\nx = 1.5\nh = x\nfor i in range(n):\n    h = tanh(h) * x",
    "cases": "x = [[0.5, 1.0], [2.0, 0.1]]\ny = [[0.3, 0.7], [0.5, 0.5]]\nL = cross_entropy(x, softmax(y))",
    "scalars": "x = 1.5\ny = 0.5\nL = exp(sin(x) * y) / (1 + x ** 2) + abs(y) + maximum(x, y) - y ** -2",
    "power": "x = 1.5\nL = x ** 2 + 2 ** x + x ** x",
}


@pytest.mark.parametrize("program", SETTLED.values(), ids=SETTLED)
@pytest.mark.parametrize("opening", [(), ("all",)], ids=["closed", "opened"])
def test_a_graph_that_is_played_again_gives_what_the_program_gives(
    program: str, opening: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = went(program, 8, rate=0.01, opening=frozenset(opening))
    monkeypatch.setattr(descent, "WORTH_REPLAYING", math.inf)
    expected = went(program, 8, rate=0.01, opening=frozenset(opening))
    assert found.names == expected.names
    assert_allclose(found.losses, expected.losses, rtol=1e-10)
    for mine, other in zip(found.points[-1], expected.points[-1], strict=True):
        assert_allclose(mine, other, rtol=1e-9, atol=1e-12)


def relu_by_hand(x: float) -> tuple[float, float]:
    return (x * x, 2 * x) if x > 1 else (3 * x, 3.0) if x > 0 else (-x, -1.0)


DECIDING = [
    "x = 1.4\nif x > 1:\n    L = x * x\nelif x > 0:\n    L = 3 * x\nelse:\n    L = -x",
    "x = 1.4\nL = x * x if x > 1 else 3 * x if x > 0 else -x",
    "x = 1.4\nL = [-x, 3 * x, x * x][int(x > 0) + int(x > 1)]",
    "x = [1.4]\nL = sum(x[x > 1] ** 2) + sum(3 * x[logical_and(x > 0, x <= 1)]) + sum(-x[x <= 0])",
    "x = 1.4\nk = 0 + round(1.2 * (x > 0) + 0.9 * (x > 1))\nL = stack([-x, 3 * x, x * x])[k]",
    "def f(v):\n    n = v.item()\n    return v * v if n > 1 else 3 * v if n > 0 else -v\nx = 1.4\nL = f(x)",
    "x = 1.4\nL = x * x if f'{x > 1}' == '1.0' else 3 * x if f'{x > 0}' == '1.0' else -x",
    "x = 1.4\nL = x * x if f'{x > 1:.0f}' == '1' else 3 * x if f'{x > 0:.0f}' == '1' else -x",
]


@pytest.mark.parametrize("program", DECIDING)
def test_what_numbers_decide_is_decided_anew_at_each_step(program: str) -> None:
    try:
        graph_of(program)
    except Exception as error:
        pytest.fail(f"{error!r}")
    found = went(program, 12, rate=0.15)
    x = 1.4
    for loss, (point,) in zip(found.losses, found.points, strict=True):
        expected, slope = relu_by_hand(x)
        assert_allclose((loss, point.item()), (expected, x), rtol=1e-12)
        x -= 0.15 * slope
    assert x < 1  # it went on to another branch


def test_a_mask_is_settled_anew() -> None:
    found = went("x = [2.0, -1.0, 0.3]\nL = sum(masked_select(x, x > 0) ** 2)", 6, rate=-0.4)
    x = np.array([2.0, -1.0, 0.3])
    for loss in found.losses:
        assert_allclose(loss, np.sum(x[x > 0] ** 2), rtol=1e-13)
        x = x + 0.4 * 2 * np.where(x > 0, x, 0)


def test_what_is_a_whole_number_to_the_program_stays_unless_it_is_named() -> None:
    program = "n = 3\nx = 2.0\nL = x * n + sum(ones(n))"
    assert went(program, 1).names == ("x",)
    found = went(program, 5, only=("n", "x"))
    assert isinstance(found.error, NotWhole)
    assert (len(found.losses), found.losses[0]) == (1, 9)


def test_labels_and_what_leads_nowhere_are_no_parameters() -> None:
    program = "x = [[2.0, 1.0], [0.5, 2.5]]\nlabels = [0, 1]\nunused = 3.0\nL = cross_entropy(x, labels)"
    assert went(program, 2).names == ("x",)
    found = went(program, 2, only=("unused", "labels"))
    assert found.names == ("labels", "unused")
    assert_array_equal(found.points[-1][0], [0, 1])
    assert found.losses[0] == found.losses[-1]


def test_it_begins_with_the_values_that_are_given() -> None:
    one = went(LINEAR, 7, only=("w",))
    two = went(LINEAR, 3, only=("w",), values={"w": one.points[4][0].tolist()})
    assert_allclose(two.losses, one.losses[4:], rtol=1e-13)
    other = went(LINEAR, 3, only=("w",), values={"b": 5.0})
    assert_allclose(other.losses[0], np.mean((X @ [0.5, -0.5] + 5 - Y) ** 2))


def test_an_output_of_several_numbers_is_summed() -> None:
    found = went("x = [1.0, 2.0]\ny = x ** 2", 1, rate=0.25)
    assert (found.losses, found.summed) == ((5, 1.25), True)


@pytest.mark.parametrize(
    "program",
    [
        "x = 3.0\nL = x ** 4",
        "x = 3.0\nL = exp(x * x)",
        "x = [3.0]\nL = sum(x ** 4)",
        "x = 3.0\nif x > 0:\n    L = x ** 4\nelse:\n    L = -(x ** 3)",
        "x = 2.0\nL = log(x) * x / (x - 1)",
    ],
)
def test_a_descent_that_leaves_all_numbers_is_a_result(program: str) -> None:
    found = went(program, 40, rate=50.0)
    assert (len(found.losses), found.error) == (41, None)
    assert not math.isfinite(found.losses[-1])


def test_of_many_numbers_the_last_are_kept() -> None:
    found = went("x = ones(20)\nL = sum(x * x)", 9, rate=0.5, limits=Limits(trail=199))
    assert (len(found.points), found.whole, len(found.losses)) == (1, False, 10)
    assert_array_equal(found.points[0][0], np.zeros(20))
    assert went("x = ones(20)\nL = sum(x * x)", 9, limits=Limits(trail=200)).whole


@pytest.mark.parametrize("program", ["W = randn(80, 80)\nL = sum(tanh(W @ W))", "x = 1.0\nif x > -9:\n    L = x * x"])
def test_it_stops_when_the_time_is_up(program: str) -> None:
    found = went(program, 1000, limits=Limits(time=0.05))
    assert isinstance(found.error, LimitExceeded)
    assert found.error.limit == "time"
    assert 1 <= len(found.losses) < 1001


def test_what_cannot_be_asked_is_refused() -> None:
    with pytest.raises(BadValues):
        went(LINEAR, 1, only=("w", "q"))
    with pytest.raises(BadValues):
        went(LINEAR, 1, values={"q": 2})
    with pytest.raises(LimitExceeded):
        went(LINEAR, 1001)
