"""What a local Jacobian is made of: the formula, read back and multiplied out, is the matrix."""

from __future__ import annotations

import re
from functools import reduce
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from retrograd.graphjson.evaluate import run_program
from retrograd.graphjson.jacobians import jacobian_of
from retrograd.limits import Limits

from ..support import Json, array, graph_of, node

LEAVES = "X = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]\nY = [[1.0, -1.0], [0.5, 2.0], [3.0, 0.0]]\nv = [2.0, -3.0, 0.5]\n"

# The last statement, and what its edges' matrices are said to be.
CASES: list[tuple[str, list[str]]] = [
    ("z = X @ Y", [r"I_{2} \otimes Y^{\top}", r"X \otimes I_{2}"]),
    ("z = X @ v", [r"I_{2} \otimes v^{\top}", "X"]),
    ("z = v @ Y", [r"Y^{\top}", r"v^{\top} \otimes I_{2}"]),
    ("z = dot(v, v)", [r"v^{\top}", r"v^{\top}"]),
    ("z = X.T", ["P"]),
    ("z = X.reshape(3, 2)", ["I_{6}"]),
    ("z = sum(X)", [r"\mathbf{1}_{6}^{\top}"]),
    ("z = sum(X, axis=0)", [r"\mathbf{1}_{2}^{\top} \otimes I_{3}"]),
    ("z = mean(X, axis=1)", [r"\frac{1}{3} \left(I_{2} \otimes \mathbf{1}_{3}^{\top}\right)"]),
    ("z = mean(X)", [r"\frac{1}{6} \mathbf{1}_{6}^{\top}"]),
    ("z = broadcast_to(v, (2, 3))", [r"\mathbf{1}_{2} \otimes I_{3}"]),
    ("z = broadcast_to(X.reshape(2, 1, 3), (2, 4, 3))", [r"I_{2} \otimes \mathbf{1}_{4} \otimes I_{3}"]),
    ("z = -X", ["-I_{6}"]),
    ("z = X - X", ["I_{6}", "-I_{6}"]),
    ("z = tanh(v)", [r"\operatorname{diag}\left(\frac{\partial z}{\partial v}\right)"]),
    ("z = v * v", [r"\operatorname{diag}\left(\frac{\partial z}{\partial v}\right)"] * 2),
]
NONE = [
    "z = X.reshape(1, 2, 3) @ Y",
    "z = v[0]",
    "z = cumsum(v)",
    "z = v[0] * 2.0",
    "z = tile(v, 2)",
    "z = repeat(v, 2)",
    "z = max(X, axis=0)",
    "z = var(X)",
]


def local(program: str, edge: Json) -> Json:
    limits = Limits()
    found: Json = dict(jacobian_of(run_program(program, limits), "local", edge["id"], limits, structural=True))
    return found


def into(graph: Json, name: str) -> list[Json]:
    return [edge for edge in graph["edges"] if edge["target"] == node(graph, name)["id"]]


def factor(text: str, graph: Json) -> Any:
    text, turned = text.removesuffix(r"^{\top}"), text.endswith(r"^{\top}")
    if found := re.fullmatch(r"I_\{(\d+)\}", text):
        made = np.eye(int(found[1]))
    elif found := re.fullmatch(r"\\mathbf\{1\}_\{(\d+)\}", text):
        made = np.ones((int(found[1]), 1))
    else:
        value = array(node(graph, text)["value"])
        made = value if value.ndim == 2 else value.reshape(-1, 1)
    return made.T if turned else made


def multiplied(text: str, graph: Json) -> Any:
    sign, text = (-1.0, text[1:]) if text.startswith("-") else (1.0, text)
    if found := re.fullmatch(r"\\frac\{1\}\{(\d+)\} (?:\\left\()?(.*?)(?:\\right\))?", text):
        sign, text = 1 / int(found[1]), found[2]
    return sign * reduce(np.kron, [factor(one, graph) for one in text.split(r" \otimes ")])


@pytest.mark.parametrize(("statement", "told"), CASES, ids=[case[0] for case in CASES])
def test_the_formula_is_the_matrix(statement: str, told: list[str]) -> None:
    graph = graph_of(LEAVES + statement)
    edges = into(graph, "z")
    assert len(edges) == len(told)
    for number, edge in enumerate(edges):
        found = local(LEAVES + statement, edge)
        left, _, right = found["latex"].partition(" = ")
        assert left.startswith(r"\frac{\partial ")
        assert right.split(",")[0] == told[number]
        matrix = np.array(found["matrix"]["data"]).reshape(found["matrix"]["shape"])
        if right.startswith("P"):
            assert_allclose(matrix.T @ matrix, np.eye(len(matrix)))
        elif right.startswith(r"\operatorname{diag}"):
            assert_allclose(matrix, np.diag(array(edge["local"]["value"]).ravel()))
        else:
            assert_allclose(multiplied(right, graph), matrix)


@pytest.mark.parametrize("statement", NONE)
def test_where_no_short_formula_is_known_there_is_none(statement: str) -> None:
    graph = graph_of(LEAVES + statement)
    assert local(LEAVES + statement, into(graph, "z")[0])["latex"] is None


def test_cells_of_a_matrix_are_taken_in_a_row() -> None:
    graph = graph_of(LEAVES + "z = X @ v")
    told = [local(LEAVES + "z = X @ v", edge)["latex"].split(" = ")[0] for edge in into(graph, "z")]
    assert told == [r"\frac{\partial z}{\partial \operatorname{vec} X}", r"\frac{\partial z}{\partial v}"]
