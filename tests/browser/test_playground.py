"""The main job: type a program, step through it, share it."""

from __future__ import annotations

import re

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from playwright.sync_api import BrowserContext, Page, expect

from retrograd.gallery import EXAMPLES

from .acting import (
    focus_view,
    graph,
    link,
    node_id,
    position,
    read_array,
    read_named,
    step_button,
    type_program,
)
from .conftest import Opened, ready
from .waiting import wait_for

PROGRAM = "X = [[1, 1, 1], [2, 2, 2]]\nY = [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]]\nZ = X @ Y"


def test_type_step_and_share(open_page: Opened, context: BrowserContext) -> None:
    page = open_page()
    type_program(page, PROGRAM)
    assert graph(page)["program"] == PROGRAM
    steps = len(graph(page)["steps"])

    step_button(page, "First step").click()
    assert read_array(page, node_id(graph(page), "X"), "grad") is None
    for _ in range(steps):
        step_button(page, "Step forward").click()
    assert position(page) == steps - 1
    X, Y = np.array([[1.0] * 3, [2.0] * 3]), np.arange(1.0, 13).reshape(3, 4)
    assert_array_equal(read_named(page, "Z", "value"), X @ Y)
    assert_array_equal(read_named(page, "X", "grad"), np.ones((2, 4)) @ Y.T)
    assert_array_equal(read_named(page, "Y", "grad"), X.T @ np.ones((2, 4)))

    step_button(page, "Step back").click()
    assert read_array(page, node_id(graph(page), "Y"), "grad") is None
    sentence = page.get_by_role("status").inner_text()

    page.get_by_role("button", name="Share").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(r"http://[\w.:]+/#z=[\w-]+", copied)
    assert page.get_by_label("Link", exact=True).input_value() == copied

    other = context.new_page()
    other.goto(copied)
    ready(other)
    assert graph(other)["program"] == PROGRAM
    assert position(other) == steps - 2
    assert other.get_by_role("status").inner_text() == sentence
    assert read_array(other, node_id(graph(other), "Y"), "grad") is None


def test_the_address_always_tells_what_is_on_the_screen(open_page: Opened) -> None:
    page = open_page()
    type_program(page, "x = 3\ny = x * x")
    step_button(page, "Step forward").click()
    page.wait_for_url(re.compile("step=1"))
    address = page.url
    again = open_page(address[address.index("/#") :])
    assert (graph(again)["program"], position(again)) == ("x = 3\ny = x * x", 1)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.id)
def test_the_page_shows_the_numbers_of_the_service(open_page: Opened, example: object) -> None:
    """Play every program of the gallery step by step and compare what is drawn with what was computed."""
    page = open_page(link(program=example.program("en")))  # type: ignore[attr-defined]
    shown = graph(page)
    focus_view(page)
    for step in shown["steps"]:
        if step["index"]:
            page.keyboard.press("ArrowRight")
        assert position(page) == step["index"]
    drawn = 0
    for node in shown["nodes"]:
        for kind in ("value", "grad"):
            cells = read_array(page, node["id"], kind)
            if cells is not None and "data" in (node[kind] or {}):
                assert cells == [float(number) for number in node[kind]["data"]]
                drawn += 1
    boxes = [node for node in shown["nodes"] if node["kind"] == "leaf"]
    assert drawn >= 2 * len(boxes)


def test_a_gradient_is_drawn_as_far_as_it_has_come(open_page: Opened) -> None:
    page = open_page(link(program="x = 2\na = x**2\nb = 5 * a\nc = a * b\nL = -c"))
    a = node_id(graph(page), "a")
    seen = []
    focus_view(page)
    for _ in graph(page)["steps"]:
        seen.append(read_array(page, a, "grad"))
        page.keyboard.press("ArrowRight")
    assert [cells for cells in seen if cells] == [[-20.0], [-20.0], [-40.0], [-40.0]]
    assert page.locator(f'[data-node="{a}"]').get_by_text("2 / 2").is_visible()


def test_partial_and_total_derivative_are_both_on_the_page(open_page: Opened) -> None:
    page = open_page(link(program="x = 2\na = x**2\nb = 5 * a\nc = a * b\nL = -c", output="c", step=99))
    shown = graph(page)
    assert read_named(page, "a", "grad") == 40
    direct = next(
        edge
        for edge in shown["edges"]
        if edge["source"] == node_id(shown, "a") and edge["target"] == node_id(shown, "c")
    )
    label = page.locator(f'[data-edge="{direct["id"]}"]').text_content()
    assert label is not None
    assert "∂c/∂a = b = 20" in label


def test_control_enter_shares(open_page: Opened) -> None:
    page = open_page(link(program="x = 2"))
    page.get_by_role("textbox", name="Program").click()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("dialog", name="Share")).to_be_visible()
    assert page.evaluate("document.querySelector('retro-editor').value") == "x = 2"  # without another line


def test_brackets_go_to_the_next_part_and_back(open_page: Opened) -> None:
    page = open_page(link(program="x = 2\ny = x * x\nz = y * x"))
    page.evaluate("addEventListener('retro-select', (event) => { window.picked = event.detail.id; })")
    focus_view(page)
    seen = []
    for key in ("]", "]", "]", "[", "["):
        page.keyboard.press(key)
        seen.append(page.evaluate("window.picked"))
    assert len(set(seen[:3])) == 3
    assert seen[3:] == [seen[1], seen[0]]


def test_a_page_that_becomes_narrow_tells_the_step_under_the_graph(open_page: Opened) -> None:
    page = open_page(link(program="x = 2\ny = x * x"))
    status = page.get_by_role("status").first
    page.set_viewport_size({"width": 700, "height": 900})
    wait_for(
        page, "document.querySelector('retro-graph').shadowRoot.querySelector('[role=status]').clientHeight > 10"
    )
    expect(status).to_have_text("y is x times x.")
    page.set_viewport_size({"width": 1440, "height": 900})
    wait_for(
        page, "document.querySelector('retro-graph').shadowRoot.querySelector('[role=status]').clientHeight < 10"
    )


def test_an_example_can_be_chosen(open_page: Opened) -> None:
    page = open_page()
    page.get_by_role("button", name="Examples").click()
    page.get_by_role("button", name="Why the bias gradient is a sum").click()
    wait_for(page, "document.querySelector('retro-graph').graph?.nodes.some((node) => node.implicit)")
    assert position(page) == 0
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_the_output_can_be_chosen(open_page: Opened) -> None:
    page = open_page(link(program="x = 2\ny = x * 3\nL = y * y"))
    page.get_by_label("Differentiate").select_option("y")
    wait_for(page, "document.querySelector('retro-graph').graph.objective.latex === 'y'")
    focus_view(page)
    page.keyboard.press("End")
    assert read_named(page, "x", "grad") == 3
    page.wait_for_url(re.compile("output=y"))


def test_keys_act_while_the_view_has_the_focus(open_page: Opened) -> None:
    page = open_page(link(program="x = 2\ny = x * x\nz = y * x"))
    last = len(graph(page)["steps"]) - 1
    page.keyboard.press("End")
    assert position(page) == 0
    focus_view(page)
    for key, expected in [
        ("ArrowRight", 1),
        ("PageDown", 2),
        ("ArrowLeft", 1),
        ("PageUp", 0),
        ("ArrowLeft", 0),
        ("End", last),
        ("ArrowRight", last),
        ("Home", 0),
    ]:
        page.keyboard.press(key)
        assert position(page) == expected, key
    page.get_by_role("slider", name="Step").focus()
    page.keyboard.press("ArrowRight")
    assert position(page) == 1
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowRight")
    assert position(page) == 1


def test_play_and_pause(open_page: Opened) -> None:
    page = open_page(link(program="x = 2\ny = x * x"))
    page.get_by_label("Speed").select_option("4")
    step_button(page, "Play").click()
    expect(step_button(page, "Pause")).to_be_visible()
    wait_for(page, "document.querySelector('retro-graph').position.step === 3")
    expect(step_button(page, "Play")).to_be_visible()
    focus_view(page)
    page.keyboard.press("Space")
    expect(step_button(page, "Pause")).to_be_visible()
    assert position(page) == 0
    page.keyboard.press("Space")
    expect(step_button(page, "Play")).to_be_visible()


def test_scrubbing_reaches_any_step_at_once(open_page: Opened) -> None:
    page = open_page(link(program=PROGRAM))
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url) if "/api/" in request.url else None)
    slider = page.get_by_role("slider", name="Step")
    for value in ("3", "1", "0", "3"):
        slider.fill(value)
        assert position(page) == int(value)
        assert (read_array(page, node_id(graph(page), "Y"), "grad") is not None) == (value == "3")
    assert requests == []
    step_button(page, "First step").click()
    step_button(page, "Next phase").click()
    assert position(page) == 1
    step_button(page, "Next phase").click()
    assert position(page) == 3


def test_a_node_shows_its_total_and_an_edge_its_contribution(open_page: Opened) -> None:
    page = open_page(link(program="x = 2\na = x**2\nb = 5 * a\nc = a * b", step=99))
    shown = graph(page)
    a = node_id(shown, "a")
    page.evaluate(
        """document.querySelector("retro-graph").addEventListener("retro-select", (event) => {
            window.selections = [...(window.selections ?? []), event.detail.id];
        })"""
    )
    page.locator(f'[data-node="{a}"]').click()
    numbers = page.locator("svg.stage [data-number]")
    expect(numbers).to_have_text(["20", "20", "40"])
    edge = next(edge for edge in shown["edges"] if edge["source"] == a)
    page.locator(f'[data-edge="{edge["id"]}"] path').nth(2).click(force=True)
    expect(page.get_by_role("region", name="Explanation")).to_contain_text("What this edge adds")
    page.keyboard.press("Escape")
    assert page.evaluate("window.selections") == [a, edge["id"], None]
    focus_view(page)
    page.keyboard.press("]")
    assert page.evaluate("window.selections.at(-1)") == shown["nodes"][0]["id"]


def test_where_one_is_survives_an_edit(open_page: Opened) -> None:
    page = open_page(link(program="x = 2\ny = x * x", step=99))
    type_program(page, "x = 2\ny = x * x\nz = y * y")
    assert position(page) == len(graph(page)["steps"]) - 1
    step_button(page, "First step").click()
    type_program(page, "x = 5\ny = x * x")
    assert position(page) == 0


def test_large_arrays_are_heatmaps(open_page: Opened) -> None:
    page = open_page(link(program="X = randn(64, 784, seed=1)\nw = randn(784, seed=2)\np = X @ w", step=99))
    X, p = (page.locator(f'[data-node="{node_id(graph(page), name)}"]') for name in ("X", "p"))
    assert X.locator("image").count() == 2
    assert X.locator('[data-mark="preview"]').count() == 2
    assert p.locator("image").count() == 2
    assert p.locator('[data-mark="preview"]').count() == 0
    assert X.locator("image").first.get_attribute("href", timeout=100) != "data:,"


def test_names_of_the_language_around_are_names_like_others(open_page: Opened) -> None:
    program = "constructor = 2\ntoString = constructor * 3\nthen = toString + constructor\n__proto__ = then * 2"
    page = open_page(link(program=program, step=99))
    assert read_named(page, "constructor", "grad") == 8
    page.get_by_label("Differentiate").select_option("toString")
    wait_for(page, "document.querySelector('retro-graph').graph.nodes[0].grad.data[0] === 3")


@pytest.mark.parametrize("hidden", ["program", "explanation", "program explanation"])
def test_a_link_can_hide_panes(open_page: Opened, hidden: str) -> None:
    page = open_page(link(program="x = 2\ny = x * x", hide=hidden))
    assert page.get_by_role("textbox", name="Program").count() == ("program" not in hidden)
    assert page.get_by_role("region", name="Explanation").count() == ("explanation" not in hidden)
    status = page.get_by_role("status").bounding_box()
    assert status is not None
    assert (status["height"] > 10) == ("explanation" in hidden)


def test_panes_are_hidden_and_widened_by_hand(open_page: Opened) -> None:
    page = open_page()
    page.get_by_role("button", name="Show or hide the editor").click()
    assert page.get_by_role("textbox", name="Program").count() == 0
    page.get_by_role("button", name="Show or hide the editor").click()
    page.set_viewport_size({"width": 1900, "height": 900})
    pane = page.get_by_role("region", name="Program")
    handle = pane.get_by_role("separator")

    def width() -> float:
        box = pane.bounding_box()
        assert box is not None
        return box["width"]

    before = width()
    handle.focus()
    expect(handle).to_have_attribute("aria-valuenow", str(round(before)))
    page.keyboard.press("ArrowRight")
    assert width() == pytest.approx(before + 24, abs=1)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert width() == pytest.approx(before - 24, abs=1)
    expect(handle).to_have_attribute("aria-valuenow", str(round(width())))


def test_zoom_and_pan(open_page: Opened) -> None:
    page = open_page(link(program=PROGRAM))

    def camera() -> list[float]:
        text = page.locator("svg.scene .world").get_attribute("transform") or ""
        return [float(number) for number in re.findall(r"-?[\d.]+", text)]

    x, y, scale = camera()
    focus_view(page)
    page.keyboard.press("+")
    assert camera()[2] > scale
    page.keyboard.press("-")
    assert camera()[2] == pytest.approx(scale, rel=1e-6)
    page.keyboard.press("Shift+ArrowRight")
    assert camera()[0] < x
    page.keyboard.press("0")
    assert camera() == pytest.approx([x, y, scale], abs=0.5)
    box = page.locator("svg.scene").bounding_box()
    assert box is not None
    middle = (box["x"] + 30, box["y"] + box["height"] - 30)
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 60, middle[1] - 40, steps=4)
    page.mouse.up()
    assert camera()[:2] == pytest.approx([x + 60, y - 40], abs=1)
    page.mouse.wheel(0, -300)
    page.wait_for_timeout(50)
    assert camera()[2] > scale
    page.get_by_role("button", name="Show all").click()
    assert camera() == pytest.approx([x, y, scale], abs=0.5)


def test_the_camera_follows_the_step_until_it_is_moved(open_page: Opened) -> None:
    chain = "x = 0.5\n" + "\n".join(
        f"y{number} = tanh({'x' if not number else f'y{number - 1}'})" for number in range(30)
    )
    page = open_page(link(program=chain))

    def seen(name: str) -> bool:
        box = page.locator(f'[data-node="{node_id(graph(page), name)}"] rect').first.bounding_box()
        view = page.locator("svg.scene").bounding_box()
        assert box is not None
        assert view is not None
        inside = view["x"] <= box["x"] + 1 and box["x"] + box["width"] <= view["x"] + view["width"] + 1
        return inside and view["y"] <= box["y"] + 1 and box["y"] + box["height"] <= view["y"] + view["height"] + 1

    assert seen("y0")
    assert not seen("y29")
    focus_view(page)
    page.keyboard.press("End")
    step_button(page, "First step").click()
    step_button(page, "Next phase").click()
    page.wait_for_timeout(100)
    assert seen("y29")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Home")
    page.wait_for_timeout(100)
    assert not seen("y0")


def test_everything_speaks_spanish(open_page: Opened) -> None:
    page = open_page(link(program=EXAMPLES[0].program("en")))
    page.get_by_role("button", name="Español").click()
    expect(page.get_by_role("button", name="Paso adelante", exact=True)).to_be_visible()
    expect(page.get_by_role("textbox", name="Programa")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("z es x por y.")
    expect(page.get_by_role("group", name="x, hoja")).to_have_count(1)
    page.get_by_role("button", name="Ejemplos").click()
    expect(page.get_by_role("button", name="La regla de la cadena")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "es"
    page.keyboard.press("Escape")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("status")).to_have_text("z is x times y.")


@pytest.mark.parametrize("name", ["Step back", "Next phase", "Play"])
def test_stepping_gives_up_the_selection_by_buttons_too(open_page: Opened, name: str) -> None:
    page = open_page(link(program=PROGRAM, step=1))
    focus_view(page)
    page.keyboard.press("]")
    selected = page.locator(".inspector .phase.selected")
    expect(selected).to_be_visible()
    step_button(page, name).click()
    expect(selected).to_be_hidden()


def test_a_phone(open_page: Opened, browser_phone: BrowserContext) -> None:
    page = open_page(link(program=PROGRAM), of=browser_phone)
    order: Page = page
    tops = [
        (order.get_by_role("region", name=name).bounding_box() or {"y": -1})["y"]
        for name in ("Computational graph", "Explanation", "Program")
    ]
    assert tops == sorted(tops)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Step forward").tap()
    assert position(page) == 1
