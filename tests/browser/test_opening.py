"""Composite operations that are opened into what they stand for, and what all derivatives take."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .acting import focus_view, graph, link, node_id, position, read_array
from .conftest import Opened, ready
from .test_for_everyone import violations
from .waiting import wait_for

PROGRAM = "x = [1.0, -0.5]\ny = gelu(x)\nsum(y * y)"


def groups(page: Page) -> list[str]:
    return [group["label"] for group in graph(page)["groups"]]


def select(page: Page, name: str) -> None:
    """Select a node by the keyboard alone."""
    focus_view(page)
    wanted = node_id(graph(page), name)
    for _ in range(60):
        page.keyboard.press("]")
        if page.evaluate("window.picked") == wanted:
            return
    pytest.fail(f"{name} is not among what can be selected")


def listen(page: Page) -> Page:
    page.evaluate("addEventListener('retro-select', (event) => { window.picked = event.detail.id; })")
    return page


def pressed(page: Page, name: str, key: str = "Enter") -> None:
    page.get_by_role("button", name=name, exact=True).press(key)


def test_an_operation_is_opened_and_closed_by_keyboard(open_page: Opened, context: BrowserContext) -> None:
    page = listen(open_page(link(program=PROGRAM, step=5)))
    before = read_array(page, node_id(graph(page), "y"), "grad")
    select(page, "y")
    pressed(page, "Open gelu")
    wait_for(page, "document.querySelector('retro-graph').graph.groups.length === 1")
    assert "erf" in {node["operation"] for node in graph(page)["nodes"]}
    assert graph(page)["steps"][position(page)]["phase"] == "backward"
    assert read_array(page, node_id(graph(page), "y"), "grad") == before
    expect(page.locator("[data-group]")).to_have_count(1)
    page.wait_for_url(re.compile(r"[#&]opened=gelu(&|$)"))

    # The button is where it was, with the focus, and now closes.
    closing = page.get_by_role("region", name="Explanation").get_by_role("button", name="Close gelu")
    expect(closing).to_be_focused()
    page.keyboard.press("Enter")
    wait_for(page, "document.querySelector('retro-graph').graph.groups.length === 0")
    expect(page.get_by_role("button", name="Open gelu")).to_be_focused()
    assert position(page) == 5
    wait_for(page, "!location.hash.includes('opened')")

    page.keyboard.press("Space")
    wait_for(page, "document.querySelector('retro-graph').graph.groups.length === 1")
    page.get_by_role("button", name="Share").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    other = context.new_page()
    other.goto(page.evaluate("navigator.clipboard.readText()"))
    ready(other)
    assert groups(other) == ["gelu"]
    assert position(other) == position(page)


@pytest.mark.parametrize("key", ["Enter", "Space", None])
def test_the_caption_closes_its_frame(open_page: Opened, key: str | None) -> None:
    page = open_page(link(program=PROGRAM, opened="gelu", step=2))
    assert groups(page) == ["gelu"]
    caption = page.locator("[data-caption]")
    expect(caption).to_have_accessible_name("Close gelu")
    if key:
        caption.press(key)
    else:
        caption.click()
    wait_for(page, "document.querySelector('retro-graph').graph.groups.length === 0")
    assert position(page) == 0
    wait_for(page, "!location.hash.includes('opened')")


def test_the_bare_view_opens_too(open_page: Opened) -> None:
    page = listen(open_page(link("/embed", program=PROGRAM)))
    select(page, "y")
    expect(page.get_by_role("button", name="Open gelu")).to_be_visible()
    page.keyboard.press("o")
    wait_for(page, "document.querySelector('retro-graph').graph.groups.length === 1")
    assert page.locator("retro-graph").evaluate("view => view.opened") == "gelu"
    page.keyboard.press("o")
    wait_for(page, "document.querySelector('retro-graph').graph.groups.length === 0")


def test_a_link_followed_on_the_page_opens_at_its_step(open_page: Opened) -> None:
    page = open_page(link(program=PROGRAM, step=1))
    page.evaluate("hash => { location.hash = hash; }", link("", program=PROGRAM, opened="gelu", step=17))
    wait_for(page, "document.querySelector('retro-graph').graph.groups.length === 1")
    ready(page)
    assert position(page) == 17


def test_another_example_is_closed(open_page: Opened) -> None:
    page = open_page(link(program=PROGRAM, opened="all"))
    assert groups(page) == ["gelu"]
    page.get_by_role("button", name="Examples").click()
    page.locator("[data-example=product]").click()
    wait_for(page, "document.querySelector('retro-graph').opened === null")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_beside_a_frame(open_page: Opened, axe_source: str, theme: str) -> None:
    page = listen(open_page(link(program=PROGRAM, opened="gelu", step=12, theme=theme)))
    select(page, "y")
    page.wait_for_timeout(300)
    assert violations(page, axe_source) == []


def test_what_all_derivatives_take_is_told(open_page: Opened) -> None:
    program = "X = arange(20).reshape(4, 5)\nL = sum(X * X)"
    page = open_page(link(program=program))
    cost = graph(page)["cost"]
    assert (cost["reverse"]["passes"], cost["forward"]["passes"]) == (1, 20)
    one, all_ = cost["reverse"]["multiply_adds"], 20 * cost["forward"]["multiply_adds"]
    thin = f"{all_:,}".replace(",", "\u202f")
    told = f"All derivatives: reverse mode 1 pass, {one} multiply-adds; forward mode 20 passes, {thin}."
    expect(page.get_by_role("region", name="Program")).to_contain_text(told)
    page.get_by_role("button", name="Español").click()
    expect(page.get_by_role("region", name="Programa")).to_contain_text("Todas las derivadas: modo inverso, 1 pasada")
