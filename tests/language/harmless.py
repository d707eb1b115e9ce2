"""What holds of any text: a graph, or a report in both languages that points into the text; nothing else."""

from __future__ import annotations

import orjson

from retrograd.errors import ProgramError
from retrograd.graphjson.build import Options
from retrograd.graphjson.evaluate import evaluate
from retrograd.limits import Limits
from retrograd.reports import report
from retrograd.source import Source, Span

QUICK = Limits(time=1.0, steps=2000, passes=2000)


def check(text: str) -> None:
    """Evaluate a text; raises whatever is neither a graph nor a report."""
    try:
        orjson.dumps(evaluate(text, Options(), QUICK), option=orjson.OPT_SERIALIZE_NUMPY, default=str)
    except ProgramError as error:
        english, spanish = report(error, "en"), report(error, "es")
        assert english.detail
        assert spanish.detail
        assert english.span is None or is_within(english.span, text)


def is_within(span: Span, text: str) -> bool:
    """Return whether a place is one of the text, or right behind it."""
    lines = Source(text).lines
    inside = 1 <= span.line <= span.end_line <= len(lines) and span.column >= 1
    ends = span.end_column <= len(lines[span.end_line - 1]) + 2  # the place behind the end can be blamed
    return inside and ends and (span.line, span.column) < (span.end_line, span.end_column)
