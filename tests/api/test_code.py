"""POST /api/code: code that runs by itself and agrees with the graph, and what is refused."""

from __future__ import annotations

from contextlib import redirect_stdout
from io import StringIO
from typing import Any

import numpy as np
import pytest
import torch
from fastapi.testclient import TestClient
from numpy.testing import assert_allclose

from ..support import array, graph_of, node
from .test_graph import assert_problem

PROGRAM = "X = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]\nw = [1.0, -1.0, 2.0]\nb = [0.5]\nz = X @ w + b\nL = sum(tanh(z))"
LEAVES = ("X", "w", "b")
GRADIENT = {"numpy": "d{output}_d{leaf}", "torch": "{leaf}.grad"}
TARGETS = pytest.mark.parametrize("target", GRADIENT)


def asked(client: TestClient, **body: Any) -> dict[str, Any]:
    response = client.post("/api/code", json={"program": PROGRAM, **body})
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    assert set(found) == {"target", "code", "filename"}
    assert found["target"] == body["target"]
    return found


def run(code: str) -> dict[str, Any]:
    variables: dict[str, Any] = {}
    with redirect_stdout(StringIO()):
        exec(compile(code, "code", "exec"), variables)  # noqa: S102  (what the service wrote)
    torch.set_default_dtype(torch.float32)
    return variables


@TARGETS
def test_the_code_gives_the_gradients_of_the_graph(client: TestClient, target: str) -> None:
    variables = run(asked(client, target=target)["code"])
    graph = graph_of(PROGRAM)
    for leaf in LEAVES:
        found = eval(GRADIENT[target].format(output="L", leaf=leaf), variables)  # noqa: S307
        assert_allclose(np.asarray(found), array(node(graph, leaf)["grad"]), rtol=1e-12, atol=1e-15)


@TARGETS
def test_output_dtype_seed_and_what_is_opened_are_the_requests(client: TestClient, target: str) -> None:
    body = {"output": "z", "seed": [1.0, -2.0], "dtype": "float32"}
    code = asked(client, target=target, **body)["code"]
    assert "float32" in code
    objective = "L" if target == "numpy" else ""
    graph = graph_of(PROGRAM, output="z", seed=[1.0, -2.0], dtype="float32")
    variables = run(code)
    names = [name for name in variables if name.endswith("_dw")] if objective else ["w"]
    found = variables[names[0]] if objective else variables["w"].grad
    assert str(found.dtype).endswith("float32")
    assert_allclose(np.asarray(found), array(node(graph, "w")["grad"]), rtol=1e-6)
    opened = asked(client, target=target, program="x = 0.5\ny = gelu(x)", opened=["gelu"])["code"]
    assert "# gelu" in opened
    assert "F.gelu" not in opened


def test_comments_speak_the_language_of_the_request(client: TestClient) -> None:
    assert "# Forward pass" in asked(client, target="numpy")["code"]
    assert "# Pasada hacia adelante" in asked(client, target="numpy", lang="es")["code"]


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({}, "bad_argument"),
    ({"target": "fortran"}, "bad_argument"),
    ({"target": "numpy", "program": "x = y"}, "unknown_name"),
    ({"target": "numpy", "output": "q"}, "unknown_name"),
    ({"target": "torch", "seed": [1, 2]}, "shape_mismatch"),
    ({"target": "torch", "seed": {}}, "bad_argument"),
    (
        {"target": "numpy", "program": "x = arange(4000000) * [0.5]\ny = x * 2"},
        "limit_answer",
    ),
]


@pytest.mark.parametrize(("body", "code"), REFUSED)
def test_what_is_wrong_is_told_in_both_languages(client: TestClient, body: dict[str, Any], code: str) -> None:
    for lang in ("en", "es"):
        response = client.post("/api/code", json={"program": PROGRAM, "lang": lang, **body})
        assert_problem(response, 422, code)


def test_a_program_of_very_many_nodes_is_answered_or_refused(client: TestClient) -> None:
    program = "x = 1.0\nfor i in range(9990):\n    x = x * 1.0001 + 0.5"
    for target in GRADIENT:
        response = client.post("/api/code", json={"program": program, "target": target})
        assert response.status_code == 200 or assert_problem(response, 422)["limit"] in {"time", "answer", "steps"}


@TARGETS
def test_leaves_can_have_other_numbers(client: TestClient, target: str) -> None:
    body = {"program": "x = 2.0\ny = x * x", "values": {"x": 5.0}}
    assert "5.0" in asked(client, target=target, **body)["code"]
