from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from fastapi.testclient import TestClient

from retrograd.api.app import create_app
from retrograd.api.settings import Settings
from retrograd.sandbox.lanes import Lanes
from retrograd.serve import configuration

from ..support import free_port

PATIENT = 300.0
"""Seconds until a job is given up: a long one makes way for whatever else the machine has to do."""


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
    lanes = Lanes(short=2, long=2, wall=PATIENT)
    with TestClient(create_app(Settings(pages=pages, lanes=lanes))) as client:
        yield client


@pytest.fixture(scope="session")
def address(pages: Path) -> Iterator[tuple[str, int]]:
    """The service as it is really served, and where."""
    port = free_port()
    config = configuration({"PORT": str(port), "RETROGRAD_PAGES": str(pages), "RETROGRAD_WORKERS": "2", "QUIET": "1"})
    service = uvicorn.Server(config)
    thread = threading.Thread(target=service.run, daemon=True)
    thread.start()
    while not service.started:
        time.sleep(0.01)
    yield "127.0.0.1", port
    service.should_exit = True
    thread.join()
