"""What an example of the gallery is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """One program; `title`, `about` and, where it has captions, `captions` by language.

    A caption stands in the program as `#: {name}`.
    """

    id: str
    title: Mapping[str, str]
    about: Mapping[str, str]
    text: str
    captions: Mapping[str, Mapping[str, str]]

    def program(self, language: str) -> str:
        """Return the text with its captions in `language`."""
        text = self.text
        for name, caption in self.captions.items():
            text = text.replace(f"{{{name}}}", caption[language])
        return text


def example(
    name: str,
    title: tuple[str, str],
    about: tuple[str, str],
    text: str,
    **captions: tuple[str, str],
) -> Example:
    """Return an example; pairs are English and Spanish."""
    return Example(
        name,
        _both(title),
        _both(about),
        text.strip(),
        {key: _both(pair) for key, pair in captions.items()},
    )


def _both(pair: tuple[str, str]) -> Mapping[str, str]:
    return {"en": pair[0], "es": pair[1]}
