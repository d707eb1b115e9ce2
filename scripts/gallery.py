"""Make the pictures of docs/gallery.md, and the page itself: every program of the gallery at its most telling step.

`python scripts/gallery.py [ID ...]`, with CHROMIUM naming a Chromium.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.page import READY  # noqa: E402 — found once the project's folder is on the path
from benchmarks.service import running_service  # noqa: E402

from retrograd.gallery import EXAMPLES  # noqa: E402
from retrograd.gallery.example import Example  # noqa: E402

DOCS = ROOT / "docs"
TELLING = {
    "product": "x",
    "chain": "w",
    "reuse": "a",
    "partial-and-total": "a",
    "vectors": "b",
    "hadamard": "X",
    "broadcast": "b",
    "bias": "b",
    "matmul": "Y",
    "sums": "X",
    "maximum": "X",
    "shapes": "x",
    "linear-regression": "w",
    "logistic-regression": "w",
    "logistic-network": "W",
    "two-layer-network": "W1",
    "softmax": "e",
    "classification": "logits",
    "lookup": "table",
    "convolution": "kernel",
    "batch-norm": "g",
    "attention": "Q",
    "functions": "W",
    "recurrent": "Wh",
    "second-derivative": "x",
    "gradient-descent": "w",
    "gradient-penalty": "w",
}
"""The variable whose gradient is complete at the step that is shown."""

GO = """(name) => {
    const view = document.querySelector("retro-graph");
    const { edges, nodes, steps } = view.graph;
    const source = new Map(edges.map((edge) => [edge.id, edge.source]));
    const named = new Set(nodes.filter((node) => node.name === name).map((node) => node.id));
    view.goTo(steps.findLast((step) => step.complete && named.has(source.get(step.edge))).index);
}"""


def main() -> None:
    wanted = sys.argv[1:] or [one.id for one in EXAMPLES]
    (DOCS / "gallery").mkdir(exist_ok=True)
    with running_service() as address, sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=arguments)
        for example in EXAMPLES:
            if example.id in wanted:
                picture(browser, address, example)
        browser.close()
    (DOCS / "gallery.md").write_text(page(), encoding="utf-8")


def picture(browser: Browser, address: str, example: Example) -> None:
    """Photograph a program of the gallery at its most telling step."""
    shown = browser.new_page(
        viewport={"width": 1280, "height": 720},
        reduced_motion="reduce",
        locale="en",
        bypass_csp=True,  # Playwright waits by evaluating text within the page
    )
    shown.goto(f"{address}/#program={quote(example.program('en'))}")
    shown.wait_for_function(READY)
    shown.evaluate(GO, TELLING[example.id])
    shown.wait_for_timeout(800)
    shown.screenshot(path=DOCS / "gallery" / f"{example.id}.png")
    shown.close()


def page() -> str:
    """Return the text of docs/gallery.md."""
    parts = [
        "# The gallery",
        "The programs of the page's examples, in the order of a course, each at the step at which one gradient is "
        "complete. `make gallery` makes these pictures.",
    ]
    for example in EXAMPLES:
        title = example.title["en"]
        parts += [
            f"## {title}",
            example.about["en"],
            f"```python\n{example.program('en')}\n```",
            f"![{title}: the gradient of {TELLING[example.id]} is complete](gallery/{example.id}.png)",
        ]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    main()
