"""POST /api/jacobian: the matrices of edges and of the whole, and what is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from numpy.testing import assert_allclose

from ..support import array, graph_of, node
from .test_graph import assert_problem

PROGRAM = "X = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]\nw = [1.0, -1.0, 2.0]\nb = [0.5]\nz = X @ w + b\nL = sum(tanh(z))"


def asked(client: TestClient, **body: Any) -> dict[str, Any]:
    response = client.post("/api/jacobian", json={"program": PROGRAM, **body})
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    assert set(found) == {"rows", "columns", "matrix"}
    assert found["matrix"]["shape"] == [int(np.prod(found["rows"])), int(np.prod(found["columns"]))]
    return found


def test_every_edges_jacobian_gives_its_contribution(client: TestClient) -> None:
    graph = graph_of(PROGRAM)
    nodes = {one["id"]: one for one in graph["nodes"]}
    for edge in graph["edges"]:
        found = asked(client, of="local", edge=edge["id"])
        assert found["rows"] == nodes[edge["target"]]["shape"]
        assert found["columns"] == nodes[edge["source"]]["shape"]
        if edge["contribution"] is not None:
            upstream = array(nodes[edge["target"]]["grad"]).ravel()
            assert_allclose(array(found["matrix"]).T @ upstream, array(edge["contribution"]).ravel())


def test_the_global_jacobian_is_the_gradient_of_a_loss(client: TestClient) -> None:
    graph = graph_of(PROGRAM)
    for one in graph["nodes"]:
        found = asked(client, of="global", node=one["id"])
        assert found["rows"] == []
        if one["grad"] is not None:
            assert_allclose(array(found["matrix"]).ravel(), array(one["grad"]).ravel())


def test_another_output_has_more_rows(client: TestClient) -> None:
    graph = graph_of(PROGRAM)
    found = asked(client, of="global", node=node(graph, "b")["id"], output="z")
    assert (found["rows"], found["columns"], found["matrix"]["data"]) == ([2], [1], [1, 1])


REFUSED = [
    ({"of": "local"}, "bad_argument"),
    ({"of": "global"}, "bad_argument"),
    ({"of": "local", "node": "n0"}, "bad_argument"),
    ({"of": "local", "edge": "e0", "node": "n0"}, "bad_argument"),
    ({"of": "global", "node": "n99"}, "bad_argument"),
    ({"of": "local", "edge": "n0"}, "bad_argument"),
    ({"of": "local", "edge": "e"}, "bad_argument"),
    ({"of": "local", "edge": "e-1"}, "bad_argument"),
    ({"of": "local", "edge": "e" + "9" * 500}, "bad_argument"),
    ({"of": "sideways", "edge": "e0"}, "bad_argument"),
    ({"of": "global", "node": "n0", "program": "y"}, "unknown_name"),
    ({"of": "global", "node": "n0", "program": "x = ones(2000)\ny = x * 2"}, "limit_jacobian"),
    ({"of": "global", "node": "n0", "output": "nobody"}, "unknown_name"),
]


@pytest.mark.parametrize(("body", "code"), REFUSED)
def test_what_is_asked_wrongly_is_refused(client: TestClient, body: dict[str, Any], code: str) -> None:
    response = client.post("/api/jacobian", json={"program": PROGRAM, **body})
    assert_problem(response, 422, code)


def test_infinite_slopes_travel_as_words(client: TestClient) -> None:
    response = client.post(
        "/api/jacobian", json={"program": "x = [0.0, 1.0]\ny = sqrt(x)", "of": "local", "edge": "e0"}
    )
    assert response.json()["matrix"]["data"][0] == "Infinity"


def test_the_structure_is_told_where_it_is_asked_for(client: TestClient) -> None:
    body = {"program": "x = [1.0, -2.0]\ny = relu(x)", "of": "local", "edge": "e0", "structure": True}
    found = client.post("/api/jacobian", json=body).json()
    assert found["matrix"]["data"] == [1, 0, 0, 0]
    assert found["structure"] == {"shape": [2, 2], "dtype": "bool", "data": [1, 0, 0, 1]}
    body = {"program": "x = [1.0, -2.0]\ny = relu(x) * 2", "of": "global", "node": "n0", "structure": True}
    assert client.post("/api/jacobian", json=body).json()["structure"]["data"] == [1, 0, 0, 1]


def test_the_parts_of_an_opened_composite_have_jacobians(client: TestClient) -> None:
    body = {"program": "x = [1.0, -2.0]\ny = sigmoid(x)", "opened": ["sigmoid"], "of": "global"}
    graph = client.post("/api/graph", json={"program": body["program"], "opened": ["sigmoid"]}).json()
    negated = next(one for one in graph["nodes"] if one["operation"] == "negative")
    found = client.post("/api/jacobian", json={**body, "node": negated["id"]}).json()
    slope = 1 / (1 + np.exp([-1.0, 2.0]))
    np.testing.assert_allclose(np.reshape(found["matrix"]["data"], (2, 2)), np.diag(-slope * (1 - slope)), rtol=1e-12)


def test_what_a_product_with_the_matrix_takes_without_it(client: TestClient) -> None:
    graph = graph_of(PROGRAM)
    body = {"program": PROGRAM, "structure": True}
    product = next(one["id"] for one in graph["edges"] if one["local"]["kind"] == "matmul")
    found = client.post("/api/jacobian", json={**body, "of": "local", "edge": product}).json()
    assert found["multiply_adds"] == 6  # of the 12 entries, half are zero whatever the numbers are
    assert sum(found["structure"]["data"]) == 6
    assert found["latex"].endswith(r"I_{2} \otimes w^{\top}")
    whole = client.post("/api/jacobian", json={**body, "of": "global", "node": "n0"}).json()
    assert (whole["latex"], whole["multiply_adds"]) == (None, graph["cost"]["reverse"]["multiply_adds"])


def test_a_large_matrix_comes_as_a_preview(client: TestClient) -> None:
    body = {"program": "x = ones(100)\ny = tanh(x)", "of": "local", "edge": "e0", "structure": True}
    found = client.post("/api/jacobian", json={**body, "max_elements": 9999}).json()
    assert found["matrix"]["shape"] == found["structure"]["shape"] == [100, 100]
    assert found["matrix"]["preview"]["index"] == found["structure"]["preview"]["index"]
    assert found["structure"]["stats"]["zeros"] == 9900
    assert "data" in client.post("/api/jacobian", json={**body, "max_elements": 10_000}).json()["matrix"]
    assert_problem(client.post("/api/jacobian", json={**body, "max_elements": 0}), 422, "bad_argument")
