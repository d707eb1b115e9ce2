"""The reports in Spanish of names: those that nothing has, and those that are used as what they are not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from retrograd import errors
from retrograd.language import mistakes
from retrograd.language.names import FUNCTIONS
from retrograd.reports import facts
from retrograd.reports.es_habits import ATTRIBUTES, LIBRARY, NAMES, NOT_NEEDED
from retrograd.reports.facts import quote
from retrograd.reports.instead import INSTEAD, LEFT_OUT

Words = tuple[str, str | None]


def _unknown_name(error: errors.UnknownName) -> Words:
    if error.line is not None:
        detail = f"{quote(error.name)} aún no tiene valor: lo recibe en la línea {error.line}."
        return detail, "Dale un valor antes de esta línea, o pásalo como argumento."
    detail = f"Aquí nada se llama {quote(error.name)}."
    is_library = NAMES.get(error.name, LIBRARY) == LIBRARY
    if error.member in FUNCTIONS and is_library:
        return detail, f"Aquí las funciones van solas: `{error.member}(x)`."
    if error.name in NAMES:
        return detail, NOT_NEEDED if error.member in LEFT_OUT else NAMES[error.name]
    match = facts.near(error.name, error.known)
    if match:
        return detail, f"¿Querías decir `{match}`?"
    return detail, facts.step(f"{error.name} = 2", "Dale antes un valor: {code}.", "Dale antes un valor.")


def _unknown_function(error: errors.UnknownFunction) -> Words:
    if error.line is not None:
        detail = f"{quote(error.called)} se define más tarde, en la línea {error.line}."
        return detail, "Pon su `def` antes de esta línea."
    if error.name in LEFT_OUT:
        detail = f"Aquí no hace falta {quote(error.called)}."
        alone = error.arguments[0] if error.arguments and error.arguments[0][0] not in "\"'" else ""
        return detail, facts.step(alone, "Quítalo, y escribe solo {code}.", "Quítalo.")
    if error.name in INSTEAD:
        is_class = error.name[0].isupper()  # it is called with sizes
        code = facts.named(INSTEAD[error.name], () if is_class else error.arguments)
        return f"Aquí no hay {quote(error.called)}.", f"Escribe `{code}`."
    match = facts.near(error.name, error.known)
    hint = f"¿Querías decir `{match}`?" if match else "La ayuda de la página tiene la lista de funciones."
    return f"Aquí no hay ninguna función {quote(error.called)}.", hint


def _unknown_attribute(error: errors.UnknownAttribute) -> Words:
    written = f"{error.base}.{error.name}" if len(error.base) <= facts.LONGEST_NAME else f".{error.name}"
    detail = f"Aquí no hay {quote(written)}."
    base = error.base if 0 < len(error.base) <= facts.LONGEST_NAME else "x"
    if error.name in ATTRIBUTES:
        base = "w" if base in {"loss", "L"} else base  # the gradient is by something else
        return detail, ATTRIBUTES[error.name].replace("{base}", base)
    match = facts.near(error.name, error.known)
    return (
        detail,
        f"¿Querías decir `{base}.{match}`?" if match else "Un tensor tiene `.T`, `.mT`, `.shape`, `.ndim` y `.size`.",
    )


def _not_a_function(error: mistakes.NotAFunction) -> Words:
    if error.hidden:
        detail = f"{quote(error.found)} es aquí una variable, y tapa la función de ese nombre."
        return detail, "Da otro nombre a la variable."
    detail = f"{quote(error.found)} es aquí un valor, y unos paréntesis detrás llamarían a una función."
    if error.cell:
        return detail, facts.step(
            error.cell, "Escribe {code} para elegir una celda; la primera es la 0.", "Escribe `*` para un producto."
        )
    return detail, facts.step(error.product, "Escribe {code} para un producto.", "Escribe `*` para un producto.")


WORDS: Mapping[type[errors.ProgramError], Callable[[Any], Words]] = {
    errors.UnknownName: _unknown_name,
    errors.UnknownFunction: _unknown_function,
    errors.NotCalled: lambda error: (
        f"{quote(error.name)} es una función, no un valor.",
        facts.step(f"{error.name}(x)", "Llámala: {code}.", "Pon unos paréntesis detrás."),
    ),
    errors.UnknownAttribute: _unknown_attribute,
    mistakes.NotAFunction: _not_a_function,
    mistakes.MethodNotCalled: lambda error: (
        f"{quote('.' + error.name)} es una función, y falta llamarla.",
        facts.step(f"{facts.atom(error.base)}.{error.name}()", "Llámala: {code}.", "Pon unos paréntesis detrás."),
    ),
    mistakes.AttributeCalled: lambda error: (
        f"{quote('.' + error.name)} no es una función.",
        facts.step(error.better, "Escribe {code}.", "Quita los paréntesis."),
    ),
}
