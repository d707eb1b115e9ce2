"""The program as code: read off the page, run, and held to the service's gradients."""

from __future__ import annotations

from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose
from playwright.sync_api import expect

from ..support import array, graph_of, node
from .acting import link
from .conftest import Opened

PROGRAM = "X = [[1, 2], [3, 4]]\nw = [0.5, -1]\nb = 0.25\nL = tanh(X @ w + b).sum()"
TABS = {"NumPy": "dL_d{leaf}", "PyTorch": "{leaf}.grad"}


def _run(code: str) -> dict[str, Any]:
    variables: dict[str, Any] = {}
    with redirect_stdout(StringIO()):
        exec(compile(code, "code", "exec"), variables)  # noqa: S102  (what the page shows)
    torch.set_default_dtype(torch.float32)
    return variables


@pytest.mark.parametrize(("tab", "gradient"), TABS.items())
def test_the_code_on_the_page_gives_the_gradients_of_the_service(open_page: Opened, tab: str, gradient: str) -> None:
    page = open_page(link(program=PROGRAM))
    page.get_by_role("button", name="As code").click()
    dialog = page.get_by_role("dialog", name="As code")
    dialog.get_by_role("tab", name=tab, exact=True).click()
    text = dialog.locator(f"pre[data-target={'numpy' if tab == 'NumPy' else 'torch'}]")
    expect(text).to_contain_text("X @ w")
    variables = _run(text.text_content() or "")
    graph = graph_of(PROGRAM)
    for leaf in ("X", "w", "b"):
        found = eval(gradient.format(leaf=leaf), variables)  # noqa: S307
        assert_allclose(np.asarray(found), array(node(graph, leaf)["grad"]), rtol=1e-12)


def test_it_can_be_copied_and_kept_and_speaks_spanish(open_page: Opened) -> None:
    page = open_page(link(program=PROGRAM, lang="es"))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Como código").click()
    dialog = page.get_by_role("dialog", name="Como código")
    expect(dialog.locator("pre")).to_contain_text("# Pasada hacia adelante")
    dialog.get_by_role("button", name="Copiar").click()
    expect(dialog.get_by_role("button", name="Copiado")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == dialog.locator("pre").text_content()
    with page.expect_download() as kept:
        dialog.get_by_role("link", name="Descargar").click()
    assert kept.value.suggested_filename == "retrograd_numpy.py"
    assert Path(kept.value.path()).read_text(encoding="utf-8") == dialog.locator("pre").text_content()


def test_tabs_are_reached_by_keys_and_a_mistake_is_told(open_page: Opened) -> None:
    page = open_page(link(program="x = 2\ny = x * x"))
    page.get_by_role("textbox", name="Program").fill("x = 2\ny = x * z")
    page.get_by_role("button", name="As code").click()
    dialog = page.get_by_role("dialog", name="As code")
    expect(dialog.get_by_role("alert")).to_contain_text("z")
    dialog.get_by_role("tab", name="NumPy").focus()
    page.keyboard.press("ArrowRight")
    expect(dialog.get_by_role("tab", name="PyTorch")).to_be_focused()
    expect(dialog.get_by_role("tab", name="PyTorch")).to_have_attribute("aria-selected", "true")
    expect(dialog.get_by_role("alert")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_the_code_is_of_what_the_page_asks_about(open_page: Opened) -> None:
    page = open_page(link(program="x = 2\ny = gelu(x)\nz = y * 3", output="y", opened="gelu"))
    page.get_by_role("button", name="As code").click()
    text = page.get_by_role("dialog", name="As code").locator("pre")
    expect(text).to_contain_text("# gelu")
    expect(text).to_contain_text("dy_dx")


def test_what_was_copied_is_not_said_of_another_tab(open_page: Opened) -> None:
    page = open_page(link(program=PROGRAM))
    page.get_by_role("button", name="As code").click()
    dialog = page.get_by_role("dialog", name="As code")
    dialog.get_by_role("button", name="Copy").click()
    expect(dialog.get_by_role("button", name="Copied")).to_be_visible()
    dialog.get_by_role("tab", name="PyTorch").click()
    expect(dialog.locator("pre[data-target=torch]")).to_be_visible()
    expect(dialog.get_by_role("button", name="Copy", exact=True)).to_be_visible()


@pytest.mark.parametrize(
    ("tab", "start", "file"), [("DOT", "digraph", "retrograd.dot"), ("TikZ", "\\document", "retrograd.tex")]
)
def test_the_graph_can_be_taken_to_a_paper(open_page: Opened, tab: str, start: str, file: str) -> None:
    page = open_page(link(program=PROGRAM))
    page.get_by_role("button", name="As code").click()
    dialog = page.get_by_role("dialog", name="As code")
    dialog.get_by_role("tab", name=tab).click()
    text = dialog.get_by_role("region", name=file)
    expect(text).to_contain_text("n0")
    assert (text.text_content() or "").startswith(start)
