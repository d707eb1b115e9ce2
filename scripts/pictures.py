"""Make the pictures of the README: the real page, with the real service behind it.

`python scripts/pictures.py`, with CHROMIUM naming a Chromium.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.page import READY  # noqa: E402 — found once the project's folder is on the path
from benchmarks.service import running_service  # noqa: E402

LAYER = """
x = [[1, 2], [3, 4], [5, 6]]
W = [[1, -1, 2], [0.5, 1, -2]]
b = [0.5, -4, 1]  # for each row
h = relu(x @ W + b)
L = sum(h)
""".strip()


def main() -> None:
    with running_service() as address, sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=arguments)
        for theme in ("light", "dark"):
            picture(browser, address, theme)
        browser.close()


def picture(browser: Browser, address: str, theme: Literal["light", "dark"]) -> None:
    """Photograph the page at the step that undoes the broadcast of `b`."""
    page = browser.new_page(
        viewport={"width": 1440, "height": 900},
        color_scheme=theme,
        reduced_motion="reduce",
        locale="en",
        bypass_csp=True,  # Playwright waits by evaluating text within the page
    )
    page.goto(f"{address}/#program={quote(LAYER)}")
    page.wait_for_function(READY)
    page.evaluate("""() => {
        const view = document.querySelector("retro-graph");
        view.goTo(view.graph.steps.findIndex((step) => step.kind === "unbroadcast"));
    }""")
    page.wait_for_timeout(800)
    page.screenshot(path=ROOT / "docs" / f"page-{theme}.png")
    page.close()


if __name__ == "__main__":
    main()
