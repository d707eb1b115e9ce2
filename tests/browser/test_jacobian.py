"""Jacobians on the page: the matrix, its zeros, and the product with it, beside what the service says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from .acting import graph, link, node_id
from .conftest import Opened
from .test_for_everyone import violations

PROGRAM = (
    "X = [[1.0, 2.0, 0.0], [3.0, -4.0, 1.0]]\nW = [[0.5, -1.0], [0.0, 2.0], [1.0, 1.0]]\nZ = X @ W\nL = sum(exp(Z))"
)


def api(page: Page, **body: Any) -> dict[str, Any]:
    address = page.url.split("/#")[0] + "/api/jacobian"
    found: dict[str, Any] = page.request.post(address, data={"program": PROGRAM, "structure": True, **body}).json()
    return found


def panel(page: Page) -> Locator:
    return page.get_by_role("tabpanel", name="Jacobian")


def numbers(cells: Locator) -> list[float]:
    return [float(cell.get_attribute("data-number") or "") for cell in cells.all()]


def passing_step(shown: dict[str, Any], source: str) -> int:
    edge = next(one["id"] for one in shown["edges"] if one["source"] == node_id(shown, source))
    step: int = next(one["index"] for one in shown["steps"] if one["edge"] == edge)
    return step


@pytest.mark.parametrize("mode", ["reverse", "forward"])
def test_the_steps_edge_has_a_matrix_and_a_product(open_page: Opened, mode: str) -> None:
    page = open_page(link(program=PROGRAM, tool="jacobian", mode=mode))
    shown = graph(page)
    page.evaluate("index => document.querySelector('retro-graph').goTo(index)", passing_step(shown, "X"))
    table = panel(page).get_by_role("grid", name="The matrix ∂Z/∂X")
    expect(table).to_be_visible()
    edge = next(one for one in shown["edges"] if one["source"] == node_id(shown, "X"))
    found = api(page, of="local", edge=edge["id"])
    assert numbers(table.locator("[data-cell]")) == found["matrix"]["data"]
    zeros = [cell.get_attribute("data-structural") is None for cell in table.locator("[data-cell]").all()]
    assert zeros == [bool(one) for one in found["structure"]["data"]]
    matrix = np.array(found["matrix"]["data"]).reshape(found["matrix"]["shape"])
    vector = numbers(panel(page).locator("[data-role=vector] [data-number]"))
    result = numbers(panel(page).locator("[data-role=result] [data-number]"))
    np.testing.assert_allclose(matrix @ vector if mode == "forward" else vector @ matrix, result)
    assert result == edge["contribution"]["data"]
    expect(panel(page).get_by_text("4 × 6 = 24 entries, of which 12 can differ from 0")).to_be_visible()
    expect(panel(page).get_by_text("A dot is 0 whatever the numbers are")).to_be_visible()
    made = panel(page).locator("section").filter(has=page.get_by_role("heading", name="What it is made of"))
    expect(made.locator("annotation")).to_contain_text(found["latex"])


def test_an_entry_is_read_by_mouse_and_keyboard(open_page: Opened) -> None:
    page = open_page(link(program=PROGRAM, tool="jacobian", step=6))
    table = panel(page).get_by_role("grid", name="The matrix ∂Z/∂X")
    table.get_by_role("gridcell", name="∂Z[0, 1]/∂X[0, 1] = 2").click()
    expect(panel(page).locator(".read")).to_have_text("∂Z[0, 1]/∂X[0, 1] = 2")
    expect(panel(page).locator(".sum")).to_contain_text("dL/dX[0, 1] = 1.65 · 0 + 20.1 · 2 = 40.2")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(panel(page).locator(".read")).to_have_text("∂Z[0, 1]/∂X[1, 0]: 0 whatever the numbers are")


def test_the_whole_jacobian_of_a_selected_node(open_page: Opened) -> None:
    page = open_page(link(program=PROGRAM, tool="jacobian"))
    node = node_id(graph(page), "W")
    page.evaluate("id => document.querySelector('retro-graph').select(id)", node)
    table = panel(page).get_by_role("grid", name="The matrix dL/dW")
    expect(table).to_be_visible()
    assert numbers(table.locator("[data-cell]")) == api(page, of="global", node=node)["matrix"]["data"]
    page.evaluate("document.querySelector('retro-graph').next()")  # which gives up the selection
    panel(page).get_by_label("Jacobian").select_option(label="∂v₁/∂Z")
    expect(panel(page).get_by_role("grid", name="The matrix ∂v₁/∂Z")).to_be_visible()


@pytest.mark.parametrize(
    ("lang", "told"), [("en", "so this edge has no Jacobian"), ("es", "así que esta arista no tiene jacobiana")]
)
def test_an_edge_that_is_cut_says_so(open_page: Opened, lang: str, told: str) -> None:
    program = "x = [1.0, 2.0]\nwith no_grad():\n    u = 2 * x\nL = sum(u * x)"
    page = open_page(link(program=program, tool="jacobian", lang=lang))
    shown = graph(page)
    (cut,) = (one for one in shown["edges"] if one["local"]["kind"] == "none")
    page.evaluate("id => document.querySelector('retro-graph').select(id)", cut["id"])
    tab = page.get_by_role("tabpanel", name="Jacobian")
    expect(tab.get_by_text(told)).to_be_visible()
    expect(tab.get_by_role("combobox")).to_contain_text("∂u/∂x")
    expect(tab.get_by_role("grid")).to_have_count(0)
    expect(tab.get_by_role("alert")).to_have_count(0)
    tab.get_by_role("combobox").select_option(index=1)  # the output by x, by the path that is left
    expect(tab.locator("[data-cell]")).to_have_count(2)
    asked = {"program": program, "structure": True, "of": "global", "node": node_id(shown, "x")}
    answer = page.request.post(page.url.split("/#")[0] + "/api/jacobian", data=asked).json()
    assert numbers(tab.locator("[data-cell]")) == answer["matrix"]["data"] == [2, 4]


def test_a_large_one_is_a_picture_that_the_arrows_read(open_page: Opened) -> None:
    page = open_page(link(program="x = randn(40, seed=1)\ny = cumsum(x)\nL = sum(y * y)", tool="jacobian"))
    canvas = panel(page).get_by_role("application", name="The matrix ∂y/∂x")
    canvas.focus()
    page.keyboard.press("ArrowRight")
    expect(panel(page).locator(".read")).to_have_text("∂y[0]/∂x[1]: 0 whatever the numbers are")
    page.keyboard.press("ArrowDown")
    expect(panel(page).locator(".read")).to_have_text("∂y[1]/∂x[1] = 1")
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 4.5 / 40, box["y"] + box["height"] * 30.5 / 40)
    expect(panel(page).locator(".read")).to_have_text("∂y[30]/∂x[4] = 1")
    pixel = """canvas => [3, 300].map((at) => [...canvas.getContext("2d").getImageData(at, 320 - at, 1, 1).data])"""
    zero, one = canvas.evaluate(pixel.replace("320 - at", "at === 3 ? 250 : 3"))
    assert zero != one


def test_what_is_too_large_is_told_in_words(open_page: Opened) -> None:
    page = open_page(link(program="x = ones(1200)\ny = tanh(x)\nL = sum(y)", tool="jacobian", lang="es"))
    shown = page.get_by_role("tabpanel", name="Jacobiana")
    expect(shown.get_by_text("nunca la construye")).to_be_visible()
    expect(shown.get_by_role("button", name="Intentar de nuevo")).to_be_visible()


def test_it_is_accessible(open_page: Opened, axe_source: str) -> None:
    page = open_page(link(program=PROGRAM, tool="jacobian", step=6))
    expect(panel(page).locator(".sum")).to_be_visible()
    assert violations(page, axe_source) == []
    page = open_page(link(program="x = randn(40, seed=1)\ny = cumsum(x)\nL = sum(y * y)", tool="jacobian"))
    expect(panel(page).locator("canvas")).to_be_visible()
    assert violations(page, axe_source) == []
