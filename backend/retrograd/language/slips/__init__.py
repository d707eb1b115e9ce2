"""Slips: what a beginner most likely meant by a line that Python cannot read.

Python's own message says little to a beginner, in English only, and each version says it otherwise. So the line is
looked at here; of what Python says, only the kind of mistake and the place count.
"""

from __future__ import annotations

import re

from retrograd.errors import SyntaxMistake
from retrograd.language.slips import habits, letters, structure, tokens
from retrograd.language.slips.line import LONGEST, Slip, blanked, first
from retrograd.source import Source

_ASSIGNED = re.compile(r"^\s*(?P<left>[^=#]+?)\s*(?<![<>!=])=(?!=)\s*(?P<right>[^=#]+?)\s*(?:#.*)?$")
_EQUALS = re.compile(r"(?P<left>[^=,\s](?:[^=,]*[^=,\s])?)\s*(?<![<>!=])=(?!=)\s*(?P<right>[-\w.]+)")
_UNNAMED = re.compile(r"\w\s*=[^=,()]+,\s*(?P<at>[^=,()\s][^=,()]*?)\s*[,)]")
_ZEROS = re.compile(r"(?<![\w.])0+(?P<number>\d+)")
_MESSAGES = (
    ("follows keyword argument", "order"),
    ("follows default", "defaults"),
    ("without a default follows", "defaults"),
    ("expected 'else'", "if_else"),
)
"""Parts of Python's messages that tell a slip by themselves."""


def mistake(error: SyntaxError, source: Source) -> SyntaxMistake:
    """Return what to say of a text that Python refuses to read."""
    number = min(max(error.lineno or 1, 1), len(source.lines))
    column = max((error.offset or 1) - 1, 0)
    number, slip = _structural(error, number, column, source) or _within(error, number, column, source)
    while number > 1 and not source.lines[number - 1].strip():  # what ends too early is blamed on what there is
        number -= 1
    line = source.lines[number - 1]
    start = min(slip.start, max(len(line.rstrip()) - 1, 0))
    span = source.clamp(number, start + 1, number, max(slip.end, start + 1) + 1)
    return SyntaxMistake(slip.key, line[span.column - 1 : span.end_column - 1], slip.better, span=span)


def _structural(error: SyntaxError, number: int, column: int, source: Source) -> tuple[int, Slip] | None:
    """Return what is wrong with letters, quotes, brackets or the indentation, and in which line."""
    line = source.lines[number - 1]
    if "invalid character" in error.msg or "non-printable" in error.msg:
        found = letters.unknown(line, column)
        return (number, found) if found else None
    if isinstance(error, IndentationError):
        above = next((text for text in reversed(source.lines[: number - 1]) if text.strip()), "")
        return number, structure.indentation(error.msg, line, above)
    so_far, _ = structure.brackets("\n".join([*source.lines[: number - 1], line[:column]]))
    opening = [bracket.line for bracket in so_far[-1:]]
    for place in dict.fromkeys([number, *opening]):
        habit = _habit(source.lines[place - 1])
        if habit:
            return place, habit
    braced = structure.braces(line)
    if braced:
        return number, braced
    if "unterminated" in error.msg or "EOF while scanning" in error.msg:
        return number, structure.quotes(line, column, triple="triple" in error.msg)
    return _bracket(number, source)


def _bracket(number: int, source: Source) -> tuple[int, Slip] | None:
    """Return a bracket up to a line that closes none, or is never closed."""
    opened, wrong = structure.brackets(source.text)
    if wrong and wrong.line <= number:
        return wrong.line, structure.unmatched(wrong, opened)
    if opened and opened[-1].line <= number:
        return opened[-1].line, structure.unclosed(opened[-1])
    return None


def _habit(line: str) -> Slip | None:
    if len(line) > LONGEST:
        return None
    return first(habits.LINES, blanked(line))


def _within(error: SyntaxError, number: int, column: int, source: Source) -> tuple[int, Slip]:
    """Return what is wrong within one line."""
    line = source.lines[number - 1]
    end = (error.end_offset or 0) - 1 if (error.end_lineno or number) == number else column + 1
    place = Slip("other", column, max(end, column + 1))
    if len(line) > LONGEST:
        return number, place
    code = blanked(line)
    for mark, key in _MESSAGES:
        if mark in error.msg:
            unnamed = _UNNAMED.search(code) if key == "order" else None
            return number, Slip(key, *unnamed.span("at")) if unnamed else place._replace(key=key)
    found = _colon(error, line) or _zeros(error, code) or _equals(error, code, column) or tokens.missing(code)
    return number, found or structure.stray(code) or place


def _colon(error: SyntaxError, line: str) -> Slip | None:
    return structure.colon(line) if "expected ':'" in error.msg else None


def _zeros(error: SyntaxError, code: str) -> Slip | None:
    found = _ZEROS.search(code) if "leading zeros" in error.msg else None
    return Slip("zeros", *found.span(), found["number"]) if found else None


def _equals(error: SyntaxError, code: str, column: int) -> Slip | None:
    """Return an `=` that was meant to compare, or whose sides stand the wrong way round."""
    if "assign" not in error.msg and "==" not in error.msg:
        return None
    whole = _ASSIGNED.match(code)
    if "cannot assign" in error.msg and whole and "(" not in code[: whole.start("left")]:
        left, right = whole["left"], whole["right"]
        return Slip("left_side", *whole.span("left"), f"{right} = {left}" if right.isidentifier() else "")
    inner = _EQUALS.match(code, column) or _EQUALS.search(code)
    if inner:
        return Slip("equals", *inner.span(), f"{inner['left']} == {inner['right']}")
    return Slip("equals", code.find("="), code.find("=") + 1) if "=" in code else None
