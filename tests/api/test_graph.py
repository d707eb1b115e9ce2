"""POST and GET /api/graph: the contract's answers, and its errors for whatever is sent."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator

from retrograd.api.app import create_app
from retrograd.api.settings import Settings
from retrograd.gallery import EXAMPLES

PROGRAM = "x = [1.0, 2.0]\nL = sum(x ** 2)"
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code", "span", "hint"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string", "minLength": 1},
        "status": {"type": "integer"},
        "detail": {"type": "string", "minLength": 1, "maxLength": 400},
        "code": {"type": "string", "pattern": "^[a-z_]+$"},
        "hint": {"type": ["string", "null"]},
        "span": {
            "anyOf": [
                {"type": "null"},
                {
                    "type": "object",
                    "required": ["line", "column", "end_line", "end_column"],
                    "additionalProperties": {"type": "integer", "minimum": 1},
                },
            ]
        },
    },
}


def assert_problem(response: Any, status: int, code: str | None = None) -> dict[str, Any]:
    assert response.status_code == status, response.text[:300]
    assert response.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    Draft202012Validator(PROBLEM).validate(problem)
    assert problem["status"] == status
    if code:
        assert problem["code"] == code
    return problem


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.id)
def test_every_answer_fits_the_openapi_document(client: TestClient, example: Any) -> None:
    document = client.get("/api/openapi.json").json()
    schema = {"$ref": "#/components/schemas/Graph", "components": document["components"]}
    for mode in ("reverse", "forward"):
        body = {"program": example.program("en"), "mode": mode, "max_elements": 9}
        response = client.post("/api/graph", json=body)
        assert response.status_code == 200
        Draft202012Validator(schema).validate(response.json())


def test_post_takes_every_field(client: TestClient) -> None:
    body = {
        "program": "x = [1.0, 2.0]\ny = x * 3\nL = sum(y)",
        "output": "y",
        "mode": "reverse",
        "seed": [1, 10],
        "dtype": "float32",
        "max_elements": 1,
    }
    graph = client.post("/api/graph", json=body).json()
    assert graph["dtype"] == "float32"
    assert graph["nodes"][0]["grad"]["stats"]["max"] == 30


def test_get_gives_what_post_gives_and_is_cacheable(client: TestClient) -> None:
    query = {"program": PROGRAM, "output": "L", "seed": "2", "max_elements": "5", "dtype": "float64"}
    got = client.get("/api/graph", params=query)
    sent = client.post("/api/graph", json={**query, "seed": 2, "max_elements": 5})
    assert got.content == sent.content
    assert "max-age" in got.headers["cache-control"]
    again = client.get("/api/graph", params=query, headers={"If-None-Match": got.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/api/graph", params={**query, "seed": "3"})
    assert other.headers["etag"] != got.headers["etag"]


BAD_BODIES = [
    (b"", 400, "not_json"),
    (b"{", 400, "not_json"),
    (b'{"program": NaN}', 400, "not_json"),
    (b'{"program": "\\ud800"}', 400, "not_json"),
    (b'{"program": "x = 1"}\xff', 400, "not_json"),
    (b'\xef\xbb\xbf{"program": "x = 1"}', 400, "not_json"),
    (b'{"program": "x = 1", "max_elements": NaN}', 400, "not_json"),
    (b'{"program": "x = 1", "max_elements": 1e400}', 400, "not_json"),
    (b'{"program": "x = 1", "max_elements": "5"}', 422, "bad_argument"),
    (b'{"program": "x = 1", "max_elements": true}', 422, "bad_argument"),
    (b'{"program": "x = 1", "seed": ' + b"[" * 1000 + b"]" * 1000 + b"}", 422, "bad_argument"),
    (b'{"program": "x = 1", "' + b"k" * 5000 + b'": 1}', 422, "bad_argument"),
    ("{}".encode("utf-16"), 400, "not_json"),
    (b"[" * 1_000_000, 400, "not_json"),
    (b"[]", 422, "bad_argument"),
    (b"null", 422, "bad_argument"),
    (b"{}", 422, "bad_argument"),
    (b'{"program": 5}', 422, "bad_argument"),
    (b'{"program": null}', 422, "bad_argument"),
    (b'{"program": "x = 1", "mode": "sideways"}', 422, "bad_argument"),
    (b'{"program": "x = 1", "dtype": "int8"}', 422, "bad_argument"),
    (b'{"program": "x = 1", "max_elements": 0}', 422, "bad_argument"),
    (b'{"program": "x = 1", "max_elements": 1000001}', 422, "bad_argument"),
    (b'{"program": "x = 1", "max_elements": 1.5}', 422, "bad_argument"),
    (b'{"program": "x = 1", "outptu": "x"}', 422, "bad_argument"),
    (b'{"program": "x = 1", "seed": "one"}', 422, "bad_argument"),
    (b'{"program": "x = 1", "seed": 1e400}', 400, "not_json"),
    (b'{"program": "x = 1", "seed": ' + b"[" * 500 + b"]" * 500 + b"}", 422, "bad_argument"),
    (b'{"program": ""}', 422, "bad_argument"),
    (b'{"program": "x"}', 422, "unknown_name"),
    (b'{"program": "X = ones(2, 3)\\nX @ X"}', 422, "shape_mismatch"),
    (b'{"program": "__import__(\\"os\\")"}', 422, "unknown_name"),
    (b'{"program": "class A: pass"}', 422, "unsupported_syntax"),
    (b'{"program": "x = 1\\nx.real"}', 422, "unknown_name"),
    (b'{"program": "x = ones(10**9)"}', 422, "limit_elements"),
    (b'{"program": "x = (1"}', 422, "syntax_error"),
    (b'{"program": "' + b"+" * 70_000 + b'"}', 422, "limit_program"),
    (b'{"program": "' + b"+" * 1_048_576 + b'"}', 413, "too_large"),
]


@pytest.mark.parametrize(("body", "status", "code"), BAD_BODIES, ids=[repr(case[0][:40]) for case in BAD_BODIES])
def test_bad_bodies_are_refused_with_a_problem(client: TestClient, body: bytes, status: int, code: str) -> None:
    response = client.post("/api/graph", content=body, headers={"Content-Type": "application/json"})
    problem = assert_problem(response, status, code)
    if code.startswith("limit_"):
        assert problem["limit"] == code.removeprefix("limit_")
        assert problem["value"] > 0


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "", "application/jsonx"])
def test_other_media_types_are_refused(client: TestClient, media_type: str) -> None:
    response = client.post("/api/graph", content=b"{}", headers={"Content-Type": media_type})
    assert_problem(response, 415)


def test_json_may_name_its_charset(client: TestClient) -> None:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    assert client.post("/api/graph", content=b'{"program": "x = 1"}', headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({}, 422),
        ({"program": "x = 1", "seed": "not json"}, 400),
        ({"program": "x = 1", "max_elements": "many"}, 422),
        ({"program": "x = 1", "max_elements": "9" * 5000}, 422),
        ({"program": "x = 1", "mode": "both"}, 422),
        ({"program": "x = "}, 422),
    ],
)
def test_bad_queries_are_refused_with_a_problem(client: TestClient, query: dict[str, str], status: int) -> None:
    assert_problem(client.get("/api/graph", params=query), status)


def test_a_report_in_spanish(client: TestClient) -> None:
    problem = assert_problem(client.post("/api/graph", json={"program": "y", "lang": "es"}), 422)
    assert problem["detail"] == "Aquí nada se llama `y`."


def test_little_of_what_was_sent_comes_back(client: TestClient) -> None:
    for body in (
        b'{"program": "' + b"k" * 5000 + b'"}',
        b'{"program": "x = ' + b"1" * 5000 + b'"}',
        b'{"program": "x = \'' + b"k" * 5000 + b'"}',
        b'{"program": "x = 1", "' + b"k" * 5000 + b'": 1}',
        b'{"program": "x = 1", "mode": "' + b"k" * 5000 + b'"}',
        b'{"program": "x = 1", "output": "' + b"k" * 5000 + b'"}',
        b'{"program": "x = 1", "opened": ["' + b"k" * 5000 + b'"]}',
        b'{"program": "x = 1", "mode": "forward", "seed": {"' + b"k" * 5000 + b'": 1}}',
    ):
        text = client.post("/api/graph", content=body, headers={"Content-Type": "application/json"}).text
        assert "k" * 200 not in text
        assert "1" * 200 not in text


def test_the_largest_body(client: TestClient) -> None:
    most = 1024 * 1024
    for size, status in ((most - 1, 200), (most, 200), (most + 1, 413)):
        body = b'{"program": "x = 1"}'.ljust(size)
        headers = {"Content-Type": "application/json"}
        assert client.post("/api/graph", content=body, headers=headers).status_code == status
        in_parts = (body[start : start + 9999] for start in range(0, size, 9999))  # without a length before it
        assert client.post("/api/graph", content=in_parts, headers=headers).status_code == status


def test_an_error_never_shows_the_machine(client: TestClient) -> None:
    for body, _, _ in BAD_BODIES:
        text = client.post("/api/graph", content=body, headers={"Content-Type": "application/json"}).text
        assert "Traceback" not in text
        assert "retrograd/" not in text.replace("retrograd/1", "")
        assert "site-packages" not in text


def test_our_own_mistakes_are_told_without_details(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> bytes:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("retrograd.sandbox.evaluation.JOBS", {"graph": broken})
    monkeypatch.setattr("retrograd.api.routes.catalogue", broken)
    monkeypatch.setattr("retrograd.api.routes._operations", broken)
    with TestClient(create_app(Settings(lanes=None))) as client:
        for response in (client.post("/api/graph", json={"program": "x = 1"}), client.get("/api/operations")):
            problem = assert_problem(response, 500, "internal_error")
            assert "secret" not in str(problem)
            assert response.headers["x-content-type-options"] == "nosniff"


def test_what_a_query_says_wrongly_is_named(client: TestClient) -> None:
    for seed in ("abc", "", "NaN"):
        problem = assert_problem(client.get("/api/graph", params={"program": "x = 1", "seed": seed}), 400, "not_json")
        assert "`seed`" in problem["detail"]
    for most in ("0000000010", "10"):
        answer = client.get("/api/graph", params={"program": "x = ones(11)", "max_elements": most})
        assert answer.json()["nodes"][0]["value"]["preview"]
    assert_problem(client.get("/api/graph", params={"program": "x = 1", "max_elements": "１"}), 422, "bad_argument")


def test_a_query_beyond_the_limit_of_a_body_is_refused() -> None:
    with TestClient(create_app(Settings(lanes=None, body=50))) as client:
        assert client.get("/api/graph", params={"program": "x = 2"}).status_code == 200
        refused = client.get("/api/graph", params={"program": "x = 2" + " " * 50})
    assert_problem(refused, 413, "too_large")
    assert refused.headers["cache-control"] == "no-store"


def test_a_body_that_is_no_object_is_told_so(client: TestClient) -> None:
    for body in (b"[]", b"null", b'"x"'):
        response = client.post("/api/graph", content=body, headers={"Content-Type": "application/json"})
        assert assert_problem(response, 422, "bad_argument")["detail"] == "The body is no JSON object."


def test_an_empty_output_is_none(client: TestClient) -> None:
    answer = client.get("/api/graph", params={"program": "x = 1", "output": ""})
    assert answer.status_code == 200


def test_any_version_matches_a_star(client: TestClient) -> None:
    response = client.get("/api/graph", params={"program": "x = 1"}, headers={"If-None-Match": "*"})
    assert response.status_code == 304


def test_arrays_that_would_fill_the_answer_come_as_previews(client: TestClient) -> None:
    body = {"program": "x = ones(1000, 1000)\ny = sum(x)", "max_elements": 1_000_000}
    graph = client.post("/api/graph", json=body).json()
    assert "data" in graph["nodes"][0]["value"]
    assert "preview" in graph["edges"][0]["contribution"]
    assert "preview" in graph["nodes"][0]["grad"]


# Programs that NumPy, Python or JSON would choke on: each is refused, none breaks the service.
DIGITS = "1" + "0" * 400
ONES = ", ".join(["1"] * 65)
CHOKING = [
    "x = [1.]\nx.permute(1)",
    "x = zeros(2)\nx[..., ...]",
    "x = randn(2, seed=-1)",
    "x = eye(None)",
    "x = linspace(0, 1, None)",
    "x = arange(None)",
    "x = full(2, None)",
    "x = ones(2, None)",
    "x = ones(2)\nx.view(2, None)",
    "x = ones(2, 2)\nx.permute(None, 1)",
    f"x = zeros({ONES})",
    f"x = ones(1)\nx.reshape({ONES})",
    f"x = ones(1)\nx.broadcast_to({ONES})",
    f"x = ones(1)\nx[{', '.join(['None'] * 65)}]",
    "x = " + "[" * 65 + "1" + "]" * 65,
    f"x = zeros({DIGITS})",
    f"x = eye({DIGITS})",
    f"x = arange({DIGITS})",
    f"x = arange(0, 1, {DIGITS})",
    f"x = linspace(0, 1, {DIGITS})",
    f"x = linspace(0, {DIGITS}, 3)",
    f"x = full(2, {DIGITS})",
    f"x = ones(2)\nx.broadcast_to({DIGITS})",
    f"x = ones(2)\nx[::{DIGITS}]",
    f"x = ones(2)\nx[::-{DIGITS}]",
    f"x = ones(2)\nx[{DIGITS}]",
    f"x = ones(2)\nx.sum(axis={DIGITS})",
    "x = zeros(1e300)",
    "x = zeros(" + "9" * 17 + ", " + "9" * 17 + ")",
    "x = 1" + "0" * 5000,
    "x = 1\x00",
    "x = 2\ny = " + "+".join(["x"] * 2500),
    "x = 2\ny = " + "+".join(["x"] * 20_000),
    "x = zeros(" + "+".join(["1"] * 2500) + ")",
    "x = (1., 2.)\ny = x * 2",
]


@pytest.mark.parametrize("program", CHOKING, ids=[program[:40] for program in CHOKING])
def test_no_program_breaks_the_service(client: TestClient, program: str) -> None:
    problem = assert_problem(client.post("/api/graph", json={"program": program}), 422)
    assert len(problem["detail"]) < 400
    assert "sys." not in problem["detail"]


def test_long_chains_are_evaluated(client: TestClient) -> None:
    for program in ("x = 2\ny = " + "+".join(["x"] * 1900), "x = zeros(" + "+".join(["1"] * 1900) + ")"):
        assert client.post("/api/graph", json={"program": program}).status_code == 200
