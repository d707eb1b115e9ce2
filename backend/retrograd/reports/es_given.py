"""The reports in Spanish of numbers that a request gives to leaves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from retrograd.errors import ProgramError
from retrograd.language import mistakes
from retrograd.reports import facts
from retrograd.reports.facts import quote, size

Words = tuple[str, str | None]
NESTED = "Envía una lista anidada con la forma de la hoja."


def _bad_values(error: mistakes.BadValues) -> Words:
    name = quote(error.name)
    if error.problem == "leaf":
        match = facts.near(error.name, error.known)
        known = facts.several(error.known)
        hint = (
            f"¿Querías decir `{match}`?"
            if match
            else f"Se pueden dar números a {known}."
            if known
            else "Asigna antes números a una variable, fuera de las funciones."
        )
        return f"No hay ninguna hoja {name} a la que dar números.", hint
    return {
        "deep": (
            f"Los números de {name} están demasiado anidados.",
            NESTED,
        ),
        "ragged": (
            f"Las filas de los números de {name} tienen longitudes distintas.",
            "Da a todas las filas la misma longitud.",
        ),
        "number": (
            f"Los números de {name} contienen algo que no es un número.",
            'Usa números, "NaN", "Infinity", "-Infinity".',
        ),
    }[error.problem]


def _bad_values_shape(error: mistakes.BadValuesShape) -> Words:
    name = quote(error.name)
    detail = f"Los números de {name} tienen la forma {size(error.shape)}, no {size(error.expected)}."
    return detail, NESTED


WORDS: Mapping[type[ProgramError], Callable[[Any], Words]] = {
    mistakes.BadValues: _bad_values,
    mistakes.BadValuesShape: _bad_values_shape,
}
