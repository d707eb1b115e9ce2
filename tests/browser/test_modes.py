"""Forward mode beside reverse mode: the seed, the tangent and the meter, read off the page."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import numpy as np
from playwright.sync_api import Locator, Page, expect

from .acting import graph, link, node_id, read_named, type_program
from .conftest import Opened, ready
from .test_for_everyone import violations
from .waiting import wait_for

PROGRAM = "X = [[1.0, 2.0, 0.0], [3.0, -4.0, 1.0]]\nw = [0.5, -1.0, 2.0]\nz = tanh(X @ w / 4)"


def api(page: Page, **body: Any) -> dict[str, Any]:
    address = page.url.split("/#")[0] + "/api/graph"
    found: dict[str, Any] = page.request.post(address, data={"program": PROGRAM, **body}).json()
    return found


def panel(page: Page) -> Locator:
    return page.get_by_role("tabpanel", name="Modes")


def shown_array(found: dict[str, Any], name: str, part: str) -> list[float]:
    numbers: list[float] = next(node for node in found["nodes"] if node["name"] == name)[part]["data"]
    return numbers


def changed(page: Page, before: str) -> None:
    wait_for(page, "before => document.querySelector('retro-graph').seed !== before", arg=before)
    ready(page)


def finish(page: Page) -> None:
    page.evaluate("document.querySelector('retro-graph').goTo(99)")


def test_a_seed_is_typed_and_the_gradients_are_its(open_page: Opened) -> None:
    page = open_page(link(program=PROGRAM, tool="modes"))
    panel(page).get_by_role("radio", name="numbers").check()
    ready(page)
    cell = panel(page).get_by_role("textbox", name="z[1]")
    cell.fill("-2,5")
    cell.press("Enter")
    wait_for(page, "() => document.querySelector('retro-graph').seed === '[1,-2.5]'")
    ready(page)
    finish(page)
    found = api(page, seed=[1, -2.5])
    for name in ("X", "w"):
        np.testing.assert_array_equal(read_named(page, name, "grad").ravel(), shown_array(found, name, "grad"))
    expect(panel(page).locator(".formula").first).to_contain_text("⟨S,z⟩")
    wait_for(page, "() => location.hash.includes('seed=')")
    assert "[1,-2.5]" in unquote(page.url)


def test_one_cell_of_the_output_is_a_row_of_the_jacobian(open_page: Opened) -> None:
    page = open_page(link(program=PROGRAM, tool="modes"))
    panel(page).get_by_role("radio", name="one cell").check()
    panel(page).get_by_role("gridcell", name="z[1] = 0").click()
    expect(panel(page).get_by_text("the derivatives of z[1]")).to_be_visible()
    wait_for(page, "() => document.querySelector('retro-graph').seed === '[0,1]'")
    ready(page)
    finish(page)
    expected = shown_array(api(page, seed=[0, 1]), "w", "grad")
    np.testing.assert_array_equal(read_named(page, "w", "grad"), expected)


def test_forward_mode_takes_a_tangent(open_page: Opened) -> None:
    page = open_page(link(program=PROGRAM, tool="modes"))
    panel(page).get_by_role("radio", name="Forward").check()
    expect(panel(page).get_by_role("radio", name="ones")).to_be_checked()
    wait_for(page, "() => document.querySelector('retro-graph').graph.mode === 'forward'")
    panel(page).get_by_role("radio", name="one cell").check()
    panel(page).get_by_label("Leaf").select_option("w")
    panel(page).get_by_role("gridcell", name="w[2] = 0").click()
    expect(panel(page).get_by_text("the derivatives by w[2]")).to_be_visible()
    directional = r"\dot{z} = \frac{dz}{dX} \dot{X} + \frac{dz}{dw} \dot{w}"
    expect(panel(page).locator("annotation", has_text=directional)).to_have_count(1)
    wait_for(page, """() => document.querySelector('retro-graph').seed === '{"w":[0,0,1]}'""")
    ready(page)
    finish(page)
    found = api(page, mode="forward", seed={"w": [0, 0, 1]})
    tangent = shown_array(found, "z", "tangent")
    np.testing.assert_array_equal(read_named(page, "z", "tangent"), tangent)
    # A row by reverse mode and a column by forward mode meet in one entry.
    row = shown_array(api(page, seed=[0, 1]), "w", "grad")
    np.testing.assert_allclose(tangent[1], row[2])


def test_the_meter_counts_with_the_steps(open_page: Opened) -> None:
    for mode in ("reverse", "forward"):
        page = open_page(link(program=PROGRAM, tool="modes", mode=mode))
        shown = graph(page)
        edges = {edge["id"]: edge["work"] for edge in shown["edges"]}
        done = 0
        for step in shown["steps"]:
            page.evaluate("index => document.querySelector('retro-graph').goTo(index)", step["index"])
            done += edges.get(step["edge"], 0)
            expect(panel(page).locator(".so-far")).to_have_attribute("data-done", str(done))
        assert done == shown["cost"][mode]["multiply_adds"] > 0
        for one in ("reverse", "forward"):
            told = [cell.get_attribute("data-number") for cell in panel(page).locator(f"td[data-mode={one}]").all()]
            cost = shown["cost"][one]
            numbers = [cost["passes"], cost["multiply_adds"], cost["passes"] * cost["multiply_adds"]]
            assert told == [str(number) for number in numbers]
        expect(panel(page).get_by_text("The output has 2 cells, the leaves have 9 cells")).to_be_visible()


def test_a_seed_that_no_longer_fits_is_dropped(open_page: Opened) -> None:
    page = open_page(link(program=PROGRAM, tool="modes", seed="[3,4]"))
    type_program(page, "x = [1.0, 2.0, 3.0]\ny = x * x")
    wait_for(page, "() => document.querySelector('retro-graph').graph.program.startsWith('x =')")
    ready(page)
    assert page.evaluate("document.querySelector('retro-graph').seed") is None
    expect(page.locator(".problem")).to_be_empty()
    expect(panel(page).get_by_role("radio", name="ones")).to_be_checked()


def test_a_forward_pass_is_told_in_its_own_words(open_page: Opened) -> None:
    page = open_page(link(program="X = [[1.0, 2.0], [3.0, 4.0]]\nw = [0.5, 1.0]\nz = X @ w", mode="forward"))
    shown = graph(page)
    edge = next(one["id"] for one in shown["edges"] if one["source"] == node_id(shown, "w"))
    step = next(one["index"] for one in shown["steps"] if one["edge"] == edge)
    page.evaluate("index => document.querySelector('retro-graph').goTo(index)", step)
    explanation = page.get_by_role("region", name="Explanation")
    expect(explanation.get_by_text("X times the tangent of w goes on to z.")).to_be_visible()
    expect(explanation.get_by_text("contribution 2 of 2, and the tangent of z is complete")).to_be_visible()
    texts = explanation.locator("annotation").all_text_contents()
    assert any("dot" in text for text in texts)
    assert not any("dL" in text for text in texts)


def test_it_is_accessible(open_page: Opened, axe_source: str) -> None:
    page = open_page(link(program=PROGRAM, tool="modes", seed="[1,2]"))
    expect(panel(page).get_by_role("textbox", name="z[0]")).to_be_visible()
    assert violations(page, axe_source) == []
    page = open_page(link(program=PROGRAM, tool="modes", mode="forward", seed='{"w":[0,1,0]}', lang="es"))
    assert violations(page, axe_source) == []
