"""Accessibility, reduced and full motion, and a policy that lets nothing in from outside."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from retrograd.gallery import EXAMPLES

from .acting import focus_view, graph, link, node_id, step_button
from .conftest import Opened, ready

BIAS = next(example for example in EXAMPLES if example.id == "bias").program("en")
MATMUL = next(example for example in EXAMPLES if example.id == "matmul").program("en")
REUSE = next(example for example in EXAMPLES if example.id == "reuse").program("en")


def violations(page: Page, axe_source: str) -> list[str]:
    page.evaluate(axe_source)
    found: list[dict[str, Any]] = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]} {one['nodes'][0]['failureSummary']}" for one in found]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("step", [0, 8])
def test_axe_finds_nothing_on_the_playground(open_page: Opened, axe_source: str, theme: str, step: int) -> None:
    page = open_page(link(program=BIAS, step=step, theme=theme))
    page.wait_for_timeout(300)
    assert violations(page, axe_source) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_the_bare_view(open_page: Opened, axe_source: str, theme: str) -> None:
    page = open_page(link("/embed", program=BIAS, step=9, theme=theme))
    assert violations(page, axe_source) == []


@pytest.mark.parametrize("name", ["Examples", "Share", "Help"])
def test_axe_finds_nothing_in_the_dialogs(open_page: Opened, axe_source: str, name: str) -> None:
    page = open_page()
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_accessible_name(page.get_by_role("dialog").locator("h2").inner_text())
    page.wait_for_timeout(200)
    assert violations(page, axe_source) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_axe_finds_nothing_beside_a_mistake_or_a_selection(open_page: Opened, axe_source: str) -> None:
    page = open_page(link(program=REUSE, step=99))
    focus_view(page)
    page.keyboard.press("]")
    assert violations(page, axe_source) == []
    page.get_by_role("textbox", name="Program").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" + nothing")
    expect(page.locator(".problem")).not_to_be_empty()
    assert violations(page, axe_source) == []


def test_each_step_is_said_to_a_screen_reader(open_page: Opened) -> None:
    page = open_page(link(program=REUSE))
    status = page.get_by_role("status")
    said = []
    focus_view(page)
    for _ in graph(page)["steps"]:
        said.append(status.inner_text())
        page.keyboard.press("ArrowRight")
    assert len(set(said)) == len(said)
    slider = page.get_by_role("slider", name="Step")
    expect(slider).to_have_attribute("aria-valuetext", "Step 12 of 12, Backward")


def test_a_caption_is_said_with_its_step(open_page: Opened) -> None:
    page = open_page(link(program="x = 2\n#: Squaring makes it positive.\ny = x**2"))
    expect(page.get_by_role("status")).to_have_text("Squaring makes it positive. y is x to the power 2.")
    expect(page.get_by_role("region", name="Explanation")).to_contain_text("Squaring makes it positive.")


@pytest.fixture
def moving(browser: Browser, server: str) -> Any:
    """A page on which things move and the test turns the clock."""
    context = browser.new_context(viewport={"width": 1100, "height": 760}, reduced_motion="no-preference")

    def opened(program: str, step: int) -> Page:
        page = context.new_page()
        page.goto(server + link("/embed", program=program, step=step))
        ready(page)
        page.clock.install()
        return page

    yield opened
    context.close()


def turned(page: Page, milliseconds: int) -> None:
    page.clock.run_for(milliseconds)


def shown_on_stage(page: Page) -> list[str]:
    """Return the numbers on the workbench that can be seen, from left to right and top to bottom."""
    found: list[str] = page.evaluate(
        """() => {
            const root = document.querySelector("retro-graph").shadowRoot;
            const opacity = (element) => element === null || element.tagName === "svg" ? 1
                : Number(element.getAttribute("opacity") ?? 1) * (element.getAttribute("display") === "none" ? 0 : 1)
                    * opacity(element.parentElement);
            return [...root.querySelectorAll("svg.stage [data-number]")]
                .filter((text) => opacity(text) > 0.9)
                .map((text) => [text.getBoundingClientRect(), text.textContent])
                .sort(([a], [b]) => Math.round(a.top - b.top) || a.left - b.left)
                .map(([, text]) => text);
        }"""
    )
    return found


def test_an_unbroadcast_slides_together_and_adds_up(moving: Any) -> None:
    page = moving("a = [1, 2]\nb = [[1, 2], [3, 4], [5, 6]]\nc = a * b", 4)
    page.evaluate("document.querySelector('retro-graph').next()")
    turned(page, 50)
    assert shown_on_stage(page)[:6] == ["1", "2", "3", "4", "5", "6"]
    spread = _rows_of_copies(page)
    turned(page, 800)
    assert _rows_of_copies(page) < spread
    turned(page, 200)
    assert shown_on_stage(page) == ["9", "12"]
    turned(page, 1500)
    assert sorted(shown_on_stage(page)) == sorted(["1", "2", "3", "4", "5", "6", "9", "12"])


def _rows_of_copies(page: Page) -> float:
    """Return the height over which the copies that can be seen are spread."""
    spread: float = page.evaluate(
        """() => {
            const root = document.querySelector("retro-graph").shadowRoot;
            const copies = [...root.querySelectorAll("svg.stage g[aria-hidden] rect")]
                .filter((rect) => Number(rect.parentElement.getAttribute("opacity") ?? 1) > 0.5);
            const tops = copies.map((rect) => rect.getBoundingClientRect().top);
            return Math.max(...tops) - Math.min(...tops);
        }"""
    )
    return spread


def test_a_factor_turns_over_before_the_product_appears(moving: Any) -> None:
    page = moving("X = [[1, 2, 3], [4, 5, 6]]\nY = [[1, 0], [0, 1], [1, 1]]\nZ = X @ Y", 2)
    page.evaluate("document.querySelector('retro-graph').next()")
    turned(page, 40)
    flat = [text for text in shown_on_stage(page) if text in "123456"][:6]
    turned(page, 800)
    shown = shown_on_stage(page)
    assert flat != shown[:6]
    assert page.locator("svg.stage").text_content() is not None
    frames = page.locator('svg.stage rect[stroke="currentColor"]').count()
    assert frames == 1 + 2 + 2, "the cell under way, its row and its column"
    turned(page, 2000)
    assert page.locator('svg.stage rect[stroke="currentColor"]').count() == 0


def test_what_an_edge_adds_travels_along_it(moving: Any) -> None:
    page = moving(REUSE, 9)
    shown = graph(page)
    a = node_id(shown, "a")
    total = page.locator(f'[data-node="{a}"] [data-array="grad"] [data-number]')
    before = total.text_content()
    page.evaluate("document.querySelector('retro-graph').next()")
    turned(page, 400)
    token = page.locator('svg.scene g[aria-hidden="true"][pointer-events="none"]')
    first = token.bounding_box()
    assert total.text_content() == before
    turned(page, 600)
    second = token.bounding_box()
    assert first is not None
    assert second is not None
    assert second["x"] < first["x"], "against the arrow"
    turned(page, 3000)
    assert total.text_content() != before
    assert token.count() == 0


def test_a_step_on_the_way_is_finished_by_the_next(moving: Any) -> None:
    page = moving(MATMUL, 0)
    for expected in (1, 2, 3, 3):
        step_button(page, "Step forward").click()
        assert page.evaluate("document.querySelector('retro-graph').position.step") == expected
    turned(page, 3000)
    assert page.locator('[data-node="n1"] [data-array="grad"] [data-number]').count() == 12


def test_with_reduced_motion_nothing_moves(open_page: Opened) -> None:
    page = open_page(link("/embed", program=BIAS, step=9))
    page.clock.install()
    page.evaluate("document.querySelector('retro-graph').next()")
    page.clock.run_for(60)
    assert page.locator('svg.stage g[aria-hidden]:not([display="none"])').count() == 0
    assert page.locator("svg.scene g[pointer-events=none][aria-hidden]").count() == 0
    page.clock.run_for(300)
    assert page.locator('[data-node="n0"] [data-array="grad"] [data-number]').count() == 3


@pytest.mark.parametrize("path", ["/", "/embed"])
def test_the_pages_keep_to_a_strict_policy(browser: Browser, server: str, path: str) -> None:
    """No inline script or style, nothing evaluated, nothing from elsewhere: that is what the service allows."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    complaints: list[str] = []
    requested: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: requested.append(request.url))

    response = page.goto(server + link(path, program=BIAS, step=8))
    assert response is not None
    policy = response.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    expect(page.locator("retro-graph")).to_have_attribute("aria-busy", "false")
    expect(page.locator('[data-node="n0"] [data-array="value"] [data-number]')).to_have_count(3)
    if path == "/":
        expect(page.locator(".katex").first).to_be_visible()
        expect(page.get_by_role("textbox", name="Program")).to_be_visible()
        page.get_by_role("button", name="Examples").click()
    page.wait_for_timeout(300)
    assert complaints == []
    assert {url for url in requested if not url.startswith(("data:", "blob:", server))} == set()
    context.close()
