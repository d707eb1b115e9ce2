"""The whole text of each report, compared with the files of `golden/`; and that nothing that can be told is missing.

`python -m tests.language.answers` writes the files anew.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache

import pytest

from retrograd.errors import (
    BadValue,
    LimitExceeded,
    ProgramError,
    SyntaxMistake,
    UnknownAttribute,
    UnknownFunction,
    UnknownName,
    Unsupported,
)
from retrograd.reports import LANGUAGES, en, en_accepted, en_constructs, en_habits, en_slips, instead, report
from retrograd.reports.facts import LONGEST_QUOTE
from retrograd.source import Source

from .answers import Mistake, answered, mistakes

ALL = mistakes()
NEWER = {"TypeAlias": (3, 12), "TemplateStr": (3, 14), "Interpolation": (3, 14)}
"""Constructs of later Pythons than the oldest that is supported."""


def _named(mistake: Mistake) -> str:
    return f"{mistake.file}: {mistake.title}"


@cache
def _errors() -> tuple[ProgramError, ...]:
    return tuple(error for mistake in ALL if (error := mistake.error()) is not None)


def _of(kind: type[ProgramError]) -> Iterator[ProgramError]:
    return (error for error in _errors() if type(error) is kind)


@pytest.mark.parametrize("mistake", ALL, ids=_named)
def test_the_answer_is_the_one_in_the_file(mistake: Mistake) -> None:
    assert answered(mistake) == mistake.answer


def test_titles_are_different_and_there_are_many() -> None:
    titles = [_named(mistake) for mistake in ALL]
    assert len(titles) == len(set(titles))
    assert len(titles) >= 150


def test_every_kind_of_error_is_answered() -> None:
    assert {type(error) for error in _errors()} == set(en.WORDS)


def test_every_construct_is_refused_by_its_name() -> None:
    told = {error.construct for error in _errors() if isinstance(error, Unsupported)}
    later = {construct for construct, version in NEWER.items() if sys.version_info < version}
    assert told >= set(en_constructs.CONSTRUCTS) - set(NEWER)
    assert told <= set(en_constructs.CONSTRUCTS) - later


@pytest.mark.skipif(sys.version_info < (3, 14), reason="older Pythons have no template strings")
def test_constructs_of_later_pythons_are_refused_by_their_names() -> None:
    programs = {"TypeAlias": "type X = int", "TemplateStr": 'x = t"{y}"'}
    for construct, program in programs.items():
        error = Mistake("", "", {}, program, "").error()
        assert isinstance(error, Unsupported)
        assert error.construct == construct


@pytest.mark.parametrize(
    ("kind", "key", "table"),
    [
        (SyntaxMistake, "slip", en_slips.SLIPS),
        (LimitExceeded, "limit", en.LIMITS),
        (BadValue, "accepted", en_accepted.ACCEPTED),
        (UnknownFunction, "name", instead.INSTEAD),
        (UnknownFunction, "name", dict.fromkeys(instead.LEFT_OUT)),
        (UnknownName, "name", en_habits.NAMES),
        (UnknownAttribute, "name", en_habits.ATTRIBUTES),
    ],
)
def test_every_sentence_is_told_once_at_least(kind: type[ProgramError], key: str, table: dict[str, object]) -> None:
    told = {getattr(error, key) for error in _of(kind)}
    assert set(table) - told == set()


@pytest.mark.parametrize("mistake", ALL, ids=_named)
def test_the_place_lies_in_the_text_and_is_not_empty(mistake: Mistake) -> None:
    error = mistake.error()
    if error is None or error.span is None:
        return
    span, lines = error.span, Source(mistake.program).lines
    assert 1 <= span.line <= span.end_line <= len(lines)
    assert 1 <= span.column <= len(lines[span.line - 1])
    assert 1 < span.end_column <= len(lines[span.end_line - 1]) + 1
    assert (span.line, span.column) < (span.end_line, span.end_column)


@pytest.mark.parametrize("mistake", ALL, ids=_named)
def test_answers_are_whole_sentences_in_each_language(mistake: Mistake) -> None:
    error = mistake.error()
    if error is None:
        return
    told = {language: report(error, language) for language in LANGUAGES}  # type: ignore[arg-type]
    for language, one in told.items():
        assert one.hint is not None
        for text in (one.title, one.detail, one.hint):
            assert text == text.strip()
            assert not re.search(r"[{]\w*[}]| {2}|\.\.$|None\b(?!`)", re.sub(r"`[^`]*`", "x", text)), (language, text)
            assert text.count("`") % 2 == 0
        assert one.hint[-1] in ".?"
    assert told["en"].detail != told["es"].detail
    assert told["en"].hint != told["es"].hint


LONG = "very_" * 100 + "long"
ECHOES = [
    f"y = {LONG} + 1",
    f"y = {LONG}(1)",
    f"x = ones(2)\ny = x.{LONG}",
    f"x = ones(2)\ny = x.{LONG}()",
    f"{LONG} = 2\ny = {LONG}(1)",
    f"{LONG} = 2\ny = {LONG} ^ 2",
    f"{LONG} = 2\n{LONG}[0] = 1",
    f"{LONG} = 2\n{LONG}.data = 1",
    f"{LONG} = ones(2)\nif {LONG} > 0:\n    y = 2",
    f"{LONG} = ones(2, 3)\ny = {LONG} @ {LONG}",
    f"{LONG} = ones(2)\ny = {LONG} + ones(3)",
    f"{LONG} = ones(2)\ny = sum({LONG}, {LONG}=1)",
    f"def {LONG}(x, {LONG}):\n    return x\n{LONG}(1)",
    f"def {LONG}(x):\n    return x\n{LONG}(1, 2)",
    f"def {LONG}(x):\n    return x\n{LONG}(1, y=2)",
    f"def {LONG}(x):\n    return x\n{LONG}",
    f"let {LONG} = 2",
    f"x = {LONG} {LONG}",
    f"{LONG}² = 2",
    f"if {LONG}\n    y = 2",
    f"for i in {LONG}:\n    y = 2",
    f"{LONG} = 1,5\ny = {LONG} * 2",
    f"x = [{'1 ' * 140}]",
]


@pytest.mark.parametrize("program", ECHOES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_answer_echoes_more_than_a_line_of_the_program(program: str, language: str) -> None:
    error = Mistake("", "", {}, program, "").error()
    assert error is not None
    told = report(error, language)  # type: ignore[arg-type]
    for text in (told.detail, told.hint or ""):
        for quoted in re.findall(r"`([^`]*)`", text):
            assert len(quoted.replace("very_", "")) <= LONGEST_QUOTE or "very" not in quoted
            assert quoted.count("very_") <= 160 / 5
        assert len(text) < 400


CUT = [mistake for mistake in ALL if mistake.file in {"other_languages", "paper", "python"} and not mistake.options]


@pytest.mark.parametrize("mistake", CUT, ids=_named)
def test_a_program_with_a_hole_in_it_runs_or_has_an_answer_in_its_place(mistake: Mistake) -> None:
    for hole in range(len(mistake.program)):
        program = mistake.program[:hole] + mistake.program[hole + 1 :]
        error = Mistake("", "", {}, program, "").error()
        if error is None or error.span is None:
            continue
        lines, span = Source(program).lines, error.span
        assert span.column <= len(lines[span.line - 1]), program
        assert span.end_column <= len(lines[span.end_line - 1]) + 1, program
        for language in LANGUAGES:
            assert report(error, language).hint, program  # type: ignore[arg-type]
