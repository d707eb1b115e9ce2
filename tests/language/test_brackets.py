"""What stands in brackets: lists, tensors, conditions; which of them the graph draws, what formulas tell of them."""

from __future__ import annotations

from typing import Any

import pytest

from ..support import Json, graph_of, node, value

CELLS = "x = [5.0, -1.0, 3.0]\n"


def _sources(graph: Json, name: str) -> list[Any]:
    target = node(graph, name)["id"]
    labels = {one["id"]: one["label"] for one in graph["nodes"]}
    return [labels[edge["source"]] for edge in graph["edges"] if edge["target"] == target]


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("y = x[[0, 2, 2]]", [5, 3, 3]),
        ("y = x[[-1, True]]", [3, -1]),
        ("i = [2, 0]\ny = x[i]", [3, 5]),
        ("i = [1, 0]\ny = x[i + 1]", [3, -1]),
        ("i = 1\ny = x[[i, i + 1]]", [-1, 3]),
        ("y = x[argmax(x)]", 5),
        ("y = x[arange(2)]", [5, -1]),
        ("i = argmax(x)\ny = x[i + 1:]", [-1, 3]),
        ("y = x[x > 0]", [5, 3]),
        ("y = x[(x > 0) * (x < 4)]", [3]),
        ("y = x[1 - (x > 0)]", [-1]),
        ("y = x[logical_not(x > 0)]", [-1]),
        ("y = x[x > 9]", []),
        ("y = x[[True, False, True]]", [5, 3]),
        ("m = [True, False, True]\ny = x[m]", [5, 3]),
        ("m = np.array([True, False, True])\ny = x[m]", [5, 3]),
        ("m = [1, 0, 1]\ny = x[m]", [-1, 5, -1]),
        ("m = [[True, False, True], [False, True, False]]\ny = x[m[0]]", [5, 3]),
        ("y = x[:, None][[0, 1], [0, 0]]", [5, -1]),
        ("y = x[None, ..., [[2], [0]]]", [[[3], [5]]]),
        ("y = x[[]]", []),
        ("y = x[zeros(0)]", []),
        ("a, b, c = x.split(3)\ny = concatenate([c, a])", [3, 5]),
        ("y = concatenate(split(x, [1])[::-1])", [-1, 3, 5]),
        ("y = arange(5)[[0, 4]]", [0, 4]),
    ],
)
def test_brackets_take_lists_tensors_and_conditions(program: str, expected: Any) -> None:
    assert value(graph_of(CELLS + program), "y") == expected


@pytest.mark.parametrize(
    ("program", "drawn"),
    [
        ("i = [2, 0]\ny = x[i]", ["x", "i"]),
        ("i = argmax(x)\ny = x[i]", ["x", "i"]),
        ("m = x > 0\ny = x[m]", ["x", "m"]),
        ("i = [0, 1]\nj = [0, 0]\ny = x[:, None][i, j]", ["v1", "i", "j"]),
        ("i = 2\ny = x[i]", ["x"]),
        ("y = x[[0, 1]]", ["x"]),
        ("y = x[x.shape[0] - 1]", ["x"]),
    ],
)
def test_the_graph_draws_where_an_index_comes_from(program: str, drawn: list[str]) -> None:
    graph = graph_of(CELLS + program)
    assert _sources(graph, "y") == drawn
    edges = [edge for edge in graph["edges"] if edge["target"] == node(graph, "y")["id"]]
    assert [edge["local"]["kind"] for edge in edges[1:]] == ["none"] * (len(drawn) - 1)
    assert all(edge["contribution"] is None for edge in edges[1:])
    assert edges[0]["contribution"] is not None


def test_a_cell_that_is_picked_twice_gets_both_gradients_in_both_modes() -> None:
    program = "x = [1.0, 2.0, 3.0]\ni = [0, 2, 2]\ny = x[i] ** 2"
    assert node(graph_of(program), "x")["grad"]["data"] == [2, 0, 12]
    assert node(graph_of(program, mode="forward"), "y")["tangent"]["data"] == [2, 6, 6]


def test_attributes_hold_positions_as_lists_and_of_large_ones_the_shape() -> None:
    graph = graph_of("X = arange(12).reshape(3, 4)\ny = X[[[0], [2]], 1]\nz = X[:, [0, 0]].sum() + y")
    picked = [one["attributes"]["index"] for one in graph["nodes"] if one["operation"] == "getitem"]
    assert picked == [[[[0], [2]], 1], [{"start": 0, "step": 1, "count": 3, "size": 3}, [0, 0]]]
    large = graph_of("x = ones(5000)\ny = x[arange(5000)]")
    assert node(large, "y")["attributes"]["index"] == [{"shape": [5000]}]


def test_formulas_write_lists_and_shorten_long_ones() -> None:
    graph = graph_of("X = arange(20).reshape(2, 10)\ny = X[:, [0, 2, 2]]\nz = X[0, [0, 1, 2, 3, 4, 5, 6]] * y.sum()")
    told = [step["latex"] for step in graph["steps"] if "[" in step["latex"]]
    assert r"y = X_{[{:}, [0, 2, 2]]}" in told
    assert r"v_{1} = X_{[0, [0, 1, 2, 3, 4, 5, …]]}" in told


def test_lists_of_positions_may_be_as_long_as_tensors_may() -> None:
    graph = graph_of("x = ones(3)\ni = zeros(100000)\ny = x[i].sum() + x.take(i).sum()")
    assert node(graph, "x")["grad"]["data"] == [200000, 0, 0]


def test_prefixes_decide_on_the_order_of_pads_widths() -> None:
    shapes = {
        call: graph_of(f"X = ones(2, 3)\ny = {call}")["nodes"][-1]["shape"]
        for call in ("pad(X, (1, 1))", "np.pad(X, (1, 1))", "X.pad((1, 1))", "pad(X, pad=(1, 1))", "F.pad(X, (1, 1))")
    }
    assert list(shapes.values()) == [[4, 5], [4, 5], [4, 5], [2, 5], [2, 5]]


def test_functions_with_several_results_give_as_many_nodes() -> None:
    graph = graph_of("x = [3.0, 1.0, 2.0]\nvalues, places = topk(x, 2)\nL = values * (places + 1)")
    assert [one["operation"] for one in graph["nodes"]] == [
        None, "topk_values", "topk_indices", None, "broadcast_to", "add", "multiply",
    ]  # fmt: skip
    assert node(graph, "x")["grad"]["data"] == [1, 0, 3]
    assert not node(graph, "places")["requires_grad"]


def test_a_symbol_with_an_index_of_its_own_stands_in_braces_before_brackets() -> None:
    told = [step["latex"] for step in graph_of("x1 = [1.0, 2.0]\ny = x1[0]")["steps"]]
    assert "y = {x_{1}}_{[0]}" in told
    ahead = [step["latex"] for step in graph_of("x1 = [1.0, 2.0]\ny = x1[0]", mode="forward")["steps"]]
    assert r"\dot{y} = {\dot{x}_{1}}_{[0]}" in ahead
