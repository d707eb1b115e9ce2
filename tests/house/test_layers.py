"""Imports run one way: source ← errors ← ops ← tensor ← {autodiff, language} ← graph ← symbolic ← sandbox ← api."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "backend" / "retrograd"
LAYERS = [
    {"source", "limits", "version"},
    {"errors"},
    {"ops"},
    {"tensor"},
    {"autodiff", "language"},
    {"graphjson", "reports", "gallery"},
    {"library", "export", "symbolic"},
    {"sandbox"},
    {"api"},
    {"serve"},
    {"cli"},
]
FASTAPI = {"fastapi", "starlette"}
MODULES = sorted(PACKAGE.rglob("*.py"))


def _room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            here = ["retrograd", *path.relative_to(PACKAGE).parent.parts]
            beside = here[: len(here) - node.level + 1] if node.level else []
            module = ".".join([*beside, *([node.module] if node.module else [])])
            names |= {module} | {f"{module}.{alias.name}" for alias in node.names}
    return names


def _rooms_imported(path: Path) -> set[str]:
    own = {name.split(".")[1] for name in _imported(path) if name.startswith("retrograd.")}
    return own & set().union(*LAYERS)


def _layer(room: str) -> int:
    return next(number for number, layer in enumerate(LAYERS) if room in layer)


def test_every_room_has_its_layer() -> None:
    assert {_room(path) for path in MODULES} - {"__init__"} == set().union(*LAYERS)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_one_way(path: Path) -> None:
    room = _room(path)
    if room == "__init__":
        return
    for other in _rooms_imported(path) - {room}:
        assert _layer(other) < _layer(room), f"{path.name} imports {other}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_api_knows_fastapi(path: Path) -> None:
    if _room(path) != "api":
        assert not {name.partition(".")[0] for name in _imported(path)} & FASTAPI


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_room_is_too_large(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 420
