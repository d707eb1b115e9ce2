"""Chains, measured in the text: `a + b + …` and `a.b[0](c)…` lean to the left, and the parser nests them unseen.

Python guards its parser against brackets, signs and `not` in a row, but a chain of operators or of dots becomes a
tree as deep as it is long, and later steps of the parser go down that tree on the machine's own stack. A dotted name
of an import takes time and memory by the square of its length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

QUIET = re.compile(
    r"""#[^\n]*|(?P<prefix>\b[a-zA-Z]{1,2})?(?P<text>\"{3}.*?\"{3}|'{3}.*?'{3}"""
    r"""|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')""",
    re.DOTALL,
)
"""What holds no program: comments and texts."""

_LINKS = "+-*/%@&|^<>.([{"
_TOKEN = re.compile(
    r"\\\n|(?P<operator><<|>>|[-+*/%@&|^]+)|(?P<dot>\.(?=\s*[^\W\d]))|(?P<open>[(\[{])|(?P<close>[)\]}])"
    r"|(?P<end>[,;\n])|(?P<word>[^\W\d]\w*)|(?P<other>[<>=!:~])"
)


class TooLong(NamedTuple):
    """A chain longer than allowed, by what it is a chain of, and where in the text it exceeds that."""

    limit: str
    position: int


class Statement(NamedTuple):
    """What stands between two line ends outside of brackets, comments and texts blanked, and where it begins."""

    start: int
    text: str


def long_statements(text: str, longest: int) -> list[Statement]:
    """Return the statements with more than `longest` operators, dots and brackets.

    No other can have a chain, or brackets within brackets, beyond that. Whatever follows a bracket that is never
    closed is one statement.
    """
    if _told(text) <= longest:
        return []
    if '"' in text or "'" in text or "#" in text:
        text = QUIET.sub(blanked, text)
    found = []
    start = end = depth = 0
    for line in text.split("\n"):
        end += len(line) + 1
        depth += sum(map(line.count, "([{")) - sum(map(line.count, ")]}"))
        if depth > 0 or line.endswith("\\"):
            continue
        if end - start > longest:
            found.append(Statement(start, text[start:end]))
        start, depth = end, 0
    found.append(Statement(start, text[start:]))
    return [one for one in found if _told(one.text) > longest]


def _told(text: str) -> int:
    """Return how many characters there are of which links and brackets are made."""
    return sum(map(text.count, _LINKS))


def too_long(text: str, statements: list[Statement], most_terms: int, most_links: int) -> TooLong | None:
    """Return the first chain of more than `most_terms` operators, or of more than `most_links` dots and brackets.

    `statements` are the long ones of `text`.
    """
    if ('"' in text or "'" in text) and _told(text) > min(most_terms, most_links):  # a text with braces is a program
        for match in QUIET.finditer(text):
            if "f" in (match["prefix"] or "").lower() and (found := _first(match["text"], most_terms, most_links)):
                return TooLong(found.limit, match.start("text") + found.position)
    for one in statements:
        if found := _first(one.text, most_terms, most_links):
            return TooLong(found.limit, one.start + found.position)
    return None


def blanked(match: re.Match[str]) -> str:
    """Return as many characters that mean nothing, with the line ends where they were."""
    return re.sub(r"[^\n]", " ", match.group())


@dataclass(slots=True)
class _Level:
    """What was counted at one level of the brackets: operators, and links since the last of them."""

    operators: int = 0
    links: int = 0

    def count(self, kind: str | None, *, after_dot: bool) -> None:
        if kind == "operator":
            self.operators += 1
            self.links = 0
        elif kind in {"dot", "open"}:
            self.links += 1
        elif kind == "end":
            self.operators = self.links = 0
        elif kind == "other" or (kind == "word" and not after_dot):
            self.links = 0


def _first(text: str, most_terms: int, most_links: int) -> TooLong | None:
    levels = [_Level()]
    after_dot = False
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup
        if kind == "close" and len(levels) > 1:
            levels.pop()
        within = token.group() == "\n" and len(levels) > 1  # a line end in brackets ends nothing
        levels[-1].count(None if within else kind, after_dot=after_dot)
        if levels[-1].operators > most_terms:
            return TooLong("terms", token.start())
        if levels[-1].links > most_links:
            return TooLong("depth", token.start())
        if kind == "open":
            levels.append(_Level())
        after_dot = kind == "dot"
    return None
