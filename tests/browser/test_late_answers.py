"""Answers that come late, out of order, or while something else changes."""

from __future__ import annotations

import re

from playwright.sync_api import Page, Route, expect

from .acting import graph, link, read_named
from .conftest import Opened
from .waiting import wait_for


def held_back(page: Page) -> list[Route]:
    """The requests for a graph that wait for an answer from now on; none gets one by itself."""
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route("**/api/graph", hold)
    return waiting


def test_the_old_graph_is_never_shown_as_current(open_page: Opened) -> None:
    page = open_page(link(program="x = 2\ny = x * x"))
    held_back(page)
    page.get_by_role("textbox", name="Program").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" * x")
    expect(page.locator("retro-graph")).to_have_attribute("aria-busy", "true")
    expect(page.locator("retro-graph .root")).to_have_class(re.compile("stale"))
    assert read_named(page, "y", "value") == 4


def test_the_newest_program_wins(open_page: Opened) -> None:
    page = open_page(link(program="x = 2"))
    waiting = held_back(page)
    page.get_by_role("textbox", name="Program").click()
    page.keyboard.press("Control+End")
    for text in ("0", "0"):
        page.keyboard.type(text)
        page.wait_for_timeout(400)
    assert len(waiting) == 2
    waiting[1].continue_()
    wait_for(page, "document.querySelector('retro-graph').graph.program === 'x = 200'")
    waiting[0].continue_()  # the older question is answered last, if anybody still listens
    page.wait_for_timeout(400)
    assert graph(page)["program"] == "x = 200"
    expect(page.locator(".problem")).to_be_empty()


def test_a_new_size_while_a_graph_is_on_its_way_does_not_lose_it(open_page: Opened) -> None:
    page = open_page(link(program="x = 2\ny = x * 3\nL = y * y"))
    for number in range(12):  # the new size is noticed after a while: some of these waits meet it
        page.evaluate(
            """(number) => {
                const view = document.querySelector("retro-graph");
                view.style.height = `${500 + (number % 2) * 60}px`;
                const terms = Array.from({ length: 6 + number }, (_, index) => `tanh(x * ${index})`);
                setTimeout(() => { view.program = `x = ${number}\\ny = ${terms.join(" + ")}`; }, 8 * number);
            }""",
            number,
        )
        wait_for(
            page,
            "(start) => document.querySelector('retro-graph').graph.program.startsWith(start)",
            arg=f"x = {number}",
            timeout=5000,
        )
