"""A row of bytes as a row of choices: what Hypothesis and atheris vary, and Hypothesis makes smaller."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Choices:
    """Chooses by one byte after the other; when they are used up, always the first, which is the simplest."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._position = 0

    @property
    def used_up(self) -> bool:
        return self._position >= len(self._data)

    def below(self, count: int) -> int:
        """Return a whole number from 0 to `count` - 1."""
        if self.used_up:
            return 0
        self._position += 1
        return self._data[self._position - 1] % count

    def of(self, several: Sequence[T]) -> T:
        return several[self.below(len(several))]

    def once_in(self, count: int) -> bool:
        """Return True for one of `count` bytes, and False when they are used up."""
        return self.below(count) == count - 1
