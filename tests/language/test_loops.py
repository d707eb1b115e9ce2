"""Loops and comprehensions: what they go through, how they are left, and that each pass is a group."""

from __future__ import annotations

import numpy as np
import pytest

from ..support import grad, graph_of, node, value
from .test_functions import groups


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("for i in range(3):\n    x = x * 2", 16.0),
        ("for i in range(1, 6, 2):\n    x = x + i", 11.0),
        ("for i in range(3, 0, -1):\n    x = x * i", 12.0),
        ("for k in [1, 2, 3]:\n    x = x * k", 12.0),
        ("for a, b in [(1, 2), (3, 4)]:\n    x = x * a + b", 16.0),
        ("for i, (a, b) in enumerate(zip([1, 2], [3, 4])):\n    x = x * a + b * i", 8.0),
        ("for i, k in enumerate([5, 6], start=1):\n    x = x + i * k", 19.0),
        ("for k in reversed([1, 2]):\n    x = x / k + k", 4.0),
        ("for v in [x, x * 2]:\n    x = x * v", 16.0),
        ("for v in arange(3):\n    x = x + v", 5.0),
        ("for row in [[1.0, 2.0], [3.0, 4.0]]:\n    x = x + sum(row)", 12.0),
        ("for i in range(9):\n    if i == 2:\n        break\n    x = x * 3", 18.0),
        ("for i in range(4):\n    if i % 2:\n        continue\n    x = x + i", 4.0),
        ("for i in range(2):\n    pass\nelse:\n    x = x + 10\nx = x * 1", 12.0),
        ("for i in range(2):\n    break\nelse:\n    x = x + 10\nx = x * 1", 2.0),
        ("for i in range(2):\n    for j in range(2):\n        if j:\n            break\n        x = x * 5", 50.0),
        ("n = 3\nfor i in range(n):\n    x = x * 2", 16.0),
        ("x = sum([x * i for i in range(4)])", 12.0),
        ("x = sum(x * i for i in range(4) if i != 1)", 10.0),
        ("x = stack([x * i * j for i in range(3) for j in range(i)]).sum()", 4.0),
        ("i = 7\ny = [x for i in range(3)]\nx = x * i", 14.0),
        ("x = x + len([1, 2, 3])", 5.0),
        (
            "def f(t):\n    for i in range(5):\n        t += 1\n        if t > 4:\n            return t\nx = f(x)+0",
            5.0,
        ),
    ],
)
def test_loops(program: str, expected: float) -> None:
    assert value(graph_of(f"x = 2.0\n{program}", output="x"), "x") == pytest.approx(expected)


def test_a_loop_and_its_passes_are_groups_nested_as_written() -> None:
    graph = graph_of("x = 1.0\nfor i in range(2):\n    for t in [x, 3.0]:\n        x = x * t")
    assert groups(graph) == [
        ("loop", "for i in range(2)", None),
        ("pass", "i = 0", "for i in range(2)"),
        ("loop", "for t in [x, 3.0]", "i = 0"),
        ("pass", "t = 1.0", "for t in [x, 3.0]"),
        ("pass", "t = 3.0", "for t in [x, 3.0]"),
        ("pass", "i = 1", "for i in range(2)"),
        ("loop", "for t in [x, 3.0]", "i = 1"),
        ("pass", "t = 3.0", "for t in [x, 3.0]"),
        ("pass", "t = 3.0", "for t in [x, 3.0]"),
    ]
    assert graph["groups"][0]["span"] == {"line": 2, "column": 1, "end_line": 2, "end_column": 19}
    by_id = {one["id"]: one["label"] for one in graph["groups"]}
    products = [one for one in graph["nodes"] if one["operation"] == "multiply"]
    assert [by_id[one["group"]] for one in products] == ["t = 1.0", "t = 3.0", "t = 3.0", "t = 3.0"]


def test_rows_of_a_tensor_are_taken_within_their_pass() -> None:
    graph = graph_of("X = arange(6).reshape(3, 2)\ns = 0.0\nfor row in X:\n    s = s + row @ row\nL = s * 1")
    rows = [one for one in graph["nodes"] if one["operation"] == "getitem"]
    by_id = {one["id"]: one["label"] for one in graph["groups"]}
    assert [by_id[one["group"]] for one in rows] == ["row = X[0]", "row = X[1]", "row = X[2]"]
    np.testing.assert_allclose(grad(graph, "X"), [[0, 2], [4, 6], [8, 10]])


def test_of_very_many_passes_the_empty_ones_are_not_told() -> None:
    few = graph_of("x = 2.0\nfor i in range(9000):\n    if i == 5:\n        x = x * i")
    assert len(few["groups"]) == 9001
    many = graph_of("x = 2.0\nfor i in range(11000):\n    if i == 5:\n        x = x * i")
    assert [one["label"] for one in many["groups"]] == ["for i in range(11000)", "i = 5"]
    assert many["nodes"][-1]["group"] == many["groups"][-1]["id"]


def test_a_comprehension_makes_no_group() -> None:
    assert graph_of("x = [1.0, 2.0]\nL = stack([t * t for t in x]).sum()")["groups"] == []


def test_a_list_of_numbers_that_a_comprehension_makes_is_a_leaf() -> None:
    graph = graph_of("w = [0.1 * i for i in range(3)]\nL = sum(w ** 2)")
    assert node(graph, "w")["kind"] == "leaf"
    np.testing.assert_allclose(grad(graph, "w"), [0.0, 0.2, 0.4])


@pytest.mark.parametrize(
    ("program", "last"),
    [
        ("for i in range(2):\n    y = x * i\n    z = y + 1", "z"),
        ("if True:\n    y = x * 2\nelse:\n    z = x * 3", "y"),
        ("for i in range(2):\n    y = x * 2\n    if i == 1:\n        k = i", "y"),
        ("y, z = x * 2, x * 3", "z"),
        ("y = x * 5\nassert y > 0", "y"),
        ("y = x * 5\nprint(y)", "y"),
    ],
)
def test_the_output_is_the_last_name_that_got_a_tensor(program: str, last: str) -> None:
    graph = graph_of(f"x = 2.0\n{program}")
    assert node(graph, last)["id"] == graph["output"]


def test_training_unrolls_into_the_graph() -> None:
    graph = graph_of(
        "def loss(w):\n    return (w - 1) ** 2\nw = 3.0\n"
        "for step in range(5):\n    w = w - 0.1 * grad(loss(w), w)\nL = loss(w)"
    )
    assert value(graph, "L") == pytest.approx((2 * 0.8**5) ** 2)
    first = next(one for one in graph["nodes"] if one["kind"] == "leaf")
    assert first["grad"]["data"] == pytest.approx([2 * 2 * 0.8**10])
