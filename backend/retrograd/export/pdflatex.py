"""What pdfLaTeX can set: names in any script, and the signs that mean something to it."""

from __future__ import annotations

import re
import unicodedata

from retrograd.graphjson.latex import GREEK

_ESCAPED = {
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "-": "$-$",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': "''",
}
"""In the fonts that LaTeX begins with, <, > and | are other signs."""
_ACCENTS = {
    **dict(zip("\u0300\u0301\u0302\u0303\u0308\u0304\u0307", "`'^~\"=.", strict=True)),
    **dict(zip("\u030a\u030c\u0327\u0306\u030b", "rvcuH", strict=True)),
}
"""The marks that LaTeX sets over or under any letter, by their commands."""
_LETTERS = {"ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i"}
_BEYOND = re.compile(r"\\mathrm\{([^{}]*[^\x00-\x7f][^{}]*)\}|([^\x00-\x7f])")
UNSET = "U+"
"""Before the number of a letter that LaTeX has not got."""
_SPELLED = {"lambda": "LAMDA", "Lambda": "LAMDA"}  # as Unicode does


def _letter_called(name: str) -> str:
    size = "SMALL" if name.islower() else "CAPITAL"
    return unicodedata.lookup(f"GREEK {size} LETTER {_SPELLED.get(name, name.upper())}")


_GREEK = {_letter_called(name): name for name in GREEK}


def escaped(text: str) -> str:
    """Return a text so that LaTeX prints it."""
    return "".join(_ESCAPED.get(sign, sign) for sign in text)


def settable(formula: str) -> str:
    """Return a formula with every name in it so that pdfLaTeX sets it, which has few letters of its own."""
    return formula if formula.isascii() else _BEYOND.sub(_replaced, formula)


def _replaced(match: re.Match[str]) -> str:
    word, letter = match.groups()
    if letter in _GREEK:
        return f"\\{_GREEK[letter]} "
    return rf"\text{{{spelled(word or letter)}}}"


def spelled(word: str) -> str:
    """Return a word with its letters as LaTeX composes them; one that it has not got as its number: U+0434."""
    found: list[str] = []
    for sign in unicodedata.normalize("NFKD", word):
        accent = _ACCENTS.get(sign)
        if accent and found:
            found[-1] = rf"\{accent}{{{found[-1]}}}"
        else:
            found.append(_letter(sign))
    return "".join(found)


def _letter(sign: str) -> str:
    if sign.isascii():
        return sign
    if sign in _LETTERS:
        return rf"\{_LETTERS[sign]}{{}}"
    if sign in _GREEK:
        return rf"$\{_GREEK[sign]}$"
    return f"{UNSET}{ord(sign):04X}"
