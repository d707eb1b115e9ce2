"""Mistakes on the page: the squiggle at its place, the sentence and the hint below it, the last graph greyed."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from .acting import graph, link, read_named, type_program
from .conftest import Opened, ready


def refused(page: Page) -> None:
    expect(page.locator(".problem")).not_to_be_empty()


def type_broken(page: Page, program: str) -> None:
    editor = page.get_by_role("textbox", name="Program")
    editor.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(program)
    refused(page)


def test_a_shape_error(open_page: Opened) -> None:
    page = open_page(link(program="X = ones(2, 3)\nZ = X @ X.T", step=99))
    type_broken(page, "X = ones(2, 3)\nY = ones(2, 4)\nZ = X @ Y")
    squiggle = page.locator(".cm-lintRange-error")
    expect(squiggle).to_have_text("X @ Y")
    expect(page.get_by_text("`X` (2, 3) `@` `Y` (2, 4) does not fit: the inner sizes are 3 and 2.")).to_be_visible()
    expect(page.get_by_text("This would fit: `X.T @ Y`.")).to_be_visible()
    expect(page.locator(".problem")).to_contain_text("Line 3")
    expect(page.locator("retro-graph .root")).to_have_class(re.compile("stale"))
    assert graph(page)["program"].endswith("X.T")

    page.keyboard.press("Control+End")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type(".T")
    expect(page.locator(".problem")).to_be_empty()
    expect(page.locator(".cm-lintRange-error")).to_have_count(0)
    expect(page.locator("retro-graph .root")).not_to_have_class(re.compile("stale"))
    ready(page)
    assert read_named(page, "Z", "value").shape == (3, 4)


def test_a_mistake_stands_where_it_is_in_any_script(open_page: Opened) -> None:
    page = open_page()
    type_broken(page, "𝛼 = 2\nβ = '😀'; γ = 𝛼 + δ")
    expect(page.locator(".cm-lintRange-error")).to_have_text("δ")


def test_an_empty_program(open_page: Opened) -> None:
    page = open_page()
    page.get_by_role("textbox", name="Program").click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    expect(page.get_by_text("There is nothing to differentiate.")).to_be_visible()
    expect(page.locator(".cm-lintRange-error")).to_have_count(0)


def test_a_first_program_that_is_wrong(open_page: Opened) -> None:
    page = open_page(link(program="y = x + 1"), wait=False)
    refused(page)
    expect(page.get_by_text("Nothing is called `x` here.")).to_be_visible()
    type_program(page, "x = 2\ny = x + 1")
    assert read_named(page, "y", "value") == 3


def test_reports_in_spanish(open_page: Opened) -> None:
    page = open_page(link(program="x = 1", lang="es"))
    editor = page.get_by_role("textbox", name="Programa")
    editor.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" + y")
    expect(page.get_by_text("Aquí nada se llama `y`.")).to_be_visible()
    expect(page.get_by_text("Dale antes un valor: `y = 2`.")).to_be_visible()


def test_a_service_that_is_gone(open_page: Opened) -> None:
    page = open_page(link(program="x = 2\ny = x * x", step=99))
    page.route("**/api/graph", lambda route: route.fulfill(status=502, body="<html>", content_type="text/html"))
    page.get_by_role("textbox", name="Program").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" * x")
    expect(page.get_by_text("The service cannot be reached.")).to_be_visible()
    assert read_named(page, "y", "value") == 4
    page.unroute("**/api/graph")
    page.keyboard.type(" * x")
    expect(page.locator(".problem")).to_be_empty()
    ready(page)
    assert read_named(page, "y", "value") == 16
