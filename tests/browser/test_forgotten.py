"""Below an unbroadcast: what would come out if the copies were not added up, with this program's numbers."""

from __future__ import annotations

from ast import literal_eval

import numpy as np
import pytest
from numpy.testing import assert_allclose
from numpy.typing import NDArray
from playwright.sync_api import Page, expect

from .acting import graph, link, node_id
from .conftest import Opened

PROGRAM = "X = [[1.0, 2.0], [4.0, 5.0], [7.0, 9.0]]\nb = [0.5, 1.5]\nL = sum((X + b) ** 2)"


def _last_step(page: Page) -> str:
    page.get_by_role("button", name="Last step").click()
    return node_id(graph(page), "b")


def _numbers(page: Page, instead: str) -> NDArray[np.float64]:
    return np.array(literal_eval(page.locator(f"[data-instead={instead}] code").inner_text()))


def test_the_sum_is_the_gradient_and_what_looks_like_it_is_not(open_page: Opened) -> None:
    page = open_page(link(program=PROGRAM))
    leaf = _last_step(page)
    page.get_by_text("What if we forgot to sum?").click()
    expect(page.get_by_text("dL/db would have the shape (3, 2), but b has (2,)")).to_be_visible()
    shown = graph(page)
    gradient = np.array(next(node for node in shown["nodes"] if node["id"] == leaf)["grad"]["data"])
    copies = np.array(next(node for node in shown["nodes"] if node["implicit"])["grad"]["data"]).reshape(3, 2)
    assert_allclose(_numbers(page, "sum"), gradient)
    assert_allclose(_numbers(page, "mean"), copies.mean(axis=0), rtol=1e-5)
    assert_allclose(_numbers(page, "last"), copies[-1])


@pytest.mark.parametrize(("lang", "title"), [("en", "What if we forgot to sum?"), ("es", "¿Y si olvidáramos sumar?")])
def test_it_opens_with_the_keyboard_and_only_where_something_was_copied(
    open_page: Opened, lang: str, title: str
) -> None:
    page = open_page(link(program=PROGRAM, lang=lang, step=0))
    expect(page.get_by_text(title)).to_have_count(0)
    page.locator("retro-graph").focus()
    page.keyboard.press("End")
    expect(page.get_by_text(title)).to_be_visible()
    expect(page.locator("[data-instead=sum]")).to_be_hidden()
    page.locator("details.forgotten summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-instead=sum]")).to_be_visible()
