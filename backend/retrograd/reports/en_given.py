"""The reports in English of numbers that a request gives to leaves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from retrograd.errors import ProgramError
from retrograd.language import mistakes
from retrograd.reports import facts
from retrograd.reports.facts import quote, size

Words = tuple[str, str | None]
NESTED = "Send a nested list of the shape of the leaf."


def _bad_values(error: mistakes.BadValues) -> Words:
    name = quote(error.name)
    if error.problem == "leaf":
        match = facts.near(error.name, error.known)
        known = facts.several(error.known)
        hint = (
            f"Did you mean `{match}`?"
            if match
            else f"Numbers can be given to {known}."
            if known
            else "Assign numbers to a variable first, outside of functions."
        )
        return f"There is no leaf {name} to give numbers to.", hint
    return {
        "deep": (f"The numbers for {name} are nested too deeply.", NESTED),
        "ragged": (f"The rows of the numbers for {name} differ in length.", "Give all rows the same length."),
        "number": (
            f"The numbers for {name} hold something that is no number.",
            'Use numbers, "NaN", "Infinity", "-Infinity".',
        ),
    }[error.problem]


def _bad_values_shape(error: mistakes.BadValuesShape) -> Words:
    detail = f"The numbers for {quote(error.name)} have the shape {size(error.shape)}, not {size(error.expected)}."
    return detail, NESTED


WORDS: Mapping[type[ProgramError], Callable[[Any], Words]] = {
    mistakes.BadValues: _bad_values,
    mistakes.BadValuesShape: _bad_values_shape,
}
