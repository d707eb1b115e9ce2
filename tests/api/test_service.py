"""The other routes, the pages, and the headers of all of them."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from retrograd.api.app import create_app
from retrograd.api.settings import Settings
from retrograd.gallery import EXAMPLES
from retrograd.gallery.example import Example
from retrograd.limits import Limits
from retrograd.ops import OPS
from retrograd.reports.es_operations import SUMMARIES


def test_operations_are_the_registry(client: TestClient) -> None:
    entries = {entry["name"]: entry for entry in client.get("/api/operations").json()}
    assert set(entries) == {op.name for op in OPS.values() if op.public}
    for entry in entries.values():
        assert {"name", "signature", "summary", "latex", "vjp_latex", "family", "differentiable"} <= set(entry)
        assert entry["differentiable"] == bool(entry["vjp_latex"])
        assert "<" not in entry["latex"].replace(" < ", "")
    assert entries["multiply"]["latex"] == r"z = x \odot y"
    assert entries["matmul"]["vjp_latex"].startswith(r"\frac{dL}{dx} = \frac{dL}{dz} \, y^{\top}")
    assert entries["sum"]["signature"] == "sum(x, axis=None, keepdims=False)"


def test_operations_are_described_in_spanish(client: TestClient) -> None:
    english, spanish = (client.get("/api/operations", params={"lang": lang}).json() for lang in ("en", "es"))
    told = {entry["name"]: entry["summary"] for entry in spanish}
    assert list(told) == [entry["name"] for entry in english] == list(SUMMARIES)
    same = {entry["name"] for entry in english if told[entry["name"]] == entry["summary"]}
    assert same == {"rsqrt", "reciprocal", "softsign"}  # formulas alone
    assert all(summary.endswith(".") for summary in told.values())


@pytest.mark.parametrize("language", ["en", "es"])
def test_examples_are_the_gallery(client: TestClient, language: str) -> None:
    examples = client.get("/api/examples", params={"lang": language}).json()
    assert [example["id"] for example in examples] == [example.id for example in EXAMPLES]
    for example in examples:
        assert set(example) == {"id", "title", "program", "about"}
        assert "{" not in example["program"]
        answer = client.post("/api/graph", json={"program": example["program"]})
        assert answer.status_code == 200


def test_the_gallery_speaks_both_languages() -> None:
    for example in EXAMPLES:
        assert example.title["en"] != example.title["es"]
        assert example.about["en"] != example.about["es"]
        assert (example.program("en") != example.program("es")) == bool(example.captions)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.id)
def test_each_example_has_two_or_three_sentences(example: Example) -> None:
    for language in ("en", "es"):
        assert 2 <= len(re.findall(r"[.?!](?= |$)", example.about[language])) <= 3


def test_the_gallery_has_the_programs_of_a_course() -> None:
    assert len(EXAMPLES) >= 25
    assert len({example.id for example in EXAMPLES}) == len(EXAMPLES)


def test_an_unknown_language_is_refused(client: TestClient) -> None:
    response = client.get("/api/examples", params={"lang": "xx"})
    assert (response.status_code, response.headers["content-type"]) == (422, "application/problem+json")


def test_probes(client: TestClient, tmp_path: Path) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready"}
    with TestClient(create_app(Settings(pages=tmp_path / "missing", lanes=None))) as bare:
        assert bare.get("/healthz").status_code == 200
        assert (bare.get("/readyz").status_code, bare.get("/").status_code) == (503, 404)
    idle = TestClient(create_app(Settings(pages=tmp_path)))  # whose workers were never started
    assert (idle.get("/healthz").status_code, idle.get("/readyz").status_code) == (200, 503)


def test_pages_and_who_may_frame_them(client: TestClient) -> None:
    playground, embedded = client.get("/"), client.get("/embed")
    assert "playground" in playground.text
    assert "embedded" in embedded.text
    assert "frame-ancestors 'none'" in playground.headers["content-security-policy"]
    assert "frame-ancestors *" in embedded.headers["content-security-policy"]


def test_assets_are_kept_for_ever_and_pages_are_not(client: TestClient) -> None:
    assert "immutable" in client.get("/assets/page-123.js").headers["cache-control"]
    assert client.get("/").headers["cache-control"] == "no-cache"
    assert client.get("/icon.svg").headers["cache-control"] == "public, max-age=86400"


@pytest.mark.parametrize("path", ["/nothing", "/api/nothing", "/assets/nothing.js", "/../pyproject.toml"])
def test_what_is_not_there_is_a_problem(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.headers["content-type"]) == (404, "application/problem+json")


def test_another_method_is_a_problem(client: TestClient) -> None:
    response = client.put("/api/graph")
    assert (response.status_code, response.json()["code"]) == (405, "method_not_allowed")
    assert response.headers["allow"] == "GET, HEAD, POST"
    assert client.post("/api/operations").headers["allow"] == "GET, HEAD"
    assert client.post("/healthz").headers["allow"] == "GET, HEAD"


def test_other_sites_may_ask(client: TestClient) -> None:
    response = client.get("/healthz", headers={"Origin": "https://lecture.example"})
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in response.headers
    for method in ("GET", "POST"):
        asked = {
            "Origin": "https://lecture.example",
            "Access-Control-Request-Method": method,
            "Access-Control-Request-Headers": "content-type",
        }
        allowed = client.options("/api/graph", headers=asked)
        assert (allowed.status_code, allowed.headers["access-control-allow-origin"]) == (200, "*")
        assert method in allowed.headers["access-control-allow-methods"]
        assert "content-type" in allowed.headers["access-control-allow-headers"]


@pytest.mark.parametrize("path", ["/", "/embed", "/api/operations", "/api/graph", "/nothing", "/assets/page-123.js"])
def test_every_answer_is_strict(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = {one.split()[0]: one.split()[1:] for one in headers["content-security-policy"].split(";")}
    assert policy["default-src"] == ["'none'"]
    assert policy["frame-ancestors"] == ["*" if path == "/embed" else "'none'"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "cross-origin"
    assert "set-cookie" not in headers


def test_limits_are_published(client: TestClient) -> None:
    published = {one["name"]: one for one in client.get("/api/limits").json()}
    assert {name: one["value"] for name, one in published.items()} == asdict(Limits())
    assert (published["program"]["value"], published["program"]["unit"]) == (65536, "bytes")
    assert published["time"]["unit"] == "seconds"


def test_settings_come_from_the_environment() -> None:
    assert Settings.from_environment({"RETROGRAD_PAGES": "/pages"}).pages == Path("/pages")
    usual = Settings.from_environment({})
    assert (usual.pages.name, usual.quota, usual.proxies) == ("dist", None, "")
    names = {"WORKERS": "3", "LONG": "1", "QUEUE": "7", "QUOTA": "2.5", "PROXIES": "::1"}
    given = Settings.from_environment({f"RETROGRAD_{name}": text for name, text in names.items()})
    assert given.lanes is not None
    assert (given.lanes.short, given.lanes.long, given.lanes.queue) == (3, 1, 7)
    assert (given.quota, given.proxies) == (2.5, "::1")
    assert Settings.from_environment({"RETROGRAD_WORKERS": "0"}).lanes is None


@pytest.mark.parametrize("text", ["many", "-1", "nan", "1e9"])
def test_a_setting_that_is_none_is_refused(text: str) -> None:
    for name in ("WORKERS", "QUOTA"):
        with pytest.raises(ValueError, match=f"RETROGRAD_{name} must be a number"):
            Settings.from_environment({f"RETROGRAD_{name}": text})


@pytest.mark.parametrize("path", ["/", "/embed", "/healthz", "/api/operations", "/api/graph?program=x%20%3D%202"])
def test_head_is_get_without_a_body(client: TestClient, path: str) -> None:
    got, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (got.status_code, b"")
    assert head.headers["content-type"] == got.headers["content-type"]
    assert head.headers.get("etag") == got.headers.get("etag")


@pytest.mark.parametrize("method", ["GET", "POST", "HEAD"])
@pytest.mark.parametrize("path", ["/api/nothing", "/assets/nothing.js", "/nothing", "/index.html"])
def test_what_is_not_there_is_not_found(client: TestClient, path: str, method: str) -> None:
    response = client.request(method, path)
    assert response.status_code == (405 if method == "POST" and not path.startswith("/api") else 404)
    assert "immutable" not in response.headers["cache-control"]
