"""Pools for a test, and what is asked of them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from retrograd.limits import Limits
from retrograd.sandbox.evaluation import job
from retrograd.sandbox.lanes import Lanes
from retrograd.sandbox.pool import Pool

# Nobody is given up because the machine has much to do beside the tests.
FEW = Lanes(short=2, long=1, spare=1, queue=4, wall=300.0)
QUICK = "x = 2\ny = x * x"
# Some seconds in one call of LAPACK, which looks at no clock: the estimate of its work is switched off for it.
RUNAWAY = "A = rand(1500, 1500, seed=1)\ny = pinv(A)"
UNGUARDED = replace(Limits(), work=10**15)
# Half a second and more, in calls of some ten milliseconds each.
LONG = "A = rand(300, 300, seed=1)\ny = 0\n" + "y = y + sum(pinv(A))\n" * 12

Found = TypeVar("Found")


def asked(program: str, **fields: Any) -> bytes:
    """Return a job for a graph."""
    wanted = {"program": program, "output": None, "mode": "reverse", "seed": None, "dtype": "float64"}
    return job(
        "graph", wanted | {"max_elements": 16, "opened": [], "values": {}, "lang": "en"} | fields, compressed=False
    )


def with_pool(work: Callable[[Pool], Awaitable[Found]], limits: Limits | None = None, lanes: Lanes = FEW) -> Found:
    """Do something with a pool, in an event loop of its own: in a thread, as a browser may have left one in this."""

    async def run() -> Found:
        pool = Pool(limits or Limits(), lanes)
        await pool.open()
        try:
            return await work(pool)
        finally:
            await pool.close()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, run()).result()


def parent_of(process: int) -> int:
    """Return the id of a process's parent, 0 if there is no such process."""
    try:
        return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, IndexError):
        return 0


def children_of(process: int) -> list[int]:
    """Return the ids of all that a process has started and that are still there, zombies too."""
    ids = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal()]
    return [one for one in ids if parent_of(one) == process]
