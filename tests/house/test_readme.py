"""The README cannot drift from what it tells about."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from retrograd.language.names import ATTRIBUTES, FUNCTIONS
from retrograd.ops import OPS

from ..support import graph_of

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
TABLE = {
    part: text for part, text in re.findall(r"^\| (\w+) \| (.*) \|$", README, flags=re.MULTILINE) if part != "part"
}

PARAMETERS = {"seed", "axis", "keepdims", "stride", "padding", "dilation", "groups"}


def section(title: str) -> str:
    return README.split(f"\n## {title}\n")[1].split("\n## ")[0]


def in_code(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


def test_the_table_names_every_operation() -> None:
    named = {code for text in TABLE.values() for code in in_code(text)}
    public = {op.name for op in OPS.values() if op.public} - {"getitem"}
    assert public - named == set()


@pytest.mark.parametrize(
    "part",
    [
        "creators",
        "functions",
        "angles",
        "activations",
        "losses",
        "layers",
        "matrices",
        "convolutions",
        "reductions",
        "joining",
        "selecting",
        "shapes",
        "comparisons",
        "operators",
    ],
)
def test_the_table_names_only_what_there_is(part: str) -> None:
    words = {code for code in in_code(TABLE[part]) if re.fullmatch(r"[a-z][a-z_0-9]+", code)} - PARAMETERS
    assert words
    assert words <= set(FUNCTIONS)
    attributes = {code[1:] for code in in_code(TABLE[part]) if re.fullmatch(r"\.\w+", code)}
    assert attributes <= set(ATTRIBUTES)


def test_what_the_table_writes_down_works() -> None:
    for code in ("x = 2", "X = [[1, 2], [3, 4]]", "W = 0.1 * randn(3, 2, seed=1)"):
        assert code in in_code(TABLE["leaves"])
        assert [node["kind"] for node in graph_of(code)["nodes"]] == ["leaf"]
    shapes = [
        graph_of(f"x = arange(24).reshape(2, 3, 4)\ny = {index}")["nodes"][-1]["shape"]
        for index in in_code(TABLE["indexing"])
    ]
    assert shapes == [[2, 4, 1], [2, 3, 4], [20]]
    (unpacking,) = [code for code in in_code(TABLE["joining"]) if "=" in code and "split(" in code]
    assert graph_of(f"x = arange(6)\n{unpacking}")["nodes"][-1]["shape"] == [3]


def test_the_declaration_it_shows_is_the_one_there_is() -> None:
    (shown,) = re.findall(r"```python\n(.*?)```", section("Adding an operation"), flags=re.DOTALL)
    assert shown in (ROOT / "backend" / "retrograd" / "ops" / "exponentials.py").read_text()


def test_its_library_example_runs() -> None:
    (example,) = re.findall(r"```python\n(.*?)```", section("As a library"), flags=re.DOTALL)
    scope: dict[str, Any] = {}
    exec(example, scope)  # noqa: S102  (our own README)
    assert scope["w"].grad.shape == (2,)


def test_its_commands_are_targets_and_its_files_exist() -> None:
    makefile = (ROOT / "Makefile").read_text()
    for target in re.findall(r"\bmake (\w+)", README):
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE), target
    pictures = re.findall(r"(?:src|srcset)=\"(docs/[^\"]+)\"", README)
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", README)
    named = re.findall(r"`(tests/[^`]+)`", README)
    assert pictures
    assert links
    assert named
    for path in (*pictures, *links, *named):
        assert (ROOT / path).is_file(), path


def test_the_layout_names_what_there_is() -> None:
    block = section("Layout of the project").split("```")[1]
    package = ROOT / "backend" / "retrograd"
    rooms = {path.stem for path in package.iterdir() if path.stem not in {"__init__", "__pycache__", "py", "version"}}
    told = set(re.findall(r"[a-z]+", block))
    assert rooms <= told
    assert {path.name for path in (ROOT / "frontend" / "src").iterdir() if path.is_dir()} <= told
    assert {path.name for path in (ROOT / "tests").iterdir() if path.is_dir()} - {"__pycache__"} <= told


def test_the_words_that_hide_parts_are_the_elements() -> None:
    (listed,) = re.findall(r"^\| `hide` \| (.*) \|$", README, flags=re.MULTILINE)
    embed = (ROOT / "frontend" / "src" / "app" / "embed.ts").read_text()
    (known,) = re.findall(r"VIEW_PARTS = \[(.*?)\]", embed)
    assert set(in_code(listed)) <= set(re.findall(r'"(\w+)"', known))


def test_the_words_of_fragment_and_element_are_theirs() -> None:
    rows = re.findall(r"^\| (`.*?) \|", section("Embedding"), flags=re.MULTILINE)
    named = {word for row in rows for word in in_code(row)}
    element = (ROOT / "frontend" / "src" / "element" / "retro-graph.ts").read_text()
    (attributes,) = re.findall(r"Attributes: ([^(]*)\(", element)
    assert named | {"controls"} == set(re.findall(r"\w+", attributes))
