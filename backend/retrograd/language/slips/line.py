"""A line that Python cannot read, and what is recognised in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

LONGEST = 120
"""Longer lines are not looked at: that could take long, and they are seldom a beginner's."""

_STRING = re.compile(
    r"""(?<![\w)\]'"])[rbfuRBFU]{0,2}(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|#.*"""
    r"""|(?<=[=(,\[\s])(?:"(?:\\.|[^"\\])*")"""
)


class Slip(NamedTuple):
    """A slip by its key in the reports, its columns in the line from 0, and what was meant, if that is clear."""

    key: str
    start: int
    end: int
    better: str = ""


class Rule(NamedTuple):
    """A slip that a pattern tells; the group `at`, if there is one, is what is to blame."""

    key: str
    pattern: re.Pattern[str]
    better: Callable[[re.Match[str]], str]


def blanked(text: str) -> str:
    """Return a line with spaces for its strings and its comment, so that what stands in them is not looked at."""
    return _STRING.sub(lambda match: " " * len(match.group()), text).rstrip()


def rule(key: str, pattern: str, better: str | Callable[[re.Match[str]], str] = "") -> Rule:
    """Return a rule; `better` is expanded with the groups of the pattern, where it is no function."""
    if isinstance(better, str):
        template = better
        return Rule(key, re.compile(pattern), lambda match: match.expand(template))
    return Rule(key, re.compile(pattern), better)


def first(rules: tuple[Rule, ...], text: str) -> Slip | None:
    """Return what the first of the rules that fits finds in a line."""
    for one in rules:
        match = one.pattern.search(text)
        if match:
            start, end = match.span("at" if "at" in one.pattern.groupindex else 0)
            return Slip(one.key, start, end, one.better(match).strip())
    return None
