"""Formulas can be taken along as LaTeX."""

from __future__ import annotations

from playwright.sync_api import expect

from .acting import link
from .conftest import Opened


def test_a_formula_is_copied_as_latex_by_mouse_and_keyboard(open_page: Opened) -> None:
    page = open_page(link(program="x = 3\ny = x ** 2", step=2))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    panel = page.get_by_role("region", name="Explanation")
    buttons = panel.get_by_role("button", name="Copy as LaTeX")
    expect(buttons).to_have_count(3)
    panel.locator(".formula-row").first.hover()
    buttons.first.click()
    expect(panel.get_by_text("Copied")).to_have_count(1)
    assert page.evaluate("navigator.clipboard.readText()") == r"\frac{dL}{dx} = \frac{dL}{dz} \cdot y \cdot x^{y - 1}"
    expect(panel.get_by_text("Copied")).to_have_count(0)
    buttons.nth(2).focus()
    page.keyboard.press("Enter")
    expect(panel.get_by_text("Copied")).to_have_count(1)
    assert "partial" in page.evaluate("navigator.clipboard.readText()")
