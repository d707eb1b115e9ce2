"""How long people wait: for the service's answer, and for the graph on the screen."""

from __future__ import annotations

from benchmarks.answers import answers
from benchmarks.measured import table
from benchmarks.page import waits
from benchmarks.service import running_service


def report() -> str:
    """Measure with a service of its own; CHROMIUM names a Chromium. Returns a Markdown table."""
    with running_service() as address:
        return table(answers(address) + waits(address))
