"""The worked examples of the documents the project comes from, number by number."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from ..support import array, edges_from, grad, graph_of, node, value


def test_matrix_product() -> None:
    graph = graph_of("X = [[1,1,1],[2,2,2]]\nY = [[1,2,3,4],[5,6,7,8],[9,10,11,12]]\nZ = X @ Y")
    assert value(graph, "Z") == [[15, 18, 21, 24], [30, 36, 42, 48]]
    X, Y = np.array(value(graph, "X")), np.array(value(graph, "Y"))
    assert_array_equal(grad(graph, "X"), np.ones((2, 4)) @ Y.T)
    assert_array_equal(grad(graph, "Y"), X.T @ np.ones((2, 4)))
    left, right = graph["edges"]
    assert left["local"]["kind"] == right["local"]["kind"] == "matmul"
    assert_array_equal(array(left["local"]["value"]), Y)
    assert_array_equal(array(right["local"]["value"]), X)


def test_a_column_plus_a_row() -> None:
    graph = graph_of("a = arange(3).reshape(3, 1)\nb = arange(4).reshape(1, 4)\nc = a + b")
    assert grad(graph, "a") == [[4], [4], [4]]
    assert grad(graph, "b") == [[3, 3, 3, 3]]
    assert [one["implicit"] for one in graph["nodes"] if one["operation"] == "broadcast_to"] == [True, True]
    back = {step["edge"]: step["unbroadcast"] for step in graph["steps"] if step["kind"] == "unbroadcast"}
    (from_a,) = edges_from(graph, node(graph, "a"))
    (from_b,) = edges_from(graph, node(graph, "b"))
    assert back[from_a["id"]] == {"from": [3, 4], "to": [3, 1], "sum_axes": [1], "squeeze_axes": []}
    assert back[from_b["id"]] == {"from": [3, 4], "to": [1, 4], "sum_axes": [0], "squeeze_axes": []}


def test_a_vector_plus_a_matrix() -> None:
    graph = graph_of("a = [1, 2, 3]\nb = arange(12).reshape(4, 3)\nc = a + b")
    assert grad(graph, "a") == [4, 4, 4]
    (step,) = [one for one in graph["steps"] if one["kind"] == "unbroadcast"]
    assert step["unbroadcast"] == {"from": [4, 3], "to": [3], "sum_axes": [0], "squeeze_axes": [0]}
    assert step["phase"] == "backward"


def test_a_hadamard_product_multiplies() -> None:
    graph = graph_of("X = 2 * ones(3, 4)\nY = 3 * ones(3, 4)\nZ = X * Y")
    assert value(graph, "Z") == [[6] * 4] * 3
    assert grad(graph, "X") == value(graph, "Y")
    assert grad(graph, "Y") == value(graph, "X")


def test_a_square_has_the_derivative_2a() -> None:
    graph = graph_of("a = [1.0, -3.0]\nL = sum(a ** 2)")
    assert grad(graph, "a") == [2, -6]


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("X = arange(12).reshape(3, 4)\ns = X.sum(axis=0, keepdims=True)", [[12, 15, 18, 21]]),
        ("X = arange(9).reshape(3, 3)\ns = X.sum(axis=1)", [3, 12, 21]),
        ("X = ones(3, 4, 5)\ns = X.sum(axis=1)", [[4] * 5] * 3),
    ],
)
def test_sums(program: str, expected: list[object]) -> None:
    graph = graph_of(program)
    assert value(graph, "s") == expected
    X = node(graph, "X")
    assert_array_equal(array(X["grad"]), np.ones(X["shape"]))


def test_a_sum_over_one_of_two_equal_axes_with_a_seed() -> None:
    graph = graph_of("X = arange(9).reshape(3, 3)\ns = X.sum(axis=1)", seed=[1, 2, 3])
    assert grad(graph, "X") == [[1, 1, 1], [2, 2, 2], [3, 3, 3]]


@pytest.mark.parametrize("seed", [None, [1.0, -2.0, 0.5]])
def test_products_and_logarithms_of_vectors(seed: list[float] | None) -> None:
    a, b, c = np.array([1.0, 2, 3]), np.array([2.0, 3, 4]), np.array([3.0, 5, 7])
    program = f"a = {a.tolist()}\nb = {b.tolist()}\nc = {c.tolist()}\nd = a * b\ne = log(c)\nf = d * e\ng = log(f)"
    graph = graph_of(program, seed=seed)
    v = np.ones(3) if seed is None else np.array(seed)
    assert_allclose(grad(graph, "a"), v / a)
    assert_allclose(grad(graph, "b"), v / b)
    assert_allclose(grad(graph, "c"), v / (c * np.log(c)))
    assert grad(graph, "g") == v.tolist()


def test_the_chain_of_the_logistic_loss() -> None:
    x, w = 1.5, 0.5
    graph = graph_of(f"x = {x}\nw = {w}\nL = -log(sigmoid(w * x**2))")
    slope = -(1 - 1 / (1 + np.exp(-w * x**2)))
    assert_allclose(grad(graph, "w"), slope * x**2)
    assert_allclose(grad(graph, "x"), slope * 2 * w * x)


def test_reuse_adds_two_contributions() -> None:
    graph = graph_of("x = 2\na = x**2\nb = 5 * a\nc = log(a)\ng = b * c\nL = -g")
    a = node(graph, "a")
    parts = [array(edge["contribution"]) for edge in edges_from(graph, a)]
    assert len(parts) == 2
    assert_allclose(sorted(map(float, parts)), sorted([-5 * np.log(4), -5.0]))
    assert_allclose(grad(graph, "a"), sum(parts))


def test_partial_and_total_derivative_differ() -> None:
    program = "x = 2\na = x**2\nb = 5 * a\nc = a * b\nL = -c"
    graph = graph_of(program, output="c")
    a, c = node(graph, "a"), node(graph, "c")
    (direct,) = [edge for edge in edges_from(graph, a) if edge["target"] == c["id"]]
    assert array(direct["local"]["value"]) == 5 * 4
    assert grad(graph, "a") == 10 * 4
    assert grad(graph_of(program), "a") == -10 * 4


def test_linear_regression() -> None:
    X = np.array([[1, 0.5], [1, 1.5], [1, 2.0], [1, 3.0]])
    y, w = np.array([1.0, 2.0, 2.5, 4.0]), np.array([0.25, 0.75])
    program = f"X = {X.tolist()}\ny = {y.tolist()}\nw = {w.tolist()}\nL = mean((y - X @ w)**2)"
    assert_allclose(grad(graph_of(program), "w"), -2 / 4 * X.T @ (y - X @ w), rtol=1e-14)
    snippet = f"X = {X.tolist()}\ny = {y.tolist()}\nw = {w.tolist()}\n"
    snippet += "se = (y - np.dot(X, w)) ** 2\nmse = np.sum(se) / X.shape[0]"
    assert_allclose(grad(graph_of(snippet), "w"), -2 / 4 * X.T @ (y - X @ w), rtol=1e-14)


def test_the_two_layer_logistic_network() -> None:
    rng = np.random.default_rng(3)
    X, W, w0 = rng.normal(size=(5, 2)), rng.normal(size=(3, 2)), rng.normal(size=3)
    y = np.array([1.0, 0, 1, 1, 0])
    leaves = "\n".join(f"{name} = {leaf.tolist()}" for name, leaf in [("X", X), ("W", W), ("w0", w0), ("y", y)])
    graph = graph_of(f"{leaves}\nL = -sum(log(sigmoid((2*y-1) * (sigmoid(X @ W.T) @ w0))))")

    def sigmoid(z: Any) -> Any:
        return 1 / (1 + np.exp(-z))

    phi = sigmoid(X @ W.T)
    margin = (2 * y - 1) * (phi @ w0)
    upstream = -(1 - sigmoid(margin)) * (2 * y - 1)
    assert_allclose(value(graph, "L"), -np.log(sigmoid(margin)).sum())
    assert_allclose(grad(graph, "w0"), phi.T @ upstream, rtol=1e-12)
    assert_allclose(grad(graph, "W"), (np.outer(upstream, w0) * phi * (1 - phi)).T @ X, rtol=1e-12)


def test_reshape_broadcast_and_transpose_of_the_seeds() -> None:
    graph = graph_of("X = arange(1, 13).reshape(3, 4)\nY = X.reshape(6, 2)")
    assert value(graph, "Y") == np.arange(1, 13).reshape(6, 2).tolist()
    assert grad(graph, "X") == np.ones((3, 4)).tolist()
    graph = graph_of("X = [[1, 2, 3], [4, 5, 6]]\nY = X.T")
    assert value(graph, "Y") == [[1, 4], [2, 5], [3, 6]]
    graph = graph_of("a = arange(3).reshape(3, 1)\nX = a.broadcast_to((3, 4))")
    assert grad(graph, "a") == [[4], [4], [4]]
    graph = graph_of("X = [[1,1,1],[2,2,2]]\nY = [[1],[2]]\nZ = X + Y")
    assert grad(graph, "Y") == [[3], [3]]


def test_tanh_of_a_line() -> None:
    graph = graph_of("x = rand(3, 4, seed=0)\ny = tanh(3 * x - 2)")
    x = np.array(value(graph, "x"))
    assert_allclose(grad(graph, "x"), 3 * (1 - np.tanh(3 * x - 2) ** 2))


def test_a_name_that_is_given_again_gets_primes() -> None:
    graph = graph_of("x = 3\nx = x * 2\nx = x * x\nx = x + 1\nx = x + 1\nx2 = x ** 2")
    assert [one["name"] for one in graph["nodes"] if one["name"]] == ["x"] * 5 + ["x2"]
    assert [one["label"] for one in graph["nodes"] if one["name"]] == ["x", "x′", "x″", "x‴", "x⁽⁵⁾", "x2"]
    square = next(edge for edge in graph["edges"] if edge["target"] == node(graph, "x2")["id"])
    assert square["local"]["latex"] == r"\frac{\partial x_{2}}{\partial {x^{(5)}}} = 2 {x^{(5)}}"


def test_a_forward_pass_has_the_formulas_of_its_own_rules() -> None:
    program = "X = [[1.0, 2.0], [3.0, 4.0]]\nw = [0.5, 1.0]\nz = X @ w"
    by_operand = {}
    for mode in ("forward", "reverse"):
        graph = graph_of(program, mode=mode)
        by_operand[mode] = [edge["local"] for edge in graph["edges"]]
    along, back = by_operand["forward"][1], by_operand["reverse"][1]
    assert along["latex"] == r"\dot{w} \mapsto X \, \dot{w}"
    assert along["vjp_latex"] == r"\dot{z} \mathrel{+}= X \, \dot{w}"
    assert along["rule_latex"] == r"\dot{z} = x \, \dot{y}"
    assert back["latex"].startswith(r"G \mapsto ")
    assert "dL" in back["vjp_latex"].replace("{", "")
