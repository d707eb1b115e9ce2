"""Spanish as it is written: "e" before the sound of an i, one and many, one word for one thing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import retrograd
from retrograd.reports.es_grammar import amount, counted, joined

BACKEND = Path(retrograd.__file__).parent
SPANISH = sorted([*BACKEND.glob("reports/es*.py"), *BACKEND.glob("gallery/*.py"), *BACKEND.glob("export/*.py")])
OTHER_WORDS = re.compile(
    r"jacobiano|traspuest|respecto a(?!\w)|hacia delante|extender \(|igualar \(|cociente de diferencias|\w …[\"'.]"
)
"""What would be a second word for what the Spanish sentences have one for, and a space before an ellipsis."""


def test_the_word_for_and_changes_before_the_sound_of_an_i() -> None:
    told = [joined(["`x`", name]).split()[1] for name in ("`y`", "`Y` (2,)", "`y1`", "`i`", "`hidden`", "`I`")]
    assert told == ["e"] * 6
    told = [joined(["`x`", name]).split()[1] for name in ("`w`", "`yhat`", "`ion`", "`hielo`", "(3,)", "12")]
    assert told == ["y"] * 6
    assert joined(["a", "b", "c"]) == "a, b y c"


def test_one_is_no_plural_and_four_digits_are_no_groups() -> None:
    assert [counted(count, "celda", "celdas") for count in (0, 1, 2)] == ["0 celdas", "1 celda", "2 celdas"]
    assert [amount(number) for number in (0.5, 20, 1024, 16_384)] == ["0.5", "20", "1024", "16\u202f384"]


@pytest.mark.parametrize("path", SPANISH, ids=lambda path: path.stem)
def test_there_is_one_word_for_one_thing(path: Path) -> None:
    assert OTHER_WORDS.findall(path.read_text(encoding="utf-8")) == []
