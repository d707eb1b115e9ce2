"""How many examples each property is tried on: a fixed number in CI, any number by `make fuzz COUNT=…`."""

from __future__ import annotations

import os
import sys

from hypothesis import HealthCheck, settings

from retrograd.language.interpret import FRAMES

IN_CI = 10_000
"""Of the property that is tried most; the others keep their proportion to it."""

COUNT = int(os.environ.get("FUZZ_COUNT", IN_CI))

sys.setrecursionlimit(FRAMES)  # as an evaluation does: Hypothesis warns of a limit that changes while it runs


def examples(in_ci: int) -> settings:
    """Return the settings of a property: the same examples each time, unless many are asked for."""
    return settings(
        max_examples=max(1, in_ci * COUNT // IN_CI),
        derandomize=COUNT == IN_CI,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
