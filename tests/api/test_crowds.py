"""More than can be served: who is turned away, how, and for how long; and what is written down about it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

import orjson
import pytest
from fastapi.testclient import TestClient

from retrograd.api.app import create_app
from retrograd.api.log import REQUESTS
from retrograd.api.problems import BadRequest
from retrograd.api.quota import CLIENTS, Quota
from retrograd.api.settings import Settings
from retrograd.sandbox.lanes import Lanes

from ..sandbox.working import LONG
from .test_graph import assert_problem

QUICK = {"program": "x = 2\ny = x * x"}


@contextmanager
def serving(**settings: Any) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(**settings))) as client:
        yield client


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_without_room_a_request_is_turned_away_at_once(method: str) -> None:
    with serving(lanes=Lanes(short=1, long=1, queue=0)) as client:
        response = client.request(method, "/api/graph", json=QUICK, headers={"Origin": "https://lecture.example"})
        assert_problem(response, 503, "saturated")
        assert int(response.headers["retry-after"]) >= 1
        assert response.headers["access-control-allow-origin"] == "*"
        assert response.headers["x-content-type-options"] == "nosniff"
        assert client.get("/api/operations").status_code == 200
        assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(("header", "title"), [("es-MX,es;q=0.9", "Demasiado ocupado"), ("de, es", "Too busy")])
def test_who_is_turned_away_is_told_so_in_their_language(header: str, title: str) -> None:
    with serving(lanes=Lanes(short=1, long=1, queue=0)) as client:
        response = client.post("/api/graph", json=QUICK, headers={"Accept-Language": header})
        assert assert_problem(response, 503, "saturated")["title"] == title
        other = client.post("/api/descend", json=QUICK | {"lang": "es", "rate": 0.1, "steps": 1})
        told = assert_problem(other, 503, "saturated")
        assert told["detail"] == "En este momento se pide más de lo que se puede responder."


def test_a_quota_and_a_fault_are_told_in_the_language_of_the_request(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> bytes:
        raise ZeroDivisionError

    monkeypatch.setattr("retrograd.sandbox.evaluation.JOBS", {"graph": broken})
    with serving(lanes=None, quota=1.0) as client:
        spanish = QUICK | {"lang": "es"}
        assert (
            assert_problem(client.post("/api/graph", json=spanish), 500, "internal_error")["title"] == "Fallo nuestro"
        )
    quota = Quota(6.0, lambda: 0.0)
    quota.spend("192.0.2.1", 7.0)
    with pytest.raises(BadRequest) as caught:
        quota.check("192.0.2.1", "es")
    assert caught.value.detail == "Tus programas han gastado sus 6 segundos de procesador de este minuto."
    assert caught.value.hint.startswith("Vuelve a intentarlo dentro de 1")


def test_a_long_program_without_room_for_it_is_turned_away_as_it_runs() -> None:
    with serving(lanes=Lanes(short=1, long=0, brief=0.02)) as client:
        response = client.post("/api/graph", json={"program": LONG})
        assert_problem(response, 503, "saturated")
        assert int(response.headers["retry-after"]) >= 1
        assert client.post("/api/graph", json=QUICK).status_code == 200


def test_a_quota_is_used_up_and_comes_back() -> None:
    now = [0.0]
    quota = Quota(6.0, lambda: now[0])
    quota.spend("192.0.2.1", 5.9)
    quota.check("192.0.2.1")
    quota.spend("192.0.2.1", 1.1)  # 7 of 6 seconds, of which one comes back in ten
    with pytest.raises(BadRequest) as caught:
        quota.check("192.0.2.1")
    assert (caught.value.status, caught.value.code) == (HTTPStatus.TOO_MANY_REQUESTS, "quota")
    assert caught.value.headers is not None
    wait = int(caught.value.headers["Retry-After"])
    assert 10 <= wait <= 12
    now[0] = 9.0
    with pytest.raises(BadRequest):
        quota.check("192.0.2.1")
    now[0] = wait
    quota.check("192.0.2.1")


def test_a_quota_is_each_clients_own_and_a_network_is_one_client() -> None:
    quota = Quota(1.0, lambda: 0.0)
    quota.spend("192.0.2.1", 2.0)
    quota.check("192.0.2.2")
    quota.spend("2001:db8::1", 2.0)
    with pytest.raises(BadRequest):
        quota.check("2001:db8::2")
    quota.check("2001:db8:1::1")
    quota.spend("::ffff:192.0.2.3", 2.0)
    quota.check("::ffff:192.0.2.4")  # addresses of IPv4, whatever they are written in
    for number in range(CLIENTS):
        quota.spend(f"client {number}", 0.1)
    quota.check("192.0.2.1")  # forgotten, so that the list does not grow for ever


def test_the_quota_of_a_client_over_http() -> None:
    with serving(lanes=None, quota=1e-6) as client:
        assert client.post("/api/graph", json=QUICK).status_code == 200
        response = client.post("/api/graph", json=QUICK)
        assert_problem(response, 429, "quota")
        assert int(response.headers["retry-after"]) >= 1
        assert client.get("/api/operations").status_code == 200


@pytest.mark.parametrize(("proxies", "statuses"), [("", [200, 429]), ("testclient", [200, 200])])
def test_forwarded_addresses_count_only_from_a_trusted_proxy(proxies: str, statuses: list[int]) -> None:
    with serving(lanes=None, quota=1e-6, proxies=proxies) as client:
        got = [
            client.post("/api/graph", json=QUICK, headers={"X-Forwarded-For": f"192.0.2.{number}"}).status_code
            for number in range(2)
        ]
    assert got == statuses


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Iterator[list[dict[str, Any]]]:
    """What the log of requests has, once the test is through with them."""
    found: list[dict[str, Any]] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(orjson.loads(record.getMessage()))

    handler, before = Kept(), REQUESTS.level
    REQUESTS.addHandler(handler)
    REQUESTS.setLevel(logging.INFO)
    yield found
    REQUESTS.removeHandler(handler)
    REQUESTS.setLevel(before)


def test_a_line_for_each_request_without_a_word_of_the_program(
    client: TestClient, lines: list[dict[str, Any]]
) -> None:
    client.get("/api/graph", params={"program": "secret = 2"})
    client.post("/api/graph", json={"program": "secret + 1"})
    client.post("/api/graph", content=b"secret", headers={"Content-Type": "application/json"})
    client.head("/healthz")
    client.get("/" + "x" * 1000)
    assert [(line["method"], line["status"], line["code"]) for line in lines] == [
        ("GET", 200, None),
        ("POST", 422, "unknown_name"),
        ("POST", 400, "not_json"),
        ("HEAD", 200, None),
        ("GET", 404, "not_found"),
    ]
    for line in lines:
        assert set(line) == {"time", "method", "path", "status", "ms", "bytes", "code"}
        assert line["ms"] >= 0
        assert len(line["path"]) <= 200
    assert lines[0]["bytes"] > 500
    assert "secret" not in str(lines)
