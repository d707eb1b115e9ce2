"""Mistakes: each has its code, its place, a sentence and one step to take, in both languages."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from retrograd import errors, reports
from retrograd.errors import ProgramError
from retrograd.reports import (
    Language,
    Report,
    en,
    en_accepted,
    en_constructs,
    en_habits,
    en_slips,
    es,
    es_accepted,
    es_constructs,
    es_habits,
    es_slips,
    report,
)
from retrograd.source import Source

from ..support import graph_of


def refused(program: str, language: Language = "en", **options: Any) -> Report:
    with pytest.raises(ProgramError) as caught:
        graph_of(program, **options)
    return report(caught.value, language)


LIMITS = [
    # program, code, the text blamed, a part of the sentence, a part of the hint; all others are in `golden/`
    ("x = " + "(" * 150 + "1" + ")" * 150, "limit_depth", "(", "100 deep", "names"),
    ("x = " + "-" * 150 + "y", "limit_depth", None, "100 deep", "names"),
    ("x = " + "1 + " * 30000 + "1", "limit_program", None, "65\u202f536 bytes", "Split"),
]


@pytest.mark.parametrize(("program", "code", "blamed", "sentence", "hint"), LIMITS)
def test_a_limit_is_told_with_its_place_and_a_step_to_take(
    program: str, code: str, blamed: str | None, sentence: str, hint: str
) -> None:
    told = refused(program)
    assert told.code == code
    assert sentence in told.detail
    assert told.hint is not None
    assert hint in told.hint
    if blamed is not None:
        assert told.span is not None
        assert Source(program).snippet(told.span) == " ".join(blamed.split())


def test_every_error_has_its_words_in_every_language() -> None:
    def leaves(kind: type[ProgramError]) -> set[type[ProgramError]]:
        below = kind.__subclasses__()
        return set().union(*map(leaves, below)) if below else {kind}

    for words in reports.LANGUAGES.values():
        assert set(words.WORDS) == leaves(ProgramError) | {errors.LimitExceeded}
        assert set(words.LIMITS) == set(en.LIMITS)
        assert set(words.TITLES) == set(en.TITLES)
    assert set(reports.LANGUAGES) == set(get_args(Language))
    assert es.TITLES != en.TITLES
    assert set(en_constructs.CONSTRUCTS) == set(es_constructs.CONSTRUCTS)
    assert set(en_constructs.WITH_CODE) == set(es_constructs.WITH_CODE) <= set(en_constructs.CONSTRUCTS)
    assert set(en_accepted.ACCEPTED) == set(es_accepted.ACCEPTED)
    assert set(en_slips.SLIPS) == set(es_slips.SLIPS)
    assert set(en_habits.NAMES) == set(es_habits.NAMES)
    assert set(en_habits.ATTRIBUTES) == set(es_habits.ATTRIBUTES)


@pytest.mark.parametrize(
    ("seed", "code", "sentence"),
    [
        ([1.0], "shape_mismatch", "(1,), not (2,)"),
        (1.0, "shape_mismatch", "(), not (2,)"),
        ([[1.0], 2.0], "bad_argument", "differ in length"),
        (["a", "b"], "bad_argument", "no number"),
        ([True, False], "bad_argument", "no number"),
        ([10**400, 1], "bad_argument", "no number"),
        ({"x": [1.0, 2.0]}, "bad_argument", "no number"),
    ],
)
def test_seeds_that_do_not_fit(seed: Any, code: str, sentence: str) -> None:
    told = refused("x = ones(2)\ny = x * 2", seed=seed)
    assert told.code == code
    assert sentence in told.detail


def test_tangents_that_do_not_fit() -> None:
    program = "x = ones(2)\ny = x * 2"
    assert refused(program, mode="forward", seed=[1.0]).code == "bad_argument"
    assert "`z`" in refused(program, mode="forward", seed={"z": 1.0}).detail
    assert refused(program, mode="forward", seed={"x": 1.0}).code == "shape_mismatch"


def test_seeds_may_be_infinite_and_empty() -> None:
    graph = graph_of("x = ones(2)\ny = x * 2", seed=["Infinity", "NaN"])
    assert graph["nodes"][0]["grad"]["data"] == ["Infinity", "NaN"]
    assert graph_of("x = ones(2, 0)\ny = x * 2", seed=[])["nodes"][0]["grad"]["data"] == []


def test_an_unknown_output_is_an_unknown_name_without_a_place() -> None:
    told = refused("loss = 2", output="los")
    assert (told.code, told.span) == ("unknown_name", None)
    assert told.hint == "Did you mean `loss`?"


def test_limits_name_themselves() -> None:
    told = refused("x = ones(10**9)")
    assert (told.limit, told.value) == ("elements", 4_000_000)
    with pytest.raises(errors.LimitExceeded):
        graph_of("x = ones(2000, 2000)\n" + "y = x + 1\n" * 9)
