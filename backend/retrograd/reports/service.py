"""What the service says where no program is to blame, in both languages: a title, a sentence, a step to take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from retrograd.reports import Language

Trouble = Literal["saturated", "quota", "internal_error"]
Words = tuple[str, str, str]

WORDS: Mapping[Trouble, Mapping[Language, Words]] = {
    "saturated": {
        "en": ("Too busy", "More is asked for at the moment than can be answered.", "Try again in a moment."),
        "es": (
            "Demasiado ocupado",
            "En este momento se pide más de lo que se puede responder.",
            "Vuelve a intentarlo enseguida.",
        ),
    },
    "quota": {
        "en": (
            "Quota used up",
            "Your programs have used their {seconds} seconds of processor time for this minute.",
            "Try again in {wait} s.",
        ),
        "es": (
            "Cuota agotada",
            "Tus programas han gastado sus {seconds} segundos de procesador de este minuto.",
            "Vuelve a intentarlo dentro de {wait} s.",
        ),
    },
    "internal_error": {
        "en": ("Our mistake", "Something broke here, not in the program.", "Try again."),
        "es": ("Fallo nuestro", "Algo ha fallado aquí, no en el programa.", "Vuelve a intentarlo."),
    },
}


def told(trouble: Trouble, language: Language, **facts: str) -> Words:
    """Return what to say, with the facts in their places."""
    title, detail, hint = WORDS[trouble][language]
    return title, detail.format(**facts), hint.format(**facts)
