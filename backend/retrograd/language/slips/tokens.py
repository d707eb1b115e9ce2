"""What is missing between the words of a line: an operator, a comma, a value; words that cannot be names."""

from __future__ import annotations

import keyword
import re
from difflib import get_close_matches
from itertools import pairwise
from typing import NamedTuple

from retrograd.language.slips.line import Slip

_TOKEN = re.compile(
    r"(?P<number>\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+)"
    r"|(?P<name>[^\W\d]\w*)"
    r"|(?P<text>\"[^\"]*\"|'[^']*')"
    r"|(?P<sign>\*\*=|//=|\*\*|//|[-+*/%@<>=!:]=|->|[-+*/%@=<>.,:;()\[\]{}|&^~!?])"
)
_VALUES = {"None", "True", "False"}
_BINARY = {"**", "*", "/", "//", "%", "@", "<", ">", "<=", ">=", "==", "!=", "=", "^", "|", "&"}
_BINARY |= {f"{sign}=" for sign in ("+", "-", "*", "/", "@", "**", "//", "%")}
_WORDS_BETWEEN = {"and", "or", "in", "is"}
_BEFORE_A_VALUE = _BINARY | _WORDS_BETWEEN | {"+", "-", "not", "return"}
_BEGINNINGS = ("def", "for", "if", "elif", "else", "while", "return", "import", "from", "print", "lambda", "with")


class _Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int

    @property
    def is_value(self) -> bool:
        return self.kind in {"number", "text"} or (self.kind == "name" and not _is_keyword(self.text))

    @property
    def ends_value(self) -> bool:
        return self.is_value or self.text in {")", "]", "}"}


def _is_keyword(word: str) -> bool:
    return keyword.iskeyword(word) and word not in _VALUES


def _tokens(text: str) -> list[_Token]:
    return [
        _Token(match.lastgroup or "", match.group(), match.start(), match.end()) for match in _TOKEN.finditer(text)
    ]


def missing(code: str) -> Slip | None:
    """Return what the tokens of a line tell: the first of them that cannot follow the one before."""
    tokens = _tokens(code)
    if not tokens:
        return None
    return _misspelt(tokens, code) or _keyword_as_name(tokens) or _gap(tokens, code)


def _gap(tokens: list[_Token], code: str) -> Slip | None:
    """Return the first place where a value, or something between two values, is missing."""
    for before, after in pairwise(tokens):
        if before.ends_value and after.is_value:
            return _between(before, after, code)
        if before.text in _BEFORE_A_VALUE and (after.text in _BINARY or after.text in set("),]:;}")):
            return Slip("operand", before.start, before.end)
    last = tokens[-1]
    if last.text in _BEFORE_A_VALUE - {"return"}:
        return Slip("operand", last.start, last.end, f"{code.strip()} 1")
    if tokens[0].text in _BINARY:
        return Slip("operand_before", tokens[0].start, tokens[0].end)
    return None


def _between(before: _Token, after: _Token, code: str) -> Slip:
    left, right = before.text, after.text
    if before.kind == "number" and after.text.startswith(".") and after.kind == "number":
        return Slip("points", before.start, after.end)
    if before.start == len(code) - len(code.lstrip()) and re.match(r"\s*=(?!=)", code[after.end :]):
        return Slip("spaced", before.start, after.end, f"{left}_{right}")
    if not before.is_value:
        left = "…" + left
    within = code[: before.end].count("[") > code[: before.end].count("]")
    within = within or code[: before.end].count("(") > code[: before.end].count(")")
    return Slip("between", before.start, after.end, f"{left}, {right}" if within else f"{left} * {right}")


def _misspelt(tokens: list[_Token], code: str) -> Slip | None:
    """Return a slip in the first word of a line: `retrun x`, `fro i in range(3):`."""
    first = tokens[0]
    if first.kind != "name" or _is_keyword(first.text) or len(first.text) < 2 or len(tokens) < 2:
        return None
    if not (tokens[1].is_value or tokens[1].text == ":"):
        return None
    lowered = first.text.lower()
    swapped = [word for word in _BEGINNINGS if sorted(word) == sorted(lowered)]
    matches = swapped or get_close_matches(lowered, _BEGINNINGS, n=1, cutoff=0.7)
    if not matches:
        return None
    return Slip("word", first.start, first.end, matches[0] + code[first.end :].rstrip())


def _keyword_as_name(tokens: list[_Token]) -> Slip | None:
    """Return a word of Python's own where a name has to stand: `lambda = 0.1`, `2 * lambda`."""
    for place, token in enumerate(tokens):
        after = tokens[place + 1].text if place + 1 < len(tokens) else ""
        before = tokens[place - 1].text if place else ""
        if token.kind != "name" or not keyword.iskeyword(token.text):
            continue
        assigned = after in {"=", "+=", "-=", "*=", "/="} and before in {"", ",", "(", ";", "def"}
        is_parameter = before in {"(", ","} and after in {",", ")"} and token.text not in _VALUES
        is_factor = token.text == "lambda" and after in _BINARY | set("+-)],")
        if assigned or is_parameter or is_factor or before in {"def", "."}:
            return Slip("keyword", token.start, token.end, f"{token.text}_" if token.text != "lambda" else "lam")
    return None
