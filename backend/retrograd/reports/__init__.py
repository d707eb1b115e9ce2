"""Errors to reports: every sentence that a person reads about an error, in each language of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from retrograd.errors import LimitExceeded, NotCalled, ProgramError
from retrograd.language.mistakes import AttributeCalled, BadValues, BadValuesShape, MethodNotCalled, NotAFunction
from retrograd.reports import en, es
from retrograd.source import Span

Language = Literal["en", "es"]
LONGEST_LEAF = 200
LANGUAGES = {"en": en, "es": es}


@dataclass(frozen=True, slots=True)
class Report:
    """What is wrong (`title`, `detail`), where (`span`), and one step to take (`hint`).

    `leaf` is the name to which numbers were given that do not fit, cut if it is very long.
    """

    code: str
    title: str
    detail: str
    span: Span | None
    hint: str | None
    limit: str | None = None
    value: float | None = None
    leaf: str | None = None


CONFUSED = (NotCalled, NotAFunction, MethodNotCalled, AttributeCalled)


def _heading(error: ProgramError) -> str:
    if isinstance(error, CONFUSED):
        return "confused"
    return "limit" if isinstance(error, LimitExceeded) else error.code


def report(error: ProgramError, language: Language = "en") -> Report:
    """Return what to tell a person about `error`."""
    words = LANGUAGES[language]
    detail, hint = words.WORDS[type(error)](error)
    limit = error if isinstance(error, LimitExceeded) else None
    return Report(
        code=error.code,
        title=words.TITLES[_heading(error)],
        detail=detail,
        span=error.span,
        hint=hint,
        limit=limit.limit if limit else None,
        value=limit.allowed if limit else None,
        leaf=error.name[:LONGEST_LEAF] if isinstance(error, (BadValues, BadValuesShape)) else None,
    )
