from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from retrograd.api.app import create_app
from retrograd.api.settings import Settings


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    (folder / "index.html").write_text("<!doctype html><title>playground</title>")
    (folder / "embed.html").write_text("<!doctype html><title>embedded</title>")
    (folder / "icon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (folder / "assets").mkdir()
    (folder / "assets" / "page-123.js").write_text("export {};")
    return folder


@pytest.fixture(scope="session")
def client(pages: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(pages=pages))) as client:
        yield client
