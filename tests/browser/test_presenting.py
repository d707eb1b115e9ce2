"""The lecture and the paper: themes, large type, a clicker's keys, printing, pictures."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from retrograd.gallery import EXAMPLES

from .acting import graph, link, position, step_button
from .conftest import Opened, ready
from .test_for_everyone import violations
from .waiting import wait_for

BIAS = next(example for example in EXAMPLES if example.id == "bias").program("en")
GROUND = "getComputedStyle(document.body).backgroundColor"


def card(page: Page) -> str | None:
    return page.locator("svg.scene [data-node] rect").first.get_attribute("fill")


def test_light_dark_and_high_contrast(open_page: Opened) -> None:
    page = open_page()
    button = page.get_by_role("button", name="Light, dark or high contrast")
    grounds, cards = [], []
    for _ in range(4):
        grounds.append(page.evaluate(GROUND))
        cards.append(card(page))
        button.click()
    assert grounds == ["rgb(251, 251, 249)", "rgb(20, 23, 26)", "rgb(255, 255, 255)", "rgb(251, 251, 249)"]
    assert cards[1] == "#1c2025"
    page.reload()
    ready(page)
    assert page.evaluate(GROUND) == grounds[1]


def test_a_link_and_a_system_ask_for_high_contrast(open_page: Opened) -> None:
    page = open_page(link(program=BIAS, theme="contrast"))
    assert page.evaluate(GROUND) == "rgb(255, 255, 255)"
    page = open_page(link(program=BIAS), wait=False)
    page.emulate_media(contrast="more")
    ready(page)
    wait_for(page, f"() => {GROUND} === 'rgb(255, 255, 255)'")


def test_the_page_follows_the_system_from_day_to_night(open_page: Opened) -> None:
    page = open_page(link(program=BIAS))
    grounds = []
    for scheme in ("light", "dark", "light"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(100)
        grounds.append((page.evaluate(GROUND), card(page)))
    assert grounds[0] == grounds[2]
    assert grounds[1] == ("rgb(20, 23, 26)", "#1c2025")


@pytest.mark.parametrize("path", ["/", "/embed"])
def test_axe_finds_nothing_in_high_contrast_and_large(open_page: Opened, axe_source: str, path: str) -> None:
    page = open_page(link(path, program=BIAS, step=8, theme="contrast", large=1))
    page.wait_for_timeout(300)
    assert violations(page, axe_source) == []


def size(page: Page, selector: str) -> float:
    return float(page.evaluate(f"parseFloat(getComputedStyle(document.querySelector('{selector}')).fontSize)"))


def shown_scale(page: Page) -> float:
    world = page.locator("svg.scene > g").first.get_attribute("transform") or ""
    return float(re.search(r"scale\(([\d.]+)", world)[1])  # type: ignore[index]


def test_large_type_is_larger_in_the_panes_and_in_the_picture(open_page: Opened) -> None:
    program = "x = 2\ny = x * x"
    plain = open_page(link(program=program))
    small = size(plain, ".inspector .sentence"), shown_scale(plain)
    large = open_page(link(program=program, large=1))
    assert size(large, ".inspector .sentence") == pytest.approx(1.35 * small[0])
    wait_for(large, "() => document.querySelector('retro-graph').large")
    large.wait_for_timeout(300)
    assert shown_scale(large) > 1.2 * small[1]
    wait_for(large, "() => location.hash.includes('large=true')")


def test_a_lecture_has_the_screen_and_a_clickers_keys(open_page: Opened) -> None:
    page = open_page(link(program=BIAS))
    page.get_by_role("button", name="Lecture: whole screen, large type").click()
    wait_for(page, "() => document.fullscreenElement !== null")
    page.mouse.move(700, 500)  # away from the bar, which stays as long as one points at it
    expect(page.locator(".bar")).not_to_be_in_viewport()
    page.locator(".inspector .sentence").click()  # the focus is anywhere
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    assert position(page) == 2
    page.keyboard.press("PageUp")
    assert position(page) == 1
    page.get_by_role("textbox", name="Program").click()
    page.keyboard.press("PageDown")
    assert position(page) == 1  # who writes is not clicking
    page.evaluate("document.exitFullscreen()")
    wait_for(page, "() => !document.documentElement.classList.contains('large')")
    expect(page.locator(".bar")).to_be_in_viewport()
    page.locator(".inspector .sentence").click()
    page.keyboard.press("PageDown")
    assert position(page) == 1


def stub_printing(page: Page) -> None:
    page.evaluate("window.print = () => {}")


def open_print(page: Page) -> None:
    page.get_by_role("button", name="Print or save").click()


def test_every_step_is_printed_on_a_page_of_its_own(open_page: Opened) -> None:
    page = open_page(link(program=BIAS, step=3))
    stub_printing(page)
    steps = graph(page)["steps"]
    open_print(page)
    page.get_by_role("button", name="Print every step, a page each").click()
    assert page.locator(".sheet").count() == len(steps)
    assert position(page) == 3
    page.emulate_media(media="print")
    expect(page.locator("#app")).to_be_hidden()
    expect(page.locator(".sheet").first).to_be_visible()
    expect(page.locator(".sheet .listing")).to_have_count(1)
    told = page.locator(".sheet h2").all_inner_texts()
    assert told[0].startswith("Step 1 of")
    assert told[-1].startswith(f"Step {len(steps)} of")
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == len(steps)


def test_the_present_step_is_printed_alone(open_page: Opened) -> None:
    page = open_page(link(program=BIAS, step=3))
    stub_printing(page)
    open_print(page)
    page.get_by_role("button", name="Print this step").click()
    expect(page.locator(".sheet")).to_have_count(1)
    expect(page.locator(".sheet h2")).to_contain_text("Step 4 of")
    expect(page.locator(".sheet .listing")).to_have_text(BIAS.rstrip())


def test_the_browsers_own_command_prints_the_present_step(open_page: Opened) -> None:
    page = open_page(link(program=BIAS, step=8))
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    sheet = page.locator(".sheet")
    expect(sheet).to_have_count(1)
    expect(sheet.locator("h2")).to_have_text("Step 9 of 11 · Backward")
    numbers = page.evaluate("[...document.querySelectorAll('.sheet .drawn [data-array=grad] [data-number]')].length")
    assert numbers > 0
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(sheet).to_have_count(0)


def test_the_graph_is_saved_as_a_picture_with_its_numbers(open_page: Opened) -> None:
    page = open_page(link(program="x = 2\ny = x * 21", step=99))
    open_print(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save the graph as SVG").click()
    told = page.evaluate(
        "text => [...new DOMParser().parseFromString(text, 'image/svg+xml').documentElement.querySelectorAll('text')]"
        ".map((one) => one.textContent)",
        waiting.value.path().read_text(encoding="utf-8"),
    )
    assert "42" in told
    assert waiting.value.suggested_filename == "retrograd.svg"
    assert step_button(page, "Step forward").is_visible()
