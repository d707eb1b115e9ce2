"""Lists of tensors: they grow, join and unpack; a list of numbers is a tensor."""

from __future__ import annotations

import numpy as np
import pytest

from ..support import grad, graph_of, node, value


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("hs = []\nfor i in range(3):\n    hs.append(x * i)\nL = stack(hs).sum()", 6.0),
        ("hs = [x]\nhs += [x * 2]\nhs = hs + [x * 3]\nL = sum(hs)", 12.0),
        ("hs = [x] * 3\nL = sum(hs)", 6.0),
        ("a = [x]\nb = a\nb.append(x * 5)\nL = a[1] * 1", 10.0),
        ("hs = [x, x * 2, x * 3]\nL = hs[-1] + sum(hs[:2])", 12.0),
        ("(a, b), c = [x, x * 2], 3\nL = a + b + c", 9.0),
        ("[a, b] = [1.0, 2.0]\nL = a * b * x", 4.0),
        ("layers = [(2.0, 1), (3.0, 4)]\nL = x\nfor w, b in layers:\n    L = L * w + b", 19.0),
        ("n, m = ones(2, 3).shape\nL = x * n * m", 12.0),
        ("L = x * ones(2, 3).size(1) + ones(2, 3).dim()", 8.0),
        ("L = x * list(range(4))[3]", 6.0),
        ("L = x * tuple([1, 2])[1]", 4.0),
        ("L = x * int(2.7) + float(1)", 5.0),
        ("L = x * x.item()", 4.0),
        ("s = (2,) + ones(3).shape\nL = ones(s).sum() * x", 12.0),
        ("L = sum([]) + x", 2.0),
    ],
)
def test_lists(program: str, expected: float) -> None:
    assert value(graph_of(f"x = 2.0\n{program}"), "L") == pytest.approx(expected)


def test_a_list_of_numbers_is_a_tensor() -> None:
    graph = graph_of("x = [1.0, 3.0]\ny = x * 3\nz = y + [len(x), 2]\nL = sum(z)")
    np.testing.assert_allclose(value(graph, "y"), [3.0, 9.0])
    np.testing.assert_allclose(value(graph, "z"), [5.0, 11.0])


@pytest.mark.parametrize(
    "program",
    [
        "ps = [randn(2, seed=1), 0.5 * ones(2)]\nL = sum(ps[0] * ps[1])",
        "ps = [(randn(2, seed=1), ones(2))]\nfor a, b in ps:\n    L = sum(a * b)",
        "ps = [0.1 * randn(2, seed=i) for i in range(2)]\nL = sum(ps[0] * ps[1])",
        "ps = []\nfor i in range(2):\n    ps.append(0.1 * randn(2, seed=i))\nL = sum(ps[0] * ps[1])",
        "def init():\n    return [randn(2, seed=1), ones(2)]\na, b = init()\nL = sum(a * b)",
    ],
)
def test_what_creators_make_is_a_leaf_within_a_list_too(program: str) -> None:
    graph = graph_of(program)
    leaves = [one for one in graph["nodes"] if one["kind"] == "leaf"]
    assert len(leaves) == 2
    for one, other in (leaves, leaves[::-1]):
        assert one["grad"]["data"] == other["value"]["data"]


def test_what_is_fixed_or_uses_a_variable_stays_as_it_is_within_a_list() -> None:
    graph = graph_of("ps = [tensor([1.0], requires_grad=False), ones(1)]\nL = ps[0] * ps[1]")
    assert [one["kind"] for one in graph["nodes"]] == ["constant", "leaf", "operation"]
    assert graph["nodes"][1]["label"] == "v1"
    graph = graph_of("x = ones(2)\nps = [x, 2 * ones(2)]\nL = sum(ps[0] * ps[1])")
    assert [one["kind"] for one in graph["nodes"]][:3] == ["leaf", "constant", "constant"]


def test_a_range_is_a_constant_where_a_tensor_is_needed() -> None:
    graph = graph_of("r = range(3)\nw = 2.0\nL = sum(r * w)")
    assert grad(graph, "w") == 3.0


def test_seeds_of_chance_are_those_of_the_program() -> None:
    same = [graph_of(f"np.random.seed({seed})\nW = randn(3)\nL = sum(W)") for seed in (0, 0, 1)]
    values = [node(graph, "W")["value"] for graph in same]
    assert values[0] == values[1] != values[2]


def test_pasted_snippets_run() -> None:
    graph = graph_of(
        "from __future__ import annotations\nimport numpy as np\nimport torch\nfrom torch import nn, tanh\n"
        "import torch.nn.functional as F\n\nX = np.array([[1.0, 2.0]])\n"
        "W = nn.Parameter(torch.tensor([[0.5], [1.5]]))\n"
        "with torch.no_grad():\n    scale = X.mean()\n"
        "loss = F.mse_loss(tanh(X @ W) * scale, np.zeros((1, 1)))\nloss.backward()"
    )
    assert grad(graph, "W") is not None


@pytest.mark.parametrize(
    "program",
    [
        "if hs.append(x * 2) is None:\n    L = hs[0] * 3",
        "print(hs.append(x * 2))\nL = hs[0] * 3",
        "assert hs.append(x * 2) is None\nL = hs[0] * 3",
        "def f(n):\n    return ones(3)\ny = f(hs.append(2.0 * 2.0))\nL = sum(y) * hs[0]",
        "def f(n):\n    return [ones(3)]\ny = f(hs.append(2.0 * 2.0))\nL = sum(y[0]) * hs[0]",
    ],
)
def test_what_is_in_a_list_stays_in_the_graph_wherever_it_was_appended(program: str) -> None:
    assert value(graph_of(f"x = 2.0\nhs = []\n{program}"), "L") == 12.0
