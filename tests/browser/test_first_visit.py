"""What somebody meets who uses the page for the first time, and does not do what was expected."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from .acting import link, position, step_button
from .conftest import Opened, ready
from .waiting import wait_for


def test_undo_never_empties_a_fresh_editor(open_page: Opened) -> None:
    page = open_page(link(program="x = 2"))
    page.get_by_role("textbox", name="Program").click()
    page.keyboard.press("Control+z")
    page.wait_for_timeout(200)
    assert "x = 2" in page.get_by_role("textbox", name="Program").inner_text()


def test_playing_from_the_start_plays_the_first_step_too(browser: Browser, server: str, open_page: Opened) -> None:
    moving = browser.new_context(viewport={"width": 1200, "height": 800})
    page = open_page(link(program="x = 2\ny = x * x"), of=moving)
    step_button(page, "Play").click()
    page.wait_for_timeout(150)
    assert position(page) == 0
    assert page.evaluate(
        """() => {
            const root = document.querySelector("retro-graph").shadowRoot;
            const numbers = root.querySelectorAll("[data-node=n1] [data-array=value] *");
            return [...numbers].some((one) => Number(one.closest("[opacity]")?.getAttribute("opacity") ?? 1) < 1);
        }"""
    )
    wait_for(page, "document.querySelector('retro-graph').position.step === 3", timeout=15000)
    moving.close()


def test_a_broken_link_is_told(open_page: Opened) -> None:
    page = open_page("/#z=garbage!!")
    expect(page.get_by_text("The link cannot be read")).to_be_visible()


def test_going_back_after_an_example_brings_the_own_program_back(open_page: Opened) -> None:
    page = open_page(link(program="mine = 3\nL = mine * mine"))
    page.wait_for_timeout(200)
    page.get_by_role("button", name="Examples").click()
    page.locator("[data-example=matmul]").click()
    ready(page)
    page.wait_for_timeout(200)
    page.go_back()
    wait_for(page, "document.querySelector('retro-graph').graph.program.startsWith('mine')")


def test_the_backquotes_of_code_in_a_sentence_are_not_seen(open_page: Opened) -> None:
    page = open_page(link(program="x = 2"))
    page.get_by_role("button", name="Examples").click()
    quotes = page.locator("dialog#examples .quote")
    assert quotes.count() > 0
    assert {quotes.nth(index).evaluate("one => one.offsetWidth") for index in range(quotes.count())} == {0}


def test_panes_leave_the_graph_its_room(open_page: Opened) -> None:
    page = open_page(link(program="x = 2\ny = x * x"))
    for name in ("Program", "Explanation"):
        handle = page.get_by_role("region", name=name).get_by_role("separator")
        for _ in range(20):
            handle.press("ArrowRight" if name == "Program" else "ArrowLeft")
        assert handle.get_attribute("aria-valuenow") == "640"
    assert page.evaluate("document.querySelector('retro-graph').clientWidth") >= 390
    expect(step_button(page, "Last step")).to_be_in_viewport()
    widths = [page.get_by_role("region", name=name).bounding_box() for name in ("Program", "Explanation")]
    page.reload()  # the next visit finds them as they were left
    ready(page)
    assert [page.get_by_role("region", name=name).bounding_box() for name in ("Program", "Explanation")] == widths


def test_an_operation_is_found_in_the_help(open_page: Opened) -> None:
    page = open_page("/#lang=es")
    page.get_by_role("button", name="Ayuda").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="Pérdidas")).to_be_visible()
    dialog.get_by_role("searchbox", name="Buscar una operación").fill("swish")
    expect(dialog.get_by_role("listitem")).to_have_count(1)
    expect(dialog.get_by_role("listitem")).to_contain_text("silu(x)")
    dialog.get_by_role("searchbox").fill("nichts")
    expect(dialog.get_by_role("status")).to_have_text("Ninguna operación lo lleva en su nombre ni en su descripción.")
