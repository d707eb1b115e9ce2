"""All steps as text: a dialog, to copy and to keep."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from .acting import link
from .conftest import Opened


def test_all_steps_are_told_and_can_be_kept(open_page: Opened) -> None:
    page = open_page(link(program="x = 3\ny = x * x"))
    page.get_by_role("button", name="All steps as text").click()
    dialog = page.get_by_role("dialog", name="All steps as text")
    expect(dialog.get_by_text("1. y is x times x.")).to_be_visible()
    expect(dialog.get_by_text("dy/dx += 3")).to_be_visible()
    with page.expect_download() as kept:
        dialog.get_by_role("link", name="Download").click()
    assert kept.value.suggested_filename == "retrograd.txt"
    text = Path(kept.value.path()).read_text(encoding="utf-8")
    assert text.startswith("x = 3\ny = x * x\n\nForward\n\n1. y is x times x.\n   y = 9\n")
    assert text.endswith("   dy/dx = 6\n")


def test_it_can_be_copied_and_speaks_spanish(open_page: Opened) -> None:
    page = open_page(link(program="x = 3\ny = x * x", lang="es"))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Todos los pasos como texto").click()
    dialog = page.get_by_role("dialog", name="Todos los pasos como texto")
    dialog.get_by_role("button", name="Copiar").click()
    expect(dialog.get_by_role("button", name="Copiado")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").endswith("   dy/dx = 6\n")
