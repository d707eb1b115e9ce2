"""Gradient descent on the page: numbers changed by hand, steps, the curve, and the way back."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from numpy.testing import assert_allclose
from playwright.sync_api import Locator, Page, expect

from retrograd.api.app import create_app
from retrograd.api.settings import Settings
from retrograd.gallery import EXAMPLES

from ..support import array, node
from .acting import focus_view, graph, link, node_id, position, read_named, step_button, type_program
from .conftest import Opened, ready
from .waiting import wait_for

REGRESSION = next(one for one in EXAMPLES if one.id == "linear-regression").program("en")


def descended(program: str, **body: Any) -> dict[str, Any]:
    with TestClient(create_app(Settings(lanes=None))) as client:
        response = client.post("/api/descend", json={"program": program, **body})
        assert response.status_code == 200, response.text
        found: dict[str, Any] = response.json()
        return found


def press(page: Page, name: str) -> None:
    page.locator(".descent").get_by_role("button", name=name, exact=True).click()


def losses(page: Page) -> list[float]:
    """Return the losses in the table under the curve."""
    cells = page.locator(".descent .points tbody td:last-child").all_text_contents()
    return [float(text.replace("−", "-")) for text in cells]


def wait_for_points(page: Page, count: int) -> None:
    wait_for(page, "(count) => document.querySelectorAll('.points tbody tr').length === count", arg=count)
    wait_for_numbers(page)


def wait_for_numbers(page: Page) -> None:
    """Wait until the graph has the numbers that the page asks for."""
    wait_for(
        page,
        """() => {
            const view = document.querySelector("retro-graph");
            const asked = Object.keys(JSON.parse(view.values ?? "{}"));
            const settled = view.getAttribute("aria-busy") === "false";
            return settled && view.graph.given.join() === asked.join();
        }""",
    )
    ready(page)


def cell(page: Page, label: str) -> Locator:
    return page.get_by_role("spinbutton", name=label, exact=True)


def curve(page: Page) -> Locator:
    return page.get_by_role("slider", name="Curve of L")


def test_ten_steps_are_those_of_the_service_and_can_be_taken_back(open_page: Opened) -> None:
    page = open_page(link(program=REGRESSION, tool="descent", step=3))
    expect(page.locator(".descent .movers input:checked")).to_have_count(1)  # X and y are data
    page.get_by_text("As a table").click()
    start = read_named(page, "w", "value")
    press(page, "10 steps")
    wait_for_points(page, 11)
    expected = descended(REGRESSION, parameters=["w"], rate=0.1, steps=10)
    shown = losses(page)
    assert shown == sorted(shown, reverse=True)
    assert_allclose(shown, expected["losses"], rtol=1e-5)
    assert_allclose(read_named(page, "w", "value"), expected["parameters"]["w"]["data"], rtol=1e-12)
    assert position(page) == 3
    expect(page.locator(".reading")).to_have_text(f"Step 10: {shown[-1]}")
    press(page, "One step")
    wait_for_points(page, 12)
    press(page, "Back")
    wait_for(page, "document.querySelector('.points tr.here td').textContent.trim() === '10'")
    wait_for_numbers(page)
    assert_allclose(read_named(page, "w", "value"), expected["parameters"]["w"]["data"], rtol=1e-12)
    press(page, "Back")
    wait_for_numbers(page)
    wait_for(page, "document.querySelector('retro-graph').values === null")
    assert_allclose(read_named(page, "w", "value"), start)
    assert position(page) == 3
    expect(page.locator(".descent").get_by_role("button", name="Back", exact=True)).to_be_disabled()


def test_a_point_of_the_curve_is_read_and_gone_to_by_key(open_page: Opened) -> None:
    page = open_page(link(program=REGRESSION, tool="descent"))
    page.get_by_text("As a table").click()
    press(page, "10 steps")
    wait_for_points(page, 11)
    trail = descended(REGRESSION, parameters=["w"], rate=0.1, steps=10)["trail"]["w"]["data"]
    curve(page).focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    expect(curve(page)).to_have_attribute("aria-valuenow", "6")
    expect(page.locator(".reading")).to_contain_text("Step 6:")
    page.keyboard.press("Enter")
    wait_for(page, "document.querySelector('.points tr.here td').textContent.trim() === '6'")
    wait_for_numbers(page)
    assert_allclose(read_named(page, "w", "value"), trail[12:14], rtol=1e-12)
    page.get_by_role("button", name="Go to step 2", exact=True).click()
    wait_for(page, "document.querySelector('.points tr.here td').textContent.trim() === '2'")
    wait_for_numbers(page)
    assert_allclose(read_named(page, "w", "value"), trail[4:6], rtol=1e-12)
    press(page, "One step")  # from there, what came after is given up
    wait_for_points(page, 4)


def test_the_curve_has_a_logarithmic_scale(open_page: Opened) -> None:
    page = open_page(link(program=REGRESSION, tool="descent"))
    press(page, "10 steps")
    wait_for_points(page, 11)
    marked = page.locator(".descent svg[role=slider] circle.here")
    linear = marked.get_attribute("cy")
    page.get_by_role("radio", name="logarithmic").check()
    expect(marked).not_to_have_attribute("cy", linear or "")
    page.get_by_role("radio", name="linear").check()
    expect(marked).to_have_attribute("cy", linear or "")


def test_a_click_on_the_curve_goes_there(open_page: Opened) -> None:
    page = open_page(link(program=REGRESSION, tool="descent"))
    press(page, "10 steps")
    wait_for_points(page, 11)
    box = curve(page).bounding_box()
    assert box
    # The points stand between the 50th and the 308th of 320 units.
    page.mouse.click(box["x"] + box["width"] * (50 + 258 * 0.3) / 320, box["y"] + box["height"] / 2)
    wait_for(page, "document.querySelector('.points tr.here td').textContent.trim() === '3'")


def test_numbers_can_be_typed_dragged_and_nudged_and_all_follows(open_page: Opened) -> None:
    page = open_page(link(program="w = [0.5, -1.0]\nL = sum(w * w)", tool="descent", step=1))
    first = cell(page, "w[0]")
    update = page.locator(".descent annotation", has_text=r"w \leftarrow w - \eta \cdot \frac{dL}{dw}")
    expect(update).to_have_count(1)
    first.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("2,5")
    wait_for_numbers(page)
    wait_for(page, "document.querySelector('retro-graph').graph.nodes[0].value.data[0] === 2.5")
    assert_allclose(read_named(page, "L", "value"), 7.25)
    page.keyboard.press("ArrowUp")
    wait_for(page, "document.querySelector('retro-graph').graph.nodes[0].value.data[0] === 2.6")
    page.keyboard.press("Shift+ArrowDown")
    wait_for(page, "document.querySelector('retro-graph').graph.nodes[0].value.data[0] === 1.6")
    page.keyboard.press("Alt+ArrowDown")
    wait_for(page, "document.querySelector('retro-graph').graph.nodes[0].value.data[0] === 1.59")
    page.keyboard.press("Control+A")
    page.keyboard.type("two")
    expect(first).to_have_attribute("aria-invalid", "true")
    page.keyboard.press("Tab")
    expect(first).not_to_have_attribute("aria-invalid", "true")
    page.get_by_role("heading", name="Numbers").click()
    second = cell(page, "w[1]")
    second.scroll_into_view_if_needed()
    box = second.bounding_box()
    assert box
    x, y = box["x"] + 20, box["y"] + 10
    page.mouse.move(x, y)
    page.mouse.down()
    for pixels in (5, 20, 50):
        page.mouse.move(x + pixels, y)
    page.mouse.up()
    wait_for(page, "document.querySelector('retro-graph').graph.nodes[0].value.data[1] === -0.5")
    wait_for_numbers(page)
    assert_allclose(read_named(page, "w", "value"), [1.59, -0.5])
    assert_allclose(read_named(page, "L", "value"), 1.59**2 + 0.25)
    press(page, "Back")  # the drag was one change
    wait_for(page, "document.querySelector('retro-graph').graph.nodes[0].value.data[1] === -1")
    assert position(page) == 1


def test_while_numbers_change_the_picture_keeps_its_places(open_page: Opened) -> None:
    page = open_page(link(program=REGRESSION, tool="descent", step=2))
    press(page, "One step")
    wait_for_points(page, 2)

    def places() -> Any:
        return page.evaluate(
            """() => {
                const root = document.querySelector("retro-graph").shadowRoot;
                const parts = [...root.querySelectorAll("[data-node], g.world")];
                return parts.map((part) => [part.dataset.node, part.getAttribute("transform")]);
            }"""
        )

    focus_view(page)
    page.keyboard.press("+")
    page.keyboard.press("Shift+ArrowRight")
    before = places()
    assert len(before) > 6
    page.get_by_text("As a table").click()
    for steps in range(3):
        press(page, "10 steps")
        wait_for_points(page, 12 + 10 * steps)
    assert places() == before


def test_while_a_number_is_dragged_the_picture_follows_and_does_not_fade(open_page: Opened) -> None:
    page = open_page(link(program="w = [0.5, -1.0]\nL = sum(w * w)", tool="descent"))
    first = cell(page, "w[0]")
    first.scroll_into_view_if_needed()
    box = first.bounding_box()
    assert box
    x, y = box["x"] + 20, box["y"] + 10
    page.mouse.move(x, y)
    page.mouse.down()
    seen = set()
    for pixels in range(10, 400, 3):
        page.mouse.move(x + pixels, y)
        seen.add(page.evaluate("document.querySelector('retro-graph').graph.nodes[0].value.data[0]"))
        classes = page.evaluate("document.querySelector('retro-graph').shadowRoot.querySelector('.root').className")
        assert "stale" not in classes
    assert len(seen) > 5  # while the hand has not come to rest
    page.mouse.up()
    wait_for(page, "document.querySelector('retro-graph').graph.nodes[0].value.data[0] === 4.47")


def test_divergence_is_told_with_what_to_try(open_page: Opened) -> None:
    page = open_page(link(program="x = 3.0\nL = x ** 4", tool="descent"))
    page.get_by_text("As a table").click()
    rate = page.get_by_role("textbox", name="Learning rate η")
    rate.fill("0.5")
    rate.press("Enter")
    press(page, "100 steps")
    expect(page.locator(".told")).to_contain_text("The loss has left all numbers")
    wait_for_points(page, 101)
    assert np.isnan(read_named(page, "x", "value"))
    page.get_by_role("button", name="Go back and try η = 0.1", exact=True).click()
    wait_for(page, "document.querySelector('retro-graph').values === null")
    wait_for_numbers(page)
    assert read_named(page, "x", "value") == 3
    expect(rate).to_have_value("0.1")


def test_a_link_has_the_rate_and_what_moves(open_page: Opened) -> None:
    page = open_page(link(program=REGRESSION, tool="descent"))
    rate = page.get_by_role("textbox", name="Learning rate η")
    rate.fill("0.02")
    rate.press("Enter")
    for name in ("X", "w"):
        page.locator(".descent .movers").get_by_role("checkbox", name=name).click()
    page.get_by_text("As a table").click()
    press(page, "One step")
    wait_for_points(page, 2)
    once = descended(REGRESSION, parameters=["X"], rate=0.02, steps=1)
    moved = read_named(page, "X", "value")
    assert_allclose(np.ravel(moved), np.ravel(once["parameters"]["X"]["data"]), rtol=1e-12)
    wait_for(page, "location.hash.includes('rate=0.02') && location.hash.includes('values')")
    assert "moving=X%2C-w" in page.url

    other = open_page(page.url.removeprefix(page.url.split("/#")[0]))
    assert_allclose(read_named(other, "X", "value"), moved)
    expect(other.get_by_role("textbox", name="Learning rate η")).to_have_value("0.02")
    boxes = other.locator(".descent .movers")
    expect(boxes.locator("input:checked")).to_have_count(1)
    expect(boxes.get_by_role("checkbox", name="X")).to_be_checked()
    other.get_by_text("As a table").click()
    press(other, "One step")
    wait_for_points(other, 2)
    twice = descended(REGRESSION, parameters=["X"], rate=0.02, steps=2)
    assert_allclose(np.ravel(read_named(other, "X", "value")), np.ravel(twice["parameters"]["X"]["data"]), rtol=1e-12)
    rate_again = other.get_by_role("textbox", name="Learning rate η")
    rate_again.fill("0.1")
    rate_again.press("Enter")
    wait_for(other, "!location.hash.includes('rate')")  # the first one need not be said


def test_a_link_has_the_numbers_and_they_are_said_to_differ(open_page: Opened) -> None:
    page = open_page(link(program=REGRESSION, values=json.dumps({"w": [2.0, -1.0]})))
    assert_allclose(read_named(page, "w", "value"), [2, -1])
    notice = page.locator(".numbers-notice")
    expect(notice).to_contain_text("Not the program's numbers: w.")
    notice.get_by_role("button", name="Write into program").click()
    expect(notice).to_have_text("")
    expect(page.get_by_role("textbox", name="Program")).to_contain_text("w = [2.0, -1.0]")
    ready(page)
    assert graph(page)["given"] == []
    assert_allclose(read_named(page, "w", "value"), [2, -1])


def test_the_notice_brings_the_programs_numbers_back(open_page: Opened) -> None:
    page = open_page(link(program="x = 2.0\ny = x * x", values=json.dumps({"x": 5})))
    assert read_named(page, "y", "value") == 25
    page.locator(".numbers-notice").get_by_role("button", name="Reset").click()
    wait_for_numbers(page)
    assert read_named(page, "y", "value") == 4


def test_values_that_no_longer_fit_are_given_up_without_a_word(open_page: Opened) -> None:
    page = open_page(link(program="x = 2.0\nw = 3.0\ny = x * w", values=json.dumps({"x": 5, "w": 7})))
    assert read_named(page, "y", "value") == 35
    type_program(page, "x = 2.0\nv = [1.0, 2.0]\ny = x * v")
    wait_for_numbers(page)
    wait_for(page, "document.querySelector('retro-graph').graph.given.join() === 'x'")
    assert_allclose(array(node(graph(page), "y")["value"]), [5, 10])
    expect(page.locator(".problem")).to_have_text("")


@pytest.mark.parametrize("way", ["double click", "E", "Enter"])
def test_a_leaf_in_the_graph_opens_its_numbers(open_page: Opened, way: str) -> None:
    page = open_page(link(program=REGRESSION))
    leaf = page.locator(f'retro-graph [data-node="{node_id(graph(page), "y")}"]').first
    if way == "double click":
        leaf.dblclick(position={"x": 30, "y": 12})
    else:
        leaf.click(position={"x": 30, "y": 12})
        focus_view(page)
        for key in ["Enter", "ArrowRight", "Enter"] if way == "Enter" else ["e"]:
            page.keyboard.press(key)
    expect(page.get_by_role("tab", name="Descent")).to_have_attribute("aria-selected", "true")
    expect(cell(page, "y[1]" if way == "Enter" else "y[0]")).to_be_focused()


def test_enter_on_a_button_of_the_view_is_the_buttons(open_page: Opened) -> None:
    page = open_page(link(program="x = 2.0\ny = x * x"))
    before = position(page)
    step_button(page, "Step forward").focus()
    page.keyboard.press("Enter")
    assert position(page) == before + 1


def test_a_large_leaf_is_changed_by_index(open_page: Opened) -> None:
    page = open_page(link(program="W = zeros(9, 9)\nL = sum(W ** 2)", tool="descent"))
    page.get_by_role("spinbutton", name="Position along axis 0").fill("3")
    page.get_by_role("spinbutton", name="Position along axis 1").fill("4")
    cell(page, "W[3, 4]").fill("5")
    wait_for(page, "document.querySelector('retro-graph').graph.nodes[0].value.data[31] === 5")


def test_the_tool_is_accessible_in_both_languages_and_themes(open_page: Opened, axe_source: str) -> None:
    for lang, theme, steps in (("en", "light", "10 steps"), ("es", "dark", "10 pasos")):
        page = open_page(link(program=REGRESSION, tool="descent", lang=lang, theme=theme))
        press(page, steps)
        wait_for_points(page, 11)
        page.evaluate(axe_source)
        found = page.evaluate("axe.run('.descent, .numbers-notice').then((one) => one.violations)")
        assert [one["id"] for one in found] == [], found
        page.close()
