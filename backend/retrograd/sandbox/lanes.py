"""How many programs are evaluated at once, and who waits for whom."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from typing import Self


def _default_short() -> int:
    return 4 * (os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class Lanes:
    """The sizes of a pool.

    A job begins in the short lane. As soon as it has had `first` seconds of a processor, it makes way for a job that
    comes: its worker's priority is lowered by `niceness`. After `brief` seconds it is a long one: it is lowered
    whoever comes, and its place in the lane is free for the next. At most `long` are long at the same time, so that
    `short + long + spare` workers bound the memory. `queue` jobs, and `queued_bytes` of them together, may wait.
    `grace` are the seconds of a processor by which a job may overrun its limit, which it watches itself, before it
    is killed; `wall` the seconds after which it is given up whatever it does; `jobs` how many a worker does before
    another takes its place.
    """

    short: int = field(default_factory=_default_short)
    long: int = 2
    spare: int = 1
    queue: int = 256
    queued_bytes: int = 64 * 1024 * 1024
    first: float = 0.01
    brief: float = 0.1
    niceness: int = 10
    grace: float = 0.25
    wall: float = 20.0
    jobs: int = 2000

    @classmethod
    def usual(cls) -> Self | None:
        """Return what fits this machine; None where workers cannot be confined."""
        return cls() if sys.platform == "linux" else None
