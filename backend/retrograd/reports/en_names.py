"""The reports in English of names: those that nothing has, and those that are used as what they are not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from retrograd import errors
from retrograd.language import mistakes
from retrograd.language.names import FUNCTIONS
from retrograd.reports import facts
from retrograd.reports.en_habits import ATTRIBUTES, LIBRARY, NAMES, NOT_NEEDED
from retrograd.reports.facts import quote
from retrograd.reports.instead import INSTEAD, LEFT_OUT

Words = tuple[str, str | None]


def _unknown_name(error: errors.UnknownName) -> Words:
    if error.line is not None:
        detail = f"{quote(error.name)} has no value yet: it gets one on line {error.line}."
        return detail, "Give it a value above this line, or hand it over as an argument."
    detail = f"Nothing is called {quote(error.name)} here."
    is_library = NAMES.get(error.name, LIBRARY) == LIBRARY
    if error.member in FUNCTIONS and is_library:
        return detail, f"Functions stand alone here: `{error.member}(x)`."
    if error.name in NAMES:
        return detail, NOT_NEEDED if error.member in LEFT_OUT else NAMES[error.name]
    match = facts.near(error.name, error.known)
    if match:
        return detail, f"Did you mean `{match}`?"
    return detail, facts.step(f"{error.name} = 2", "Give it a value first: {code}.", "Give it a value first.")


def _unknown_function(error: errors.UnknownFunction) -> Words:
    if error.line is not None:
        detail = f"{quote(error.called)} is defined later, on line {error.line}."
        return detail, "Move its `def` above this line."
    if error.name in LEFT_OUT:
        detail = f"There is no need for {quote(error.called)} here."
        alone = error.arguments[0] if error.arguments and error.arguments[0][0] not in "\"'" else ""
        return detail, facts.step(alone, "Leave it out, and write {code} alone.", "Leave it out.")
    if error.name in INSTEAD:
        is_class = error.name[0].isupper()  # it is called with sizes
        code = facts.named(INSTEAD[error.name], () if is_class else error.arguments)
        return f"There is no {quote(error.called)} here.", f"Write `{code}`."
    match = facts.near(error.name, error.known)
    hint = f"Did you mean `{match}`?" if match else "The help of the page lists all functions."
    return f"There is no function {quote(error.called)} here.", hint


def _unknown_attribute(error: errors.UnknownAttribute) -> Words:
    written = f"{error.base}.{error.name}" if len(error.base) <= facts.LONGEST_NAME else f".{error.name}"
    detail = f"There is no {quote(written)} here."
    base = error.base if 0 < len(error.base) <= facts.LONGEST_NAME else "x"
    if error.name in ATTRIBUTES:
        base = "w" if base in {"loss", "L"} else base  # the gradient is by something else
        return detail, ATTRIBUTES[error.name].replace("{base}", base)
    match = facts.near(error.name, error.known)
    return (
        detail,
        f"Did you mean `{base}.{match}`?" if match else "A tensor has `.T`, `.mT`, `.shape`, `.ndim` and `.size`.",
    )


def _not_a_function(error: mistakes.NotAFunction) -> Words:
    if error.hidden:
        detail = f"{quote(error.found)} is a variable here, and hides the function of that name."
        return detail, "Give the variable another name."
    detail = f"{quote(error.found)} is a value here, and brackets after it would call a function."
    if error.cell:
        return detail, facts.step(
            error.cell, "Write {code} to pick a cell; the first one is 0.", "Write `*` for a product."
        )
    return detail, facts.step(error.product, "Write {code} for a product.", "Write `*` for a product.")


WORDS: Mapping[type[errors.ProgramError], Callable[[Any], Words]] = {
    errors.UnknownName: _unknown_name,
    errors.UnknownFunction: _unknown_function,
    errors.NotCalled: lambda error: (
        f"{quote(error.name)} is a function, not a value.",
        facts.step(f"{error.name}(x)", "Call it: {code}.", "Put brackets behind it."),
    ),
    errors.UnknownAttribute: _unknown_attribute,
    mistakes.NotAFunction: _not_a_function,
    mistakes.MethodNotCalled: lambda error: (
        f"{quote('.' + error.name)} is a function, and it is not called.",
        facts.step(f"{facts.atom(error.base)}.{error.name}()", "Call it: {code}.", "Put brackets behind it."),
    ),
    mistakes.AttributeCalled: lambda error: (
        f"{quote('.' + error.name)} is no function.",
        facts.step(error.better, "Write {code}.", "Leave the round brackets out."),
    ),
}
