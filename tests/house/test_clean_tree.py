"""What must not stand in a tracked file: a registry's address, a path of somebody's machine."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FORBIDDEN = {
    "a path of one machine": re.compile(r"(?<![\w.$}])/(?:work|root|home|Users)/\w"),
    "a private address": re.compile(r"\b(?:10\.\d+|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d+\.\d+\b"),
}


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_tracked_file_names(what: str) -> None:
    found = []
    for path in tracked():
        if path == Path(__file__) or not path.is_file() or path.suffix in {".png", ".woff2"}:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if FORBIDDEN[what].search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}")
    assert found == []


@pytest.mark.parametrize("path", sorted((ROOT / "requirements").glob("*.txt")), ids=lambda path: path.name)
def test_requirements_name_no_registry(path: Path) -> None:
    """Where a package comes from is the affair of the machine that installs it."""
    assert not re.search(r"://|index-url|find-links", path.read_text())


@pytest.mark.parametrize("name", ["runtime.txt", "test.txt", "peers.txt", "node.txt"])
def test_python_packages_are_pinned_with_hashes(name: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / "requirements" / name).read_text().strip())
    assert len(entries) >= 2
    for entry in entries:
        assert re.match(r"[a-z0-9.\-]+==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


@pytest.mark.parametrize("folder", ["frontend", "frontend/openapi"])
def test_npm_packages_are_pinned_with_hashes(folder: str) -> None:
    package = json.loads((ROOT / folder / "package.json").read_text())
    for group in ("dependencies", "devDependencies"):
        for version in package.get(group, {}).values():
            assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    text = (ROOT / folder / "package-lock.json").read_text()
    assert "://" not in text
    locked = json.loads(text)
    for name, entry in locked["packages"].items():
        assert "resolved" not in entry, name
        assert not name or "integrity" in entry, name
