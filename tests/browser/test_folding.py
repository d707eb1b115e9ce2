"""Calls, loops and passes that fold into one card each and open again."""

from __future__ import annotations

import re

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .acting import focus_view, graph, link, node_id, position, read_named, step_button
from .conftest import Opened, ready
from .test_for_everyone import violations
from .waiting import wait_for

PROGRAM = """def layer(x, W, act=tanh):
    return act(x @ W)

x = [[0.5, -1.0]]
W = [[1.0, 0.5], [-0.5, 1.0]]
h = layer(x, W)
L = sum(layer(h, W, act=sigmoid))"""
LOOP = """X = [[1.0, 0.0], [0.5, -1.0], [-1.0, 2.0]]
W = [[0.1, 0.4], [-0.6, 0.3]]
h = zeros(2)
for x in X:
    h = tanh(x + h @ W)
L = mean(h ** 2)"""
# 50 passes of 8 nodes.
LONG = """def cell(h, w, u):
    z = sigmoid(w * h)
    return z * h + (1 - z) * tanh(u * h)

w = 0.5
u = -0.3
h = 0.2
for t in range(50):
    h = cell(h, w, u)
L = h * h"""


def folded_cards(page: Page) -> int:
    return page.locator("[data-folded]").count()


def until_folded(page: Page, count: int) -> None:
    wait_for(page, "count => window.view().querySelectorAll('[data-folded]').length === count", arg=count)


@pytest.fixture
def seen(open_page: Opened) -> Opened:
    def opened(*args: str) -> Page:
        page = open_page(*args)
        page.evaluate("window.view = () => document.querySelector('retro-graph').shadowRoot")
        return page

    return opened


def test_a_caption_folds_its_frame_and_the_sign_opens_it(seen: Opened) -> None:
    page = seen(link(program=PROGRAM, step=99))
    before = {kind: read_named(page, "h", kind) for kind in ("value", "grad")}
    caption = page.get_by_role("button", name="Fold layer(x, W, tanh)")
    expect(caption).to_have_attribute("aria-expanded", "true")
    caption.click()
    until_folded(page, 1)

    # The card shows what the call gives; what it was made of is gone, with its frame.
    card = page.locator("[data-folded]")
    expect(card).to_have_accessible_name("layer(x, W, tanh), 2 nodes")
    for kind, numbers in before.items():
        np.testing.assert_array_equal(read_named(page, "h", kind), numbers)
    shown = graph(page)
    product = next(node["id"] for node in shown["nodes"] if node["operation"] == "matmul")
    expect(page.locator(f"[data-node={product}]")).to_have_count(0)
    expect(page.locator("[data-group]")).to_have_count(1)
    page.wait_for_url(re.compile(r"[#&]folded=g\d+(&|$)"))

    sign = page.get_by_role("button", name="Open layer(x, W, tanh), 2 nodes")
    expect(sign).to_have_attribute("aria-expanded", "false")
    sign.click()
    until_folded(page, 0)
    expect(page.locator(f"[data-node={product}]")).to_have_count(1)
    wait_for(page, "!location.hash.includes('folded')")


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_frame_is_folded_by_keyboard_and_the_focus_stays_with_it(seen: Opened, key: str) -> None:
    page = seen(link(program=PROGRAM))
    page.get_by_role("button", name="Fold layer(x, W, tanh)").press(key)
    until_folded(page, 1)
    sign = page.get_by_role("button", name="Open layer(x, W, tanh), 2 nodes")
    expect(sign).to_be_focused()
    assert position(page) == 0
    sign.press(key)
    until_folded(page, 0)
    expect(page.get_by_role("button", name="Fold layer(x, W, tanh)")).to_be_focused()


def test_f_folds_at_the_step_and_at_the_selection(seen: Opened) -> None:
    page = seen(link(program=LOOP, step=0))
    page.evaluate("addEventListener('retro-select', (event) => { window.picked = event.detail; })")
    page.evaluate("addEventListener('retro-fold', (event) => { window.told = event.detail.folded; })")
    first = next(group["id"] for group in graph(page)["groups"] if group["kind"] == "pass")
    focus_view(page)
    page.keyboard.press("f")
    until_folded(page, 1)
    assert page.evaluate("window.told") == first

    # A folded card is selected like a node, and F opens the selected one.
    for _ in range(40):
        page.keyboard.press("]")
        if page.evaluate("window.picked")["kind"] == "group":
            break
    picked = page.evaluate("window.picked")
    assert (picked["kind"], picked["id"]) == ("group", first)
    page.keyboard.press("f")
    until_folded(page, 0)

    # It is the selection that F folds, though the step is elsewhere.
    last = [group["id"] for group in graph(page)["groups"] if group["kind"] == "pass"][-1]
    node = next(node["id"] for node in graph(page)["nodes"] if node["group"] == last)
    page.evaluate("id => document.querySelector('retro-graph').select(id)", node)
    page.keyboard.press("f")
    until_folded(page, 1)
    assert page.evaluate("window.told") == last


def test_all_are_folded_and_opened_and_a_link_says_so(seen: Opened, context: BrowserContext) -> None:
    page = seen(link(program=LOOP))
    page.get_by_role("button", name="Fold all calls and loops").click()
    until_folded(page, 1)
    assert page.locator("retro-graph").evaluate("view => view.folded") == "all"
    page.get_by_role("button", name="Share").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    other = context.new_page()
    other.goto(page.evaluate("navigator.clipboard.readText()"))
    ready(other)
    assert folded_cards(other) == 1
    other.get_by_role("button", name="Open all calls and loops").click()
    wait_for(other, "!location.hash.includes('folded')")
    expect(other.locator("[data-group]")).to_have_count(4)


def test_what_runs_to_a_folded_loop_is_one_line(seen: Opened) -> None:
    page = seen(link(program=LOOP, folded="all", step=99))
    shown = graph(page)
    uses = [edge["id"] for edge in shown["edges"] if edge["source"] == node_id(shown, "W")]
    assert len(uses) == 3
    line = page.locator(f"[data-edges='{' '.join(uses)}']")
    expect(line).to_have_count(1)
    expect(line).to_have_accessible_name("W → for x in X, 3 edges")
    expect(line).to_have_attribute("data-phase", "passed")


def test_a_step_within_a_folded_call_lights_its_card(seen: Opened) -> None:
    page = seen(link(program=PROGRAM, folded="layer", step=0))
    expect(page.locator("[data-folded][data-role=forward]")).to_have_count(1)
    expect(page.get_by_role("region", name="Explanation")).to_contain_text("is the product of x and W")
    step_button(page, "Step forward").click()
    assert position(page) == 1


def test_page_down_steps_over_what_is_folded_and_arrows_step_through(seen: Opened) -> None:
    page = seen(link(program=LOOP, folded="all"))
    shown = graph(page)
    inside = {node["id"] for node in shown["nodes"] if node["group"]}
    last = max(step["index"] for step in shown["steps"] if step["kind"] == "evaluate" and step["node"] in inside)
    focus_view(page)
    page.keyboard.press("ArrowRight")
    assert position(page) == 1
    page.keyboard.press("PageDown")
    assert position(page) == last
    page.keyboard.press("PageUp")
    assert position(page) == 0
    page.get_by_role("button", name="Step over what is folded").click()
    assert position(page) == last

    # Going back, every contribution to what is outside is stopped at: three to W, and none within is.
    stops = []
    while position(page) < len(shown["steps"]) - 1:
        page.keyboard.press("PageDown")
        stops.append(position(page))
    sources = {edge["id"]: edge["source"] for edge in shown["edges"]}
    weight = node_id(shown, "W")
    reached = [sources.get(shown["steps"][stop]["edge"]) for stop in stops]
    assert reached.count(weight) == 3
    page.keyboard.press("Home")
    assert position(page) == 0


def test_a_large_graph_starts_folded(seen: Opened) -> None:
    page = seen(link(program=LONG))
    shown = graph(page)
    assert len(shown["nodes"]) > 300
    assert folded_cards(page) == 50
    assert page.locator("retro-graph").evaluate("view => view.folded") is None
    page.get_by_role("button", name="Open all calls and loops").click()
    until_folded(page, 0)
    page.wait_for_url(re.compile("[#&]folded=none(&|$)"))


def test_opening_an_operation_leaves_folded_what_is_folded(seen: Opened) -> None:
    program = "def f(x):\n    return gelu(x) * 2\n\nx = [1.0, -0.5]\ny = gelu(x)\nL = sum(y * f(y))"
    page = seen(link(program=program, folded="f"))
    before = page.locator("retro-graph").evaluate("view => view.folded")
    assert before == "f"
    page.evaluate("document.querySelector('retro-graph').toggle({ operation: 'gelu', isOpen: false })")
    wait_for(page, "document.querySelector('retro-graph').graph.groups.length > 1")
    ready(page)
    labels = {group["id"]: group["label"] for group in graph(page)["groups"]}
    assert [labels[card.get_attribute("data-folded") or ""] for card in page.locator("[data-folded]").all()] == ["f"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_beside_folded_cards(seen: Opened, axe_source: str, theme: str) -> None:
    page = seen(link(program=PROGRAM, folded="g0", step=12, theme=theme))
    assert folded_cards(page) == 1
    page.wait_for_timeout(300)
    assert violations(page, axe_source) == []


def test_it_speaks_spanish(seen: Opened) -> None:
    page = seen(link("/embed", program=PROGRAM, folded="g0", lang="es"))
    expect(page.get_by_role("button", name="Abrir layer(x, W, tanh), 2 nodos")).to_be_visible()
    expect(page.get_by_role("button", name="Plegar layer(h, W, sigmoid)")).to_be_visible()
