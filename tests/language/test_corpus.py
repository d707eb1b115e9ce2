"""The texts that fuzzing begins with, and those that it has found: each is harmless."""

from __future__ import annotations

from pathlib import Path

import pytest

from . import harmless

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.txt"))


def test_there_is_a_corpus() -> None:
    assert len(CORPUS) >= 10


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_every_text_of_the_corpus_is_harmless(path: Path) -> None:
    harmless.check(path.read_bytes().decode("utf-8", "replace"))
