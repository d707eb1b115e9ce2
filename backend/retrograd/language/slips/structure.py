"""What holds a text together: brackets, quotes, the indentation of lines, the colon before a block."""

from __future__ import annotations

import re
from typing import NamedTuple

from retrograd.language.slips.line import Slip

_QUIET = re.compile(r"""#[^\n]*|\"{3}.*?\"{3}|'{3}.*?'{3}|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""", re.DOTALL)
_PAIRS = {")": "(", "]": "[", "}": "{"}
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_BRACED = re.compile(r"""(?<!\w)[fF](?P<quote>["'])(?:(?!(?P=quote)).)*?\{\s*(?:[^{}]*?(?P=quote)|\})[^"']*""")
_QUOTE = re.compile(r"\"{3}|'{3}|\"|'")
_OPENER = re.compile(r"(?:if|elif|else|for|while|def|with|class|try|except|finally)\b")


class Bracket(NamedTuple):
    """A bracket and where it stands: its line from 1, its column from 0."""

    text: str
    line: int
    column: int


def quiet(text: str) -> str:
    """Return a text with its strings and comments blanked out, every character where it was."""
    return _QUIET.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def brackets(text: str) -> tuple[list[Bracket], Bracket | None]:
    """Return the brackets that stay open, outermost first, and the first that closes none, or not the last one."""
    opened: list[Bracket] = []
    for number, line in enumerate(quiet(text).split("\n"), start=1):
        for column, character in enumerate(line):
            if character in _CLOSING:
                opened.append(Bracket(character, number, column))
            elif character in _PAIRS:
                if not opened or opened[-1].text != _PAIRS[character]:
                    return opened, Bracket(character, number, column)
                opened.pop()
    return opened, None


def unmatched(bracket: Bracket, opened: list[Bracket]) -> Slip:
    """Return the slip of a bracket that closes none, or another one."""
    if not opened:
        return Slip("unopened", bracket.column, bracket.column + 1)
    return Slip("mismatched", bracket.column, bracket.column + 1, _CLOSING[opened[-1].text])


def unclosed(bracket: Bracket) -> Slip:
    """Return the slip of a bracket that stays open."""
    return Slip("open", bracket.column, bracket.column + 1, _CLOSING[bracket.text])


def braces(line: str) -> Slip | None:
    """Return a formatted text with a brace that does not end before the text does, or that holds nothing."""
    found = _BRACED.search(line)
    return Slip("braced", *found.span()) if found else None


def quotes(line: str, column: int, *, triple: bool) -> Slip:
    """Return the slip of a text that does not end: from its quote on."""
    quote = _QUOTE.match(line, column)
    sign = quote.group() if quote else '"'
    end = column + len(sign)
    return Slip("text_of_lines" if triple else "text", column, end, sign)


def indentation(message: str, line: str, before: str) -> Slip:
    """Return what is wrong with the beginning of a line, from what Python says of it; `before` is the line above."""
    start = len(line) - len(line.lstrip())
    word = re.match(r"\w+|\S|$", line[start:])
    end = start + max(len(word.group()) if word else 0, 1)
    if "expected an indented block" in message:
        if line.rstrip().endswith(":") and _OPENER.match(line[start:]):
            return Slip("block_empty", start, end)
        opener = before.strip()
        return Slip("indent_missing", start, end, opener if _OPENER.match(opener) else "")
    if "inconsistent" in message:
        return Slip("tabs", 0, max(start, 1))
    if "unindent" in message:
        return Slip("indent_uneven", start, end)
    return Slip("indent_unexpected", start, end)


def colon(line: str) -> Slip | None:
    """Return the place of a colon that is missing before a block."""
    code = quiet(line).rstrip()
    start = len(code) - len(code.lstrip())
    if not _OPENER.match(code[start:]) or code.endswith(":"):
        return None
    return Slip("colon", start, len(code), f"{line[start : len(code)]}:")


def stray(line: str) -> Slip | None:
    """Return an `else` that belongs to no `if`."""
    word = re.match(r"\s*(?P<at>else|elif|except|finally)\b", line)
    return Slip("stray", *word.span("at")) if word else None
