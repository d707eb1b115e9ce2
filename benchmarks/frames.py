"""How smoothly thousands of nodes move: frames a second in headless Chromium, and how long they take to be there."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Page, sync_playwright

from benchmarks.page import FIRST, READY, WINDOW
from benchmarks.processor import browser_seconds
from benchmarks.service import running_service

LEAVES = 1000
SECONDS = 4
# Every act happens once in a frame; a frame counts when the next one begins.
FRAMES = """async ([act, seconds]) => {
    const view = document.querySelector("retro-graph");
    const scene = view.shadowRoot.querySelector("svg.scene");
    const { left, top, width, height } = scene.getBoundingClientRect();
    const at = (type, dx) => new MouseEvent(type,
        { bubbles: true, view: window, clientX: left + width / 2 + dx, clientY: top + height / 2 });
    let frame = 0;
    const acts = {
        pan: () => window.dispatchEvent(at("mousemove", 200 * Math.sin(frame / 15))),
        zoom: () => scene.dispatchEvent(new WheelEvent("wheel", { bubbles: true, cancelable: true, ctrlKey: true,
            clientX: left + width / 2, clientY: top + height / 2, deltaY: frame % 60 < 30 ? -40 : 40 })),
        step: () => { if (frame % 60 === 0) view.next(); },
    };
    if (act === "pan") scene.dispatchEvent(at("mousedown", 0));
    const times = await new Promise((done) => {
        const times = [];
        const tick = (now) => {
            times.push(now);
            if (now - times[0] > seconds * 1000) return done(times);
            acts[act]();
            frame += 1;
            requestAnimationFrame(tick);
        };
        requestAnimationFrame(tick);
    });
    if (act === "pan") window.dispatchEvent(at("mouseup", 0));
    const gaps = times.slice(1).map((time, index) => time - times[index]).sort((a, b) => a - b);
    return [1000 * gaps.length / (times.at(-1) - times[0]), gaps[Math.floor(gaps.length * 0.95)]];
}"""


@dataclass(frozen=True, slots=True)
class Frames:
    """What was done and what was seen; frames a second, the gap that 95 of 100 stay below, milliseconds of work."""

    act: str
    seen: str
    rate: float
    gap: float
    work: float


def scalar_tree(leaves: int) -> str:
    """Return a program of about three nodes for each leaf: products of pairs, each through tanh, down to one."""
    lines = [f"x{index} = {1 + index % 7 / 10}" for index in range(leaves)]
    level = [f"x{index}" for index in range(leaves)]
    while len(level) > 1:
        pairs = [level[at : at + 2] for at in range(0, len(level), 2)]
        level = [f"p{len(lines) + at}" for at in range(len(pairs))]
        lines += [f"{name} = tanh({' * '.join(pair)})" for name, pair in zip(level, pairs, strict=True)]
    return "\n".join(lines)


def report() -> str:
    """Measure with a service of its own; CHROMIUM names a Chromium. Returns a Markdown table."""
    with running_service() as address, sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=arguments)
        page = browser.new_page(**WINDOW)
        page.goto(f"{address}/#program={quote(scalar_tree(LEAVES))}")
        page.wait_for_function(READY)
        painted = page.evaluate(FIRST)
        rows = [*_seen(page, "all of it, 3,000 cards"), *_near(page)]
        browser.close()
    return f"{_nodes(painted)}\n\n{_table(rows)}"


def _near(page: Page) -> list[Frames]:
    """Measure from where a step is read: the camera follows it."""
    page.reload()
    page.wait_for_function(READY)
    page.evaluate(FIRST)
    return _seen(page, "one step, the others around it", fit=False)


def _seen(page: Page, seen: str, fit: bool = True) -> list[Frames]:
    page.locator("retro-graph").focus()
    rows = []
    for act in ("pan", "zoom", "step"):
        if fit:
            page.keyboard.press("0")
        page.wait_for_timeout(1000)
        before = browser_seconds()
        rate, gap = page.evaluate(FRAMES, [act, SECONDS])
        work = 1000 * (browser_seconds() - before) / (rate * SECONDS)
        rows.append(Frames(act, seen, rate, gap, work))
    return rows


def _nodes(painted: Any) -> str:
    return f"From the link to the first paint of all of it: {painted / 1000:.1f} s."


def _table(rows: list[Frames]) -> str:
    lines = [
        "| | seen | work a frame | frames a second | 95 % of the gaps below |",
        "| --- | --- | ---: | ---: | ---: |",
    ]
    lines += [f"| {row.act} | {row.seen} | {row.work:.1f} ms | {row.rate:.0f} | {row.gap:.0f} ms |" for row in rows]
    return "\n".join(lines)
