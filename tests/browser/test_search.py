"""The search: names, operations and shapes, wherever they are."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .acting import focus_view, graph, link, node_id, position
from .conftest import Opened
from .test_folding import LONG, LOOP
from .test_for_everyone import violations
from .waiting import wait_for


def find(page: Page, text: str) -> Any:
    focus_view(page)
    page.keyboard.press("/")
    field = page.get_by_role("searchbox", name="Find")
    expect(field).to_be_focused()
    field.fill(text)
    return field


def told(page: Page) -> str:
    return page.locator(".search .hits").inner_text()


def centre(page: Page, selector: str) -> tuple[float, float]:
    box = page.locator(selector).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


APART = """([first, second]) => {
    const root = document.querySelector("retro-graph").shadowRoot;
    const boxOf = (one) => root.querySelector(one).getBoundingClientRect();
    const [a, b] = [boxOf(first), boxOf(second)];
    return Math.hypot(a.x + a.width / 2 - b.x - b.width / 2, a.y + a.height / 2 - b.y - b.height / 2);
}"""
"""How many pixels two middles are from one another: both are read at once, as the picture may be moving."""


def test_hits_are_counted_and_gone_through(open_page: Opened) -> None:
    page = open_page(link(program=LOOP))
    hits = [node["id"] for node in graph(page)["nodes"] if node["operation"] == "tanh"]
    field = find(page, "tanh")
    for number in (1, 2, 3):
        assert told(page) == f"{number} of 3"
        assert page.evaluate(APART, ["[data-hit]", f"[data-node={hits[number - 1]}]"]) < 3
        field.press("Enter")
    assert told(page) == "1 of 3"
    field.press("Shift+Enter")
    assert told(page) == "3 of 3"
    assert position(page) == 0  # what is typed here is no command for the view


def test_hits_are_gone_through_by_buttons_too(open_page: Opened) -> None:
    page = open_page(link(program=LOOP))
    find(page, "tanh")
    for name, at in (("Next hit", 2), ("Next hit", 3), ("Previous hit", 2)):
        page.get_by_role("button", name=name).click()
        assert told(page) == f"{at} of 3"
    page.get_by_role("button", name="Close the search").click()
    expect(page.get_by_role("searchbox")).to_have_count(0)
    expect(page.locator("[data-hit]")).to_be_hidden()


def test_shapes_are_found_as_one_writes_them(open_page: Opened) -> None:
    page = open_page(link(program=LOOP))
    shapes = [node["shape"] for node in graph(page)["nodes"]]
    field = find(page, "3x2")
    assert told(page) == f"1 of {shapes.count([3, 2])}"
    field.fill("(2,)")
    assert told(page) == f"1 of {shapes.count([2])}"
    field.fill("7 × 7")
    assert told(page) == "Nothing has that name, operation or shape."


def test_what_is_folded_is_found_in_its_card(open_page: Opened) -> None:
    page = open_page(link(program=LOOP, folded="all"))
    find(page, "tanh")
    assert told(page) == "1 of 3 · in for x in X"
    x, y = centre(page, "[data-folded]")
    ring = page.locator("[data-hit]").bounding_box()
    assert ring is not None
    assert ring["x"] < x < ring["x"] + ring["width"]
    assert ring["y"] < y < ring["y"] + ring["height"]


def test_the_camera_goes_to_a_hit_in_a_large_graph(open_page: Opened) -> None:
    page = open_page(link(program=LONG, folded="none"))
    last = node_id(graph(page), "L")
    expect(page.locator(f"[data-node={last}]")).to_have_count(0)  # off the screen, not drawn
    find(page, "L")
    expect(page.locator(f"[data-node={last}]")).to_have_count(1)
    wait_for(page, f"({APART})(['svg.scene', '[data-node={last}]']) < 5")


def test_escape_closes_it_and_gives_the_focus_back(open_page: Opened) -> None:
    page = open_page(link(program=LOOP))
    field = find(page, "h")
    field.press("Escape")
    expect(page.get_by_role("searchbox")).to_have_count(0)
    expect(page.locator("retro-graph")).to_be_focused()
    expect(page.locator("[data-hit]")).to_be_hidden()
    page.keyboard.press("ArrowRight")
    assert position(page) == 1


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_beside_the_search(open_page: Opened, axe_source: str, theme: str) -> None:
    page = open_page(link(program=LOOP, theme=theme))
    find(page, "x")
    page.wait_for_timeout(300)
    assert violations(page, axe_source) == []
