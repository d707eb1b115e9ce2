"""The whole gradient of a leaf stands on the page as one formula, the one that the service gives."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from retrograd.gallery import EXAMPLES

from .acting import graph, link, node_id, step_button
from .conftest import Opened
from .test_for_everyone import violations


def program(title: str) -> str:
    return next(one.program("en") for one in EXAMPLES if one.id == title)


def api(page: Page, name: str, **body: Any) -> dict[str, Any]:
    shown = graph(page)
    asked = {"program": shown["program"], "node": node_id(shown, name), **body}
    (found,) = page.request.post(page.url.split("/#")[0] + "/api/formulas", data=asked).json()["formulas"]
    formula: dict[str, Any] = found
    return formula


def select(page: Page, name: str) -> Locator:
    node = node_id(graph(page), name)
    page.locator(f'[data-node="{node}"]').first.click()
    shown = page.locator(f'[data-whole="{node}"]')
    expect(shown).to_have_count(1)
    return shown


def read(shown: Locator) -> list[str]:
    expect(shown.locator("annotation").first).to_be_attached()
    return [text.removeprefix(r"\displaystyle ") for text in shown.locator("annotation").all_text_contents()]


def test_the_formula_of_linear_regression_is_read_off_the_page(open_page: Opened) -> None:
    page = open_page(link(program=program("linear-regression"), step=0))
    shown = select(page, "w")
    expect(shown.get_by_role("heading", name="The whole gradient")).to_be_visible()
    assert read(shown) == [r"\frac{dL}{dw} = -\frac{1}{2} \, X^{\top} \left(y - X \, w\right)"]
    assert read(shown) == [api(page, "w")["latex"]]
    shown.locator(".formula-row").hover()
    shown.get_by_role("button", name="Copy as LaTeX").click()
    expect(shown.get_by_text("Copied")).to_have_count(1)
    assert page.evaluate("navigator.clipboard.readText()") == api(page, "w")["latex"]


def test_a_value_between_has_one_and_a_constant_has_none(open_page: Opened) -> None:
    page = open_page(
        link(program="c = tensor([1.0, 2.0], requires_grad=False)\nx = [3.0, 4.0]\nz = c * x\nL = sum(z**2)")
    )
    assert read(select(page, "z")) == [r"\frac{dL}{dz} = 2 c \odot x"]
    page.locator(f'[data-node="{node_id(graph(page), "c")}"]').first.click()
    expect(page.get_by_text("No gradient passes here.")).to_be_visible()
    expect(page.locator("[data-whole]")).to_have_count(0)


def test_a_long_one_says_what_its_names_mean(open_page: Opened) -> None:
    page = open_page(link(program=program("functions"), step=0))
    shown = select(page, "W")
    expected = api(page, "W")
    assert len(expected["where"]) == 2
    assert read(shown) == [expected["latex"], *(one["latex"] for one in expected["where"])]
    expect(shown.get_by_text("where", exact=True)).to_be_visible()


def test_the_step_that_completes_a_leafs_gradient_offers_it(open_page: Opened) -> None:
    page = open_page(link(program="x = 2.0\na = x * x\ny = 3.0\nL = a * y", step=0))
    shown = page.locator("[data-whole]")
    expect(shown).to_have_count(0)
    step_button(page, "Last step").click()
    expect(shown.locator(".formula")).to_have_count(0)
    shown.get_by_text("The whole gradient").click()
    assert read(shown) == [r"\frac{dL}{dx} = 2 y \, x"]
    step_button(page, "Step back").click()
    expect(shown).to_have_count(0)
    step_button(page, "Step back").click()
    assert read(shown) == [r"\frac{dL}{dy} = x^{2}"]


def test_in_forward_mode_there_are_tangents_instead(open_page: Opened) -> None:
    page = open_page(link(program="x = 2.0\nL = x ** 2", mode="forward"))
    page.locator(f'[data-node="{node_id(graph(page), "x")}"]').first.click()
    expect(page.locator("[data-whole]")).to_have_count(0)


def test_a_seed_and_other_values_are_asked_with(open_page: Opened) -> None:
    page = open_page(link(program="x = [1.0, 2.0]\ny = x ** 2", seed="[3, 4]", values='{"x": [5, 6]}'))
    assert read(select(page, "x")) == [r"\frac{dL}{dx} = 2 S \odot x"]


def test_of_more_leaves_than_are_answered_at_once_each_has_its_formula(open_page: Opened) -> None:
    many = "ws = [full((2,), 0.01 * i) for i in range(230)]\nx = [1.0, 2.0]\nt = sum(ws)\nL = sum(tanh(t * x))"
    page = open_page(link(program=many, step=0))
    bodies: list[Any] = []
    page.on("request", lambda one: bodies.append(one.post_data_json) if one.url.endswith("/api/formulas") else None)
    leaves = [one["id"] for one in graph(page)["nodes"] if one["kind"] == "leaf"]
    assert len(leaves) == 231
    asked = [leaves[0], leaves[199], leaves[200], leaves[230]]
    for leaf in asked:
        page.evaluate("id => document.querySelector('retro-graph').select(id)", leaf)
        shown = page.locator(f'[data-whole="{leaf}"]')
        formulas = page.request.post(
            page.url.split("/#")[0] + "/api/formulas", data={"program": many, "node": leaf}
        ).json()["formulas"]
        assert read(shown) == [formulas[0]["latex"], *(one["latex"] for one in formulas[0]["where"])]
    assert [body.get("node") for body in bodies] == [None, *asked[2:]]  # the first answer has 200 of them


@pytest.mark.parametrize(("lang", "told"), [("en", "There is no formula for it:"), ("es", "No hay fórmula:")])
def test_what_takes_too_long_says_so(open_page: Opened, lang: str, told: str) -> None:
    page = open_page(link(program="x = [1.0, 2.0]\nL = sum(x ** 2)", lang=lang, step=0))
    detail = "`x` takes more than 2 s."
    problem = {"type": "urn:retrograd:problem:limit_time", "title": "Too much", "status": 422, "detail": detail}
    problem |= {"code": "limit_time", "span": None, "hint": None}
    answer = {"status": 422, "content_type": "application/problem+json", "body": json.dumps(problem)}
    page.route("**/api/formulas", lambda route: route.fulfill(**answer))
    shown = select(page, "x")
    expect(shown.locator("p.quiet")).to_have_text(f"{told} {detail}")
    expect(shown.locator("code")).to_have_text("`x`")
    expect(shown.locator(".formula")).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_formula_is_for_everyone(open_page: Opened, axe_source: str, theme: str) -> None:
    page = open_page(link(program=program("linear-regression"), theme=theme, lang="es"))
    shown = select(page, "w")
    expect(shown.get_by_role("heading", name="El gradiente entero")).to_be_visible()
    assert read(shown)
    assert violations(page, axe_source) == []
