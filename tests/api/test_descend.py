"""POST /api/descend, and `values` in every request: what is answered, and what is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import orjson
import pytest
from fastapi.testclient import TestClient
from numpy.testing import assert_allclose

from ..support import array, node
from .test_graph import assert_problem

PROGRAM = "x = [1.0, -2.0]\nw = [0.5, 3.0]\nL = sum((w - x) ** 2)"


def descended(client: TestClient, **body: Any) -> dict[str, Any]:
    response = client.post("/api/descend", json={"program": PROGRAM, "rate": 0.1, "steps": 4, **body})
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    assert set(found) == {"losses", "summed", "parameters", "trail", "stopped", "problem"}
    return found


def test_every_step_is_told(client: TestClient) -> None:
    found = descended(client, parameters=["w"])
    off = np.array([-0.5, 5.0])
    assert_allclose(found["losses"], [np.sum((off * 0.8**step) ** 2) for step in range(5)])
    assert list(found["parameters"]) == ["w"]
    assert_allclose(array(found["parameters"]["w"]), [1, -2] + off * 0.8**4)
    trail = array(found["trail"]["w"])
    assert trail.shape == (5, 2)
    assert_allclose(trail[1], [1, -2] + off * 0.8)
    assert (found["summed"], found["stopped"], found["problem"]) == (False, None, None)


def test_one_can_go_on_where_one_is(client: TestClient) -> None:
    first = descended(client)
    values = {name: np.reshape(one["data"], one["shape"]).tolist() for name, one in first["parameters"].items()}
    assert set(values) == {"x", "w"}
    assert descended(client, values=values)["losses"][0] == first["losses"][-1]
    graph = client.post("/api/graph", json={"program": PROGRAM, "values": values}).json()
    assert node(graph, "L")["value"]["data"] == [first["losses"][-1]]
    assert node(graph, "w")["value"]["data"] == first["parameters"]["w"]["data"]


def test_divergence_travels_as_words(client: TestClient) -> None:
    found = descended(client, program="x = [3.0]\nL = sum(x ** 4)", rate=9, steps=20)
    assert found["losses"][-1] == "NaN"
    assert found["parameters"]["x"]["data"] == ["NaN"]
    again = descended(client, program="x = [3.0]\nL = sum(x ** 4)", steps=1, values={"x": ["NaN"]})
    assert again["losses"] == ["NaN", "NaN"]


def test_a_mistake_on_the_way_ends_it_and_is_told(client: TestClient) -> None:
    program = "x = 2.0\nassert x > 1, 'too small'\nL = x * x"
    found = descended(client, program=program, rate=0.3, steps=9, lang="es")
    assert found["losses"] == [4]
    assert found["stopped"] == "program"
    assert found["problem"]["span"]["line"] == 2
    assert "too small" in found["problem"]["detail"]


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"rate": "fast"}, "bad_argument"),
    ({"rate": None}, "bad_argument"),
    ({"steps": 0}, "bad_argument"),
    ({"steps": 1.5}, "bad_argument"),
    ({"steps": 1001}, "limit_descent"),
    ({"parameters": ["q"]}, "bad_argument"),
    ({"parameters": "w"}, "bad_argument"),
    ({"mode": "reverse"}, "bad_argument"),
    ({"values": [1]}, "bad_argument"),
    ({"values": {"w": [1]}}, "shape_mismatch"),
    ({"program": "y"}, "unknown_name"),
    ({"program": "x = 2\ny = x > 1"}, "not_differentiable"),
    ({"program": "x = 2", "output": "z"}, "unknown_name"),
]


@pytest.mark.parametrize(("body", "code"), REFUSED)
def test_what_is_asked_wrongly_is_refused(client: TestClient, body: dict[str, Any], code: str) -> None:
    response = client.post("/api/descend", json={"program": PROGRAM, "rate": 0.1, "steps": 1, **body})
    assert_problem(response, 422, code)


def test_a_leaf_to_which_numbers_do_not_fit_is_named(client: TestClient) -> None:
    for values in ({"q": 1}, {"q": [1]}, {"w": 1}, {"w": [1, "a"]}):
        response = client.post("/api/graph", json={"program": PROGRAM, "values": values})
        assert assert_problem(response, 422)["leaf"] == next(iter(values))
    assert "leaf" not in client.post("/api/graph", json={"program": "y"}).json()
    long = client.post("/api/graph", json={"program": PROGRAM, "values": {"q" * 5000: 1}})
    assert assert_problem(long, 422)["leaf"] == "q" * 200


def test_values_are_part_of_a_query(client: TestClient) -> None:
    values = {"w": [1.0, "NaN"]}
    query = {"program": PROGRAM, "values": orjson.dumps(values).decode()}
    first = client.get("/api/graph", params=query)
    assert node(first.json(), "w")["value"]["data"] == [1, "NaN"]
    assert first.json() == client.post("/api/graph", json={"program": PROGRAM, "values": values}).json()
    assert first.headers["etag"] != client.get("/api/graph", params={"program": PROGRAM}).headers["etag"]
    problem = assert_problem(client.get("/api/graph", params={"program": "x = 1", "values": "{"}), 400, "not_json")
    assert "`values`" in problem["detail"]


def test_values_are_part_of_a_jacobian(client: TestClient) -> None:
    body = {"program": "x = [1.0, 2.0]\ny = x * x", "of": "global", "node": "n0", "values": {"x": [5, 6]}}
    assert client.post("/api/jacobian", json=body).json()["matrix"]["data"] == [10, 0, 0, 12]


def test_values_that_are_nested_without_end_are_refused(client: TestClient) -> None:
    for depth in (100, 1000):
        body = b'{"program": "x = 1", "values": {"x": ' + b"[" * depth + b"]" * depth + b"}}"
        response = client.post("/api/graph", content=body, headers={"Content-Type": "application/json"})
        assert_problem(response, 422, "bad_argument")
