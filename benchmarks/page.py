"""From a key to the graph on the screen, in headless Chromium on the real page."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Page, sync_playwright

from benchmarks.measured import Measured
from benchmarks.programs import TWO_LAYER_NETWORK

ROUNDS = 30
READY = """() => {
    const view = document.querySelector("retro-graph");
    return view?.graph && view.getAttribute("aria-busy") === "false";
}"""
# The clock starts with the key and stops in the second frame after the graph has changed, when it has been painted.
WATCH = """() => {
    window.waits = [];
    let pressed = 0;
    addEventListener("keydown", () => { pressed = performance.now(); }, { capture: true });
    document.querySelector("retro-graph").addEventListener("retro-ready", () =>
        requestAnimationFrame(() => requestAnimationFrame(() => window.waits.push(performance.now() - pressed))));
}"""
FIRST = """() => new Promise((done) =>
    requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"""

# Playwright waits by evaluating text within the page, which its policy forbids.
WINDOW: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}, "bypass_csp": True}


def waits(address: str) -> list[Measured]:
    """Measure typing in the two-layer network, and opening a link to it."""
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=arguments)
        opened = []
        for _ in range(6):
            context = browser.new_context(**WINDOW)
            page = context.new_page()
            page.goto(f"{address}/#program={quote(TWO_LAYER_NETWORK)}")
            page.wait_for_function(READY)
            opened.append(page.evaluate(FIRST) / 1000)
            context.close()
        page = browser.new_page(**WINDOW)
        page.goto(f"{address}/#program={quote(TWO_LAYER_NETWORK)}")
        page.wait_for_function(READY)
        typed = _typing(page)
        browser.close()
    return [
        Measured.of("a key in the editor to the new graph, painted", typed),
        Measured.of("a link opened with an empty cache to its graph, painted", opened[1:]),
    ]


def _typing(page: Page) -> list[float]:
    """Change the last number of the program, a digit at a time; every other key leaves a program cut short."""
    page.evaluate(WATCH)
    page.get_by_role("textbox", name="Program").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" * ")
    seconds = []
    for number in range(ROUNDS):
        page.wait_for_function("document.querySelector('retro-graph').getAttribute('aria-busy') === 'false'")
        page.wait_for_timeout(300)
        page.evaluate("window.waits.length = 0")
        page.keyboard.type(str(number % 9 + 1))
        page.wait_for_function("window.waits.length > 0")
        seconds.append(page.evaluate("window.waits[0]") / 1000)
        page.keyboard.press("Backspace")
    return seconds
