"""How exported programs read: as they stand in the folder `golden`."""

from __future__ import annotations

from typing import get_args

import pytest

from retrograd.export.code import Target

from .scripts import ENDINGS, GOLDEN, PROGRAMS, code, path


@pytest.mark.parametrize("target", get_args(Target))
@pytest.mark.parametrize("name", PROGRAMS)
def test_it_reads_as_it_is_written_down(name: str, target: Target) -> None:
    assert code(name, target) == path(name, target).read_text(encoding="utf-8")


def test_nothing_else_is_written_down() -> None:
    assert set(ENDINGS) == set(get_args(Target))
    assert set(GOLDEN.iterdir()) == {path(name, target) for name in PROGRAMS for target in ENDINGS}
