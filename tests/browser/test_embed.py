"""The view in other people's pages: an <iframe> of another origin, and the element itself."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, FrameLocator, Page, expect

from ..support import graph_of
from .acting import link, position, step_button
from .conftest import Opened, ready
from .waiting import wait_for

PROGRAM = "a = arange(3).reshape(3, 1)\nb = arange(4).reshape(1, 4)\nc = a + b"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


@pytest.fixture
def lecture(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Another origin: a teacher's own web space."""
    service = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=tmp_path))
    threading.Thread(target=service.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{service.server_address[1]}", tmp_path
    service.shutdown()
    service.server_close()


def lecture_page(context: BrowserContext, lecture: tuple[str, Path], address: str) -> tuple[Page, FrameLocator]:
    origin, folder = lecture
    (folder / "index.html").write_text(
        f"""<!doctype html><meta charset="utf-8"><title>lecture</title>
        <button id="before">before</button>
        <iframe src="{address}" title="graph" width="900" height="600"></iframe>
        <script>
          window.told = [];
          window.addEventListener("message", (event) => window.told.push([event.origin, event.data]));
        </script>"""
    )
    page = context.new_page()
    page.goto(origin)
    frame = page.frame_locator("iframe")
    expect(step_button(frame, "Play")).to_be_visible()
    return page, frame


def test_an_iframe_is_stepped_with_the_keyboard(
    context: BrowserContext, lecture: tuple[str, Path], server: str
) -> None:
    page, frame = lecture_page(context, lecture, server + link("/embed", program=PROGRAM))
    last = len(graph_of(PROGRAM)["steps"]) - 1
    frame.locator("retro-graph").focus()
    for key, expected in [("ArrowRight", 1), ("PageDown", 2), ("ArrowLeft", 1), ("End", last), ("Home", 0)]:
        page.keyboard.press(key)
        assert position(frame) == expected
    page.keyboard.press("End")
    cells = frame.locator('[data-node="n0"] [data-array="grad"] [data-number]')
    expect(cells).to_have_text(["4", "4", "4"])
    expect(frame.get_by_role("status")).to_contain_text("a was copied along axis 1")


def test_an_iframe_lets_the_focus_go(context: BrowserContext, lecture: tuple[str, Path], server: str) -> None:
    page, frame = lecture_page(context, lecture, server + link("/embed", program=PROGRAM))
    frame.locator("retro-graph").focus()
    assert page.evaluate("document.activeElement.tagName") == "IFRAME"
    page.keyboard.press("Escape")
    wait_for(page, "document.activeElement.tagName !== 'IFRAME'")
    page.keyboard.press("ArrowRight")
    assert position(frame) == 0
    page.locator("#before").focus()
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "BODY":
            break
    assert page.evaluate("document.activeElement.tagName") != "IFRAME"


def test_a_clicker_works_as_soon_as_the_frame_has_been_clicked(
    context: BrowserContext, lecture: tuple[str, Path], server: str
) -> None:
    page, frame = lecture_page(context, lecture, server + link("/embed", program=PROGRAM))
    frame.locator("svg.scene").click(position={"x": 5, "y": 5})
    page.keyboard.press("PageDown")
    assert position(frame) == 1


def test_an_iframe_speaks_with_its_page_and_no_other(
    context: BrowserContext, lecture: tuple[str, Path], server: str
) -> None:
    page, frame = lecture_page(context, lecture, server + link("/embed", program=PROGRAM))
    send = "(message) => document.querySelector('iframe').contentWindow.postMessage(message, '*')"
    wait_for(page, "window.told.some(([, data]) => data.type === 'retro-ready')")
    page.evaluate(send, {"type": "retro-goto", "step": 4})
    wait_for(page, "window.told.some(([, data]) => data.type === 'retro-step' && data.step === 4)")
    page.evaluate(send, {"type": "retro-next"})
    page.evaluate(send, {"type": "retro-previous"})
    page.evaluate(send, {"type": "retro-set", "program": "x = 5\ny = x * x"})
    wait_for(page, "window.told.at(-1)[1].graph?.nodes.length === 2")
    page.evaluate(send, {"type": "retro-set", "program": "y"})
    wait_for(page, "window.told.at(-1)[1].type === 'retro-error'")
    for nonsense in (None, 5, "retro-next", {}, {"type": "retro-goto", "step": "1"}, {"type": "unknown"}):
        page.evaluate(send, nonsense)
    origins = {origin for origin, _ in page.evaluate("window.told")}
    assert origins == {server}
    # A message that does not come from the page around is not obeyed.
    page.evaluate(send, {"type": "retro-goto", "step": 0})
    wait_for(page, "window.told.at(-1)[1].step === 0")
    page.frames[1].evaluate("window.postMessage({ type: 'retro-next' }, '*')")
    page.wait_for_timeout(100)
    assert position(frame) == 0


def test_an_iframe_tells_what_is_picked_and_picks_what_it_is_told(
    context: BrowserContext, lecture: tuple[str, Path], server: str
) -> None:
    page, frame = lecture_page(context, lecture, server + link("/embed", program=PROGRAM, step=99))
    frame.locator('[data-node="n1"] [data-array="grad"] [data-cell="2"]').click()
    wait_for(page, "window.told.at(-1)[1].type === 'retro-select'")
    told = page.evaluate("window.told.at(-1)[1]")
    assert [told[name] for name in ("kind", "id", "array", "cell")] == ["node", "n1", "grad", 2]
    send = "(message) => document.querySelector('iframe').contentWindow.postMessage(message, '*')"
    page.evaluate(send, {"type": "retro-set", "cell": "n0.value.1", "theme": "dark", "lang": "es"})
    wait_for(page, "window.told.some(([, data]) => data.id === 'n0' && data.array === 'value' && data.cell === 1)")
    expect(frame.get_by_role("button", name="Paso adelante", exact=True)).to_be_visible()
    expect(frame.locator("svg.scene [data-node] rect").first).to_have_attribute("fill", "#1c2025")


def test_the_markup_that_is_shared_shows_the_same_in_another_page(
    open_page: Opened, context: BrowserContext, lecture: tuple[str, Path]
) -> None:
    page = open_page(link(program=PROGRAM, step=4))
    page.get_by_role("button", name="Share").click()
    field = page.get_by_label("HTML for a page of your own")
    expect(field).not_to_have_value("")  # packing the program takes a moment
    markup = field.input_value()
    origin, folder = lecture
    (folder / "index.html").write_text(f'<!doctype html><meta charset="utf-8"><title>lecture</title>{markup}')
    other = context.new_page()
    other.goto(origin)
    frame = other.frame_locator("iframe[title=retrograd]")
    expect(step_button(frame, "Play")).to_be_visible()
    assert position(frame) == 4


def test_the_bare_view_has_nothing_but_the_view(open_page: Opened) -> None:
    page = open_page(link("/embed", program=PROGRAM, step=3, hide="stage controls"))
    assert page.get_by_role("textbox").count() == 0
    assert page.get_by_role("button", name="Step forward").count() == 0
    assert page.locator("svg.stage").is_hidden()
    assert page.evaluate("document.querySelector('retro-graph').position.step") == 3
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.querySelector('retro-graph').position.step") == 4


def test_the_bare_view_takes_query_parameters(open_page: Opened) -> None:
    page = open_page("/embed?program=x%20%3D%203%0Ay%20%3D%20x%20*%20x&step=1&theme=dark&lang=es")
    assert position_in_spanish(page) == 1
    assert page.locator("svg.scene [data-node] rect").first.get_attribute("fill") == "#1c2025"


def position_in_spanish(page: Page) -> int:
    return int(page.get_by_role("slider", name="Paso").input_value())


def test_the_bare_view_tells_a_mistake_itself(open_page: Opened) -> None:
    page = open_page(link("/embed", program="x = ones(2, 3)\nx @ x"), wait=False)
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("the inner sizes are 3 and 2")
    expect(alert).to_contain_text("`x @ x.T`")


def test_the_element_by_its_attributes_properties_methods_and_events(open_page: Opened) -> None:
    page = open_page(link("/embed", program="x = 1"))
    graph = graph_of("x = 3\ny = x * x\nz = y + x")
    page.route("**/saved.json", lambda route: route.fulfill(json=graph))
    told = page.evaluate(
        """async () => {
            const view = document.createElement("retro-graph");
            const told = [];
            const once = (type) => new Promise((done) => view.addEventListener(type, done, { once: true }));
            for (const type of ["retro-ready", "retro-step", "retro-select", "retro-error"]) {
                view.addEventListener(type, (event) => told.push([type, event.detail.step ?? null]));
            }
            view.setAttribute("src", "/saved.json");
            view.setAttribute("step", "2");
            const ready = once("retro-ready");
            document.querySelector("#embed").append(view);
            await ready;
            const steps = [view.position.step];
            view.next(); steps.push(view.position.step);
            view.previous(); view.previous(); steps.push(view.position.step);
            view.goTo(99); steps.push(view.position.step);
            view.setAttribute("step", "1"); await view.updateComplete; steps.push(view.position.step);
            view.graph = { ...view.graph, program: "given" };
            await once("retro-ready");
            view.play(); const playing = view.playing; view.pause();
            view.setAttribute("program", "y"); view.removeAttribute("src");
            await once("retro-error");
            return { told, steps, playing, paused: view.playing, program: view.graph.program };
        }"""
    )
    last = len(graph["steps"]) - 1
    assert told["steps"] == [2, 3, 1, last, 1]
    assert (told["playing"], told["paused"], told["program"]) == (True, False, "given")
    assert [kind for kind, _ in told["told"]].count("retro-ready") == 2
    assert told["told"][-1] == ["retro-error", None]
    assert ["retro-step", last] in told["told"]


def test_a_page_of_another_origin_uses_the_element_itself(
    context: BrowserContext, lecture: tuple[str, Path], server: str
) -> None:
    origin, folder = lecture
    (folder / "index.html").write_text(
        f"""<!doctype html><meta charset="utf-8"><title>lecture</title>
        <script type="module" src="{server}/retro-graph.js"></script>
        <retro-graph program="{PROGRAM.replace(chr(10), "&#10;")}" step="3" controls></retro-graph>"""
    )
    complaints: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(origin)
    ready(page)
    assert position(page) == 3
    step_button(page, "Last step").click()
    expect(page.locator('[data-node="n1"] [data-array="grad"] [data-number]')).to_have_text(["3", "3", "3", "3"])
    wait_for(page, "[...document.fonts].some((font) => /KaTeX_Math/.test(font.family) && font.status === 'loaded')")
    assert [text for text in complaints if "favicon" not in text and "404" not in text] == []


def test_a_file_that_is_no_graph_is_told(open_page: Opened) -> None:
    page = open_page(link("/embed", program="x = 1"))
    page.route("**/broken.json", lambda route: route.fulfill(body=json.dumps({"schema": "other/1"})))
    page.evaluate(
        """() => {
            const view = document.querySelector("retro-graph");
            view.removeAttribute("program");
            view.setAttribute("src", "/broken.json");
        }"""
    )
    expect(page.get_by_role("alert")).to_contain_text("cannot be reached")


def test_without_a_parent_that_tells_who_it_is_nothing_is_sent(open_page: Opened) -> None:
    page = open_page(link("/embed", program=PROGRAM))
    page.evaluate("window.postMessage({ type: 'retro-goto', step: 5 }, '*')")
    page.wait_for_timeout(100)
    assert position(page) == 0
