"""The frontend's imports run one way: wire ← {timeline, layout} ← view ← element ← app, with lang beside."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "frontend" / "src"
MODULES = sorted(SOURCE.rglob("*.ts"))
IMPORTED = re.compile(r"""(?:from|import)\s*\(?\s*["'](\.[^"']*)["']""")
# What each room may import beside itself. `lang` builds its sentences from the structured steps.
MAY_IMPORT = {
    "wire": set(),
    "timeline": {"wire"},
    "layout": {"wire"},
    "lang": {"wire", "timeline"},
    "view": {"wire", "timeline", "layout", "lang"},
    "element": {"wire", "timeline", "layout", "lang", "view"},
    "app": {"wire", "timeline", "layout", "lang", "view", "element"},
}
# What the app may know of the element: that it is there, and its events.
DOORS = {"define", "events"}


def room(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0]


def imported(path: Path) -> list[Path]:
    return [(path.parent / name).resolve() for name in IMPORTED.findall(path.read_text())]


def test_every_room_is_known() -> None:
    assert {room(path) for path in MODULES} == set(MAY_IMPORT)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_run_one_way(path: Path) -> None:
    for other in imported(path):
        assert other.is_relative_to(SOURCE)
        if other.suffix == ".css":
            continue
        assert room(other) in {room(path)} | MAY_IMPORT[room(path)], f"{path.name} imports {other.name}"


@pytest.mark.parametrize("path", sorted((SOURCE / "app").rglob("*.ts")), ids=lambda path: path.name)
def test_the_app_uses_the_element_as_other_pages_do(path: Path) -> None:
    for other in imported(path):
        assert room(other) not in {"view", "layout"}
        assert room(other) != "element" or other.name in DOORS


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_room_is_too_large(path: Path) -> None:
    if path.name != "schema.ts":
        assert len(path.read_text().splitlines()) <= 420
