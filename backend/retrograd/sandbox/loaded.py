"""The garbage collector, told about what is there to stay."""

from __future__ import annotations

import gc

OBJECTS_PER_COLLECTION = 20_000
"""A graph of a thousand nodes is made of some ten thousand objects, and none of them is part of a cycle."""


def leave_loaded_alone() -> None:
    """Take what has been loaded out of the garbage collector's sight, and let it look less often.

    Otherwise it goes through all modules in the middle of requests: the slowest took five to ten times as long as
    others. In a forked process, it would also copy every page that it looks at.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_PER_COLLECTION, *gc.get_threshold()[1:])
