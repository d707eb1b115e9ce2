"""A real Chromium on the real page, served by the real service."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from retrograd.api.app import create_app
from retrograd.api.settings import PAGES

from ..support import free_port
from .waiting import wait_for

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Serve page and API; yields the address."""
    if not (PAGES / "index.html").is_file():
        pytest.fail("The page is not built: run `make test`, which builds it first.")
    port = free_port()
    service = uvicorn.Server(uvicorn.Config(create_app(), port=port, log_level="warning"))
    thread = threading.Thread(target=service.run, daemon=True)
    thread.start()
    while not service.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    service.should_exit = True
    thread.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        pytest.fail("The browser tests need Chromium: apt install chromium, or name it as CHROMIUM=/path/to/it.")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield found
        found.close()


Opened = Callable[..., Page]


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(
        viewport={"width": 1440, "height": 900},
        reduced_motion="reduce",
        permissions=["clipboard-read", "clipboard-write"],
    )
    yield made
    made.close()


@pytest.fixture
def browser_phone(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    yield made
    made.close()


@pytest.fixture
def open_page(context: BrowserContext, server: str) -> Iterator[Opened]:
    """Open a path of the service; whatever the page complains about fails the test."""
    complaints: list[str] = []

    def opened(path: str = "/", wait: bool = True, of: BrowserContext = context) -> Page:
        page = of.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.goto(server + path)
        if wait:
            ready(page)
        return page

    yield opened
    # A refused program is an answer, not a fault, though Chromium lists it among the errors.
    assert [text for text in complaints if "Failed to load resource" not in text] == []


def ready(page: Page) -> None:
    """Wait until the view shows the program that the page has now."""
    wait_for(
        page,
        """() => {
            const view = document.querySelector("retro-graph");
            return view?.graph && view.getAttribute("aria-busy") === "false";
        }""",
    )


@pytest.fixture(scope="session")
def axe_source() -> str:
    path = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
    return path.read_text(encoding="utf-8")
