"""Verification on the page: gradients beside finite differences, and the V of the errors."""

from __future__ import annotations

from typing import Any

import numpy as np
from playwright.sync_api import Locator, Page, expect

from .acting import link
from .conftest import Opened
from .test_for_everyone import violations

PROGRAM = "X = [[1.0, 2.0], [3.0, -4.0]]\nw = [0.5, 0.0]\nz = X @ w\nL = sum(exp(z)) + sum(relu(w))"


def api(page: Page, **body: Any) -> dict[str, Any]:
    address = page.url.split("/#")[0] + "/api/check"
    found: dict[str, Any] = page.request.post(address, data={"program": PROGRAM, **body}).json()
    return found


def panel(page: Page) -> Locator:
    return page.get_by_role("tabpanel", name="Check")


def numbers(table: Locator) -> list[float]:
    return [float(cell.get_attribute("data-number") or "") for cell in table.locator("[data-cell]").all()]


def test_gradients_stand_beside_differences(open_page: Opened) -> None:
    page = open_page(link(program=PROGRAM, tool="check"))
    shown = panel(page)
    expect(shown.get_by_role("row", name="X (2, 2)")).to_contain_text("agrees")
    expect(shown.get_by_role("row", name="w (2,)")).to_contain_text("at a kink")
    found = api(page)
    for leaf in found["leaves"]:
        shown.get_by_role("button", name=leaf["name"], exact=True).click()
        for label, part in (("Gradient", "gradient"), ("Difference quotient", "numeric")):
            assert numbers(shown.get_by_role("grid", name=f"{label}: {leaf['name']}")) == leaf[part]["data"]
    [bend] = next(leaf["sides"] for leaf in found["leaves"] if leaf["name"] == "w")
    assert bend["right"] - bend["left"] > 0.9  # relu begins to count
    told = f"w[1]: the slope is {bend['left']:.3g} before and {bend['right']:.3g} behind"
    expect(shown.get_by_text(told.replace("-", "−"))).to_be_visible()


def test_another_step_gives_other_numbers(open_page: Opened) -> None:
    page = open_page(link(program=PROGRAM, tool="check"))
    shown = panel(page)
    expect(shown.get_by_text("A middling h")).to_be_visible()
    shown.get_by_role("combobox", name="Step h").select_option(label="10⁻¹")
    expect(shown.get_by_text("A large h")).to_be_visible()
    expect(shown.get_by_role("row", name="X (2, 2)")).to_contain_text("differs")
    [leaf, _] = api(page, h=0.1)["leaves"]
    expect(shown.locator("[data-leaf=X] .number")).to_have_attribute("data-number", str(leaf["relative"]))
    assert numbers(shown.get_by_role("grid", name="Difference quotient: X")) == leaf["numeric"]["data"]


def test_the_errors_of_a_cell_make_a_v(open_page: Opened) -> None:
    page = open_page(link(program=PROGRAM, tool="check"))
    shown = panel(page)
    grid = shown.get_by_role("grid", name="Gradient: X")
    grid.get_by_role("gridcell", name="X[0, 0]").click()
    page.keyboard.press("ArrowDown")
    expect(shown.get_by_role("heading", name="Every h for X[1, 0]")).to_be_visible()
    expect(grid.get_by_role("gridcell", name="X[1, 0]")).to_be_focused()
    points = api(page, leaf="n0", cell=2)["sweep"]["points"]
    drawn = shown.locator(".vplot [data-h]").all()
    errors = [float(one.get_attribute("data-error") or "") for one in drawn]
    assert errors == [point["relative"] for point in points]
    best = shown.locator(".vplot .best").get_attribute("data-h")
    assert float(best or "") == points[int(np.argmin(errors))]["h"]
    shown.get_by_text("As a table").click()
    expect(shown.locator(".steps tbody tr")).to_have_count(13)


def test_a_seed_is_checked_too(open_page: Opened) -> None:
    page = open_page(link(program="x = [1.0, 2.0]\ny = x ** 2", seed="[3, 4]", tool="check"))
    expect(panel(page).get_by_role("row", name="x (2,)")).to_contain_text("agrees")
    assert numbers(panel(page).get_by_role("grid", name="Gradient: x")) == [6, 16]


def test_another_leaf_begins_at_its_own_worst_cell(open_page: Opened) -> None:
    page = open_page(link(program=PROGRAM, tool="check"))
    shown = panel(page)
    worst = next(leaf["worst"] for leaf in api(page)["leaves"] if leaf["name"] == "w")
    other = 1 - worst
    shown.get_by_role("grid", name="Gradient: X").get_by_role("gridcell", name=f"X[0, {other}]").click()
    expect(shown.get_by_role("heading", name=f"Every h for X[0, {other}]")).to_be_visible()
    shown.get_by_role("button", name="w", exact=True).click()
    expect(shown.get_by_role("heading", name=f"Every h for w[{worst}]")).to_be_visible()


def test_a_selected_leaf_is_the_one_that_is_shown(open_page: Opened) -> None:
    page = open_page(link(program=PROGRAM, tool="check"))
    expect(panel(page).get_by_role("grid", name="Gradient: X")).to_be_visible()
    page.evaluate("document.querySelector('retro-graph').select('n1')")
    expect(panel(page).get_by_role("grid", name="Gradient: w")).to_be_visible()


def test_a_detached_way_is_told_and_so_is_what_is_too_much(open_page: Opened) -> None:
    page = open_page(link(program="x = ones(40, 40)\nL = sum(x * x.detach())", tool="check", lang="es"))
    shown = page.get_by_role("tabpanel", name="Prueba")
    expect(shown.get_by_text("también a través de detach")).to_be_visible()
    expect(shown.get_by_text("primeras 1024 de 1600 celdas")).to_be_visible()


def test_it_is_accessible(open_page: Opened, axe_source: str) -> None:
    page = open_page(link(program=PROGRAM, tool="check"))
    expect(panel(page).locator(".vplot")).to_be_visible()
    assert violations(page, axe_source) == []
