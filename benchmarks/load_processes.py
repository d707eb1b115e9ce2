"""The service's processes while it is under load: what they have, and what happens when somebody kills one."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Had:
    """What all processes of the service have together: memory in MB (shared pages shared out), descriptors."""

    processes: int
    descriptors: int
    megabytes: float
    service: float


def family(service: int) -> list[int]:
    """Return the ids of the service, its nursery and its workers."""
    parents = {}
    for path in Path("/proc").iterdir():
        if path.name.isdecimal():
            with suppress(OSError):
                parents[int(path.name)] = int((path / "stat").read_text().rpartition(")")[2].split()[1])
    found = [service]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def had(service: int) -> Had:
    """Return what the service has now."""
    ids = family(service)
    memory = [_megabytes(one) for one in ids]
    return Had(len(ids), sum(map(_descriptors, ids)), sum(memory), memory[0])


def _megabytes(process: int) -> float:
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def _descriptors(process: int) -> int:
    with suppress(OSError):
        return sum(1 for _ in Path(f"/proc/{process}/fd").iterdir())
    return 0


async def kill_workers(service: int, seconds: float, every: float) -> int:
    """Kill a worker of the service now and then; returns how many."""
    end, killed = time.monotonic() + seconds, 0
    dice = random.Random(1)  # noqa: S311  (nobody has to be surprised)
    while time.monotonic() < end:
        await asyncio.sleep(every)
        workers = family(service)[2:]
        if workers:
            with suppress(ProcessLookupError):
                os.kill(dice.choice(workers), signal.SIGKILL)
                killed += 1
    return killed


async def watch(service: int, seconds: float, every: float) -> list[Had]:
    """Look at the service's processes from time to time."""
    end = time.monotonic() + seconds
    looks = []
    while time.monotonic() < end:
        await asyncio.sleep(every)
        looks.append(await asyncio.to_thread(had, service))
    return looks
