"""The page of the gallery cannot drift from the gallery."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrograd.gallery import EXAMPLES
from retrograd.gallery.example import Example

PAGE = Path(__file__).parents[2] / "docs" / "gallery.md"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.id)
def test_it_shows_every_example_as_it_is(example: Example) -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert f"## {example.title['en']}\n\n{example.about['en']}\n\n```python\n{example.program('en')}\n```" in text
    assert f"](gallery/{example.id}.png)" in text
    assert (PAGE.parent / "gallery" / f"{example.id}.png").stat().st_size > 10_000


def test_it_shows_nothing_else() -> None:
    pictures = {path.stem for path in (PAGE.parent / "gallery").glob("*.png")}
    assert pictures == {example.id for example in EXAMPLES}
