"""Numbers that a request gives to leaves: the program is evaluated as if it had been written with them."""

from __future__ import annotations

from typing import Any

import pytest

from retrograd.errors import NotWhole, ProgramError
from retrograd.language.mistakes import BadValues, BadValuesShape

from ..support import graph_of, node, value

INSTEAD = [
    # a program, the values that are given, the same written down
    ("x = 2\ny = x * x", {"x": 5}, "x = 5\ny = x * x"),
    ("x = [1, 2]\ny = sum(x)", {"x": [3, -4.5]}, "x = [3, -4.5]\ny = sum(x)"),
    ("x: int = 2\ny = x", {"x": 7.5}, "x = 7.5\ny = x"),
    ("a, b = 2, 3\ny = a * b", {"b": 5}, "a, b = 2, 5\ny = a * b"),
    ("a = b = 2.0\ny = a * b", {"a": 3}, "a = b = 3.0\ny = a * b"),
    ("w = 0.1 * randn(2, 2)\ny = sum(w @ w)", {"w": [[1, 2], [3, 4]]}, "w = [[1, 2], [3, 4]]\ny = sum(w @ w)"),
    ("x = zeros(0, 3)\ny = sum(x)", {"x": []}, "x = zeros(0, 3)\ny = sum(x)"),
    ("x = [1.0]\ny = sum(x)", {"x": ["Infinity"]}, "x = [inf]\ny = sum(x)"),
    ("ﬁ = 2\ny = fi * 3", {"ﬁ": 4}, "ﬁ = 4\ny = fi * 3"),
    ("for i in range(2):\n    w = [1.0]\ny = sum(w)", {"w": [2]}, "w = [2.0]\nw = [1.0]\ny = sum(w)"),
    ("if True:\n    w = 2.0\ny = w * w", {"w": 3}, "if True:\n    w = 3.0\ny = w * w"),
    ("x = 2\nx = x * x\nx = 4\ny = x", {"x": 3}, "x = 3\nx = x * x\nx = 4\ny = x"),
    (
        "n = 2\nh = 1.0\nfor i in range(n):\n    h = h * 2",
        {"n": 3},
        "n = 3\nh = 1.0\nfor i in range(n):\n    h = h * 2",
    ),
    ("a = 0\nX = [[1, 2], [3, 4]]\ny = sum(X, axis=a)", {"a": 1}, "a = 1\nX = [[1, 2], [3, 4]]\ny = sum(X, axis=a)"),
    ("x = [1, 2, 3]\ni = [0, 1]\ny = sum(x[i])", {"i": [2, 2]}, "x = [1, 2, 3]\ni = [2, 2]\ny = sum(x[i])"),
    ("x = [1, 2]\nm = [True, False]\ny = sum(x[m])", {"m": [0, 1]}, "x = [1, 2]\nm = [False, True]\ny = sum(x[m])"),
    ("x = 2\nif x > 3:\n    y = x\nelse:\n    y = -x", {"x": 4}, "x = 4\nif x > 3:\n    y = x\nelse:\n    y = -x"),
    (
        "c = tensor([1.0], requires_grad=False)\nx = [2.0]\ny = sum(c * x)",
        {"c": [5]},
        "c = tensor([5.0], requires_grad=False)\nx = [2.0]\ny = sum(c * x)",
    ),
    ("def f():\n    return randn(2)\nw = f()\ny = sum(w)", {"w": [1, 2]}, "w = [1, 2]\ny = sum(w)"),
]


def numbers(graph: Any) -> list[Any]:
    return [
        (one["name"], one["kind"], one["value"], one["requires_grad"], one["grad"], one["tangent"])
        for one in graph["nodes"]
    ]


@pytest.mark.parametrize(("program", "given", "written"), INSTEAD)
@pytest.mark.parametrize("mode", ["reverse", "forward"])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_it_is_as_if_they_had_been_written(
    program: str, given: dict[str, Any], written: str, mode: str, dtype: str
) -> None:
    found = graph_of(program, values=given, mode=mode, dtype=dtype)
    expected = graph_of(written, mode=mode, dtype=dtype)
    if "for i in range(2)" in program:  # written out, the first pass is no node of its own
        assert found["nodes"][0]["value"] == expected["nodes"][0]["value"]
        assert value(found, "y") == value(expected, "y")
    else:
        assert numbers(found) == numbers(expected)


REFUSED: list[tuple[str, dict[str, Any], type[ProgramError]]] = [
    ("x = 2\ny = x * x", {"y": 3}, BadValues),
    ("x = 2\ny = x", {"y": 3}, BadValues),  # y is another name of x, which keeps the first
    ("x = 2\ny = x * x", {"z": 3}, BadValues),
    ("def f():\n    w = [1.0]\n    return w\ny = sum(f())", {"w": [2.0]}, BadValues),
    ("a, b = randn(2)\ny = a * b", {"a": 1}, BadValues),
    ("x = 2\ny = zeros_like(x)\nz = x * y", {"y": 1}, BadValues),
    ("x = 2\ny = x * x", {"x": None}, BadValues),
    ("x = 2\ny = x * x", {"x": "two"}, BadValues),
    ("x = 2\ny = x * x", {"x": True}, BadValues),
    ("x = 2\ny = x * x", {"x": {"x": 2}}, BadValues),
    ("x = [1, 2]\ny = sum(x)", {"x": [1, [2]]}, BadValues),
    ("x = [1, 2]\ny = sum(x)", {"x": [1, 10**400]}, BadValues),
    ("x = [1, 2]\ny = sum(x)", {"x": [1]}, BadValuesShape),
    ("x = [1, 2]\ny = sum(x)", {"x": 1}, BadValuesShape),
    ("x = zeros(0, 3)\ny = sum(x)", {"x": [[1.0]]}, BadValuesShape),
    ("x = zeros(0, 3)\ny = sum(x)", {"x": "two"}, BadValues),
    ("n = 2\ny = ones(n)", {"n": 2.5}, NotWhole),
]


@pytest.mark.parametrize(("program", "given", "kind"), REFUSED)
def test_what_does_not_fit_is_refused(program: str, given: dict[str, Any], kind: type[ProgramError]) -> None:
    with pytest.raises(kind):
        graph_of(program, values=given)


def test_the_graph_tells_which_leaves_can_have_other_numbers() -> None:
    program = (
        "def f(a):\n    inner = [1.0]\n    return sum(a * inner)\n"
        "x = [2.0]\nx = [3.0]\nz = y = 2\na, b = randn(2)\nws = [randn(2), randn(2)]\n"
        "c = tensor(1.0, requires_grad=False)\nL = f(x) * z * a * c + sum(ws[0])"
    )
    graph = graph_of(program)
    assert set(graph["leaves"]) == {"x", "z", "c"}
    assert graph["leaves"]["x"] == next(one["id"] for one in graph["nodes"] if one["name"] == "x")
    assert graph["given"] == []
    assert graph_of(program, values={"c": 1, "x": [2.0]})["given"] == ["c", "x"]
    for name, found in graph["leaves"].items():
        assert node(graph_of(program, values={name: [7] if name == "x" else 7}), name)["name"] == name
        assert next(one for one in graph["nodes"] if one["id"] == found)["name"] == name


def test_forward_mode_knows_leaves_without_a_name() -> None:
    graph = graph_of("a, b = randn(2)\ny = a * b", mode="forward")
    assert graph["nodes"][0]["tangent"]["data"] == [1, 1]
    graph = graph_of("w = 2.0\nws = [randn(2), randn(2)]\ny = w * sum(ws[0])", mode="forward", seed={"w": 1})
    nameless = [one for one in graph["nodes"] if one["kind"] == "leaf" and not one["name"]]
    assert [one["tangent"] and one["tangent"]["data"] for one in nameless] == [[0, 0], None]
