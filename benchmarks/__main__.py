"""Measure, and print what was measured: `python -m benchmarks`, with CHROMIUM naming a Chromium."""

from __future__ import annotations

import os
import platform

from benchmarks.answers import answers
from benchmarks.measured import table
from benchmarks.page import waits
from benchmarks.service import running_service


def main() -> None:
    """Run everything once."""
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores\n")
    with running_service() as address:
        print(table(answers(address) + waits(address)))


if __name__ == "__main__":
    main()
