"""What a person does with the page, and what they read off it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import FrameLocator, Locator, Page

from .conftest import ready

Json = dict[str, Any]


def link(path: str = "/", **state: Any) -> str:
    """Return a path whose fragment says `state`."""
    return path + "#" + "&".join(f"{name}={quote(str(value))}" for name, value in state.items())


def type_program(page: Page, program: str) -> None:
    """Replace the program by typing, as a person does: nothing is pasted, nothing is set."""
    editor = page.get_by_role("textbox", name="Program")
    editor.click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    for number, line in enumerate(program.split("\n")):
        if number:
            page.keyboard.press("Enter")
        page.keyboard.type(line)
    ready(page)


def step_button(page: Page | FrameLocator, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def position(page: Page | FrameLocator) -> int:
    return int(page.get_by_role("slider", name="Step").input_value())


def graph(page: Page) -> Json:
    """Return the graph that the view shows."""
    found: Json = page.evaluate("document.querySelector('retro-graph').graph")
    return found


def node_id(shown: Json, name: str) -> str:
    found: str = [node["id"] for node in shown["nodes"] if node["name"] == name][-1]
    return found


def read_array(page: Page, node: str, kind: str) -> list[float] | None:
    """Return the numbers drawn in a node's value or gradient, in the order of their cells; None if none are."""
    found: list[list[str]] = page.evaluate(
        """([node, kind]) => {
            const root = document.querySelector("retro-graph").shadowRoot;
            const cells = root.querySelectorAll(`[data-node="${node}"] [data-array="${kind}"] [data-number]`);
            return [...cells]
                .filter((cell) => cell.closest("[data-node]").dataset.node === node)
                .map((cell) => [cell.dataset.cell, cell.dataset.number]);
        }""",
        [node, kind],
    )
    if not found:
        return None
    assert [int(cell) for cell, _ in found] == list(range(len(found)))
    return [float(number) for _, number in found]


def read_named(page: Page, name: str, kind: str) -> NDArray[np.float64]:
    """Return an array read off the page by its variable's name, in its shape."""
    shown = graph(page)
    node = next(node for node in shown["nodes"] if node["id"] == node_id(shown, name))
    cells = read_array(page, node["id"], kind)
    assert cells is not None, f"no {kind} of {name} is drawn"
    return np.array(cells).reshape(node["shape"])


def focus_view(page: Page) -> None:
    page.locator("retro-graph").focus()
