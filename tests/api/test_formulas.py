"""POST /api/formulas: the gradients of leaves and nodes as formulas, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from retrograd.symbolic.formulas import MOST_FORMULAS

from ..support import graph_of, node
from .test_graph import assert_problem

PROGRAM = (
    "X = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]\ny = [1.0, 0.0, 2.0]\nw = [0.5, -0.5]\np = X @ w\nL = mean((y - p)**2)"
)
BY_W = r"-\frac{2}{3} \, X^{\top} \left(y - X \, w\right)"
SUM_OF_ROWS = "b = [1.0, 2.0]\nX = ones(3, 2)\nL = sum((X + b)**2)"


def asked(client: TestClient, program: str = PROGRAM, **body: Any) -> dict[str, Any]:
    response = client.post("/api/formulas", json={"program": program, **body})
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def test_every_leaf_has_its_formula(client: TestClient) -> None:
    found = asked(client)
    assert found["output"] == "L"
    assert [one["name"] for one in found["formulas"]] == ["X", "y", "w"]
    ids = [node(graph_of(PROGRAM), name)["id"] for name in "Xyw"]
    assert [one["node"] for one in found["formulas"]] == ids
    assert found["formulas"][2] == {
        "node": ids[2],
        "name": "w",
        "latex": rf"\frac{{dL}}{{dw}} = {BY_W}",
        "where": [],
        "omitted": 0,
    }


def test_of_very_many_leaves_the_first_are_told_and_any_by_itself(client: TestClient) -> None:
    names = [f"w{number}" for number in range(MOST_FORMULAS + 2)]
    program = "".join(f"{name} = 1.0\n" for name in names) + f"L = {' + '.join(f'{name} ** 3' for name in names)}"
    assert [one["name"] for one in asked(client, program)["formulas"]] == names[:MOST_FORMULAS]
    last = node(graph_of(program), names[-1])["id"]
    (only,) = asked(client, program, node=last)["formulas"]
    assert only["latex"] == r"\frac{dL}{dw_{201}} = 3 w_{201}^{2}"


def test_a_node_between_has_one_too(client: TestClient) -> None:
    between = node(graph_of(PROGRAM), "p")["id"]
    (only,) = asked(client, node=between)["formulas"]
    assert (only["node"], only["name"]) == (between, "p")
    assert only["latex"] == r"\frac{dL}{dp} = -\frac{2}{3} \left(y - X \, w\right)"


def test_the_output_itself_and_what_has_no_gradient(client: TestClient) -> None:
    graph = graph_of(PROGRAM)
    (only,) = asked(client, node=node(graph, "L")["id"])["formulas"]
    assert only["latex"] == r"\frac{dL}{dL} = 1"
    constant = next(one["id"] for one in graph["nodes"] if one["kind"] == "constant")
    assert asked(client, node=constant)["formulas"] == []


def test_another_output_is_summed(client: TestClient) -> None:
    found = asked(client, output="p")
    assert found["output"] == "J"  # L is a name of the program
    assert [one["name"] for one in found["formulas"]] == ["X", "w"]
    assert found["formulas"][1]["latex"].endswith(r"= X^{\top} \, \mathbf{1}")


def test_a_seed_of_ones_own_is_in_the_formulas(client: TestClient) -> None:
    found = asked(client, output="p", seed=[1.0, 2.0, 3.0])
    assert found["formulas"][1]["latex"].endswith(r"= X^{\top} \, S")


def test_the_axes_of_a_matrix_have_the_words_of_the_language(client: TestClient) -> None:
    (english, _), (spanish, _) = (asked(client, SUM_OF_ROWS, lang=lang)["formulas"] for lang in ("en", "es"))
    assert r"\text{rows}" in english["latex"]
    assert spanish["latex"] == english["latex"].replace("rows", "filas")


def test_an_opened_composite_is_written_by_its_parts(client: TestClient) -> None:
    program = "x = 0.5\nL = softsign(x)"
    closed, opened = (asked(client, program, opened=names)["formulas"][0]["latex"] for names in ([], ["softsign"]))
    assert closed != opened


def test_a_long_loop_is_told_as_far_as_there_is_room(client: TestClient) -> None:
    program = "w = 0.5\nx = 1.0\nfor i in range(100):\n    x = tanh(w * x)\nL = x**2"
    first = asked(client, program)["formulas"][0]
    assert len(first["where"]) == 8
    assert first["omitted"] > 50


REFUSED = [
    ({"node": "n99"}, "bad_argument"),
    ({"node": "e0"}, "bad_argument"),
    ({"program": "y"}, "unknown_name"),
    ({"output": "nobody"}, "unknown_name"),
    ({"seed": [1.0]}, "shape_mismatch"),
    ({"mode": "reverse"}, "bad_argument"),
    ({"program": "x = 1.0\nfor i in range(9999):\n    x = sin(x) * cos(x)\n"}, "limit_steps"),
]


@pytest.mark.parametrize(("body", "code"), REFUSED)
def test_what_is_asked_wrongly_is_refused(client: TestClient, body: dict[str, Any], code: str) -> None:
    response = client.post("/api/formulas", json={"program": PROGRAM, **body})
    assert_problem(response, 422, code)
