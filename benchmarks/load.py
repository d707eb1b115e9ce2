"""The service under load: crowds, hostile clients, killed workers, and a long day. `LOAD_MINUTES` is how long."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

import uvloop

from benchmarks.load_client import Answered, Client, asked
from benchmarks.load_processes import Had, kill_workers, watch
from benchmarks.load_programs import HONEST, HOSTILE, MIXED, MIXED_SLOW, SMALL, varied
from benchmarks.measured import table, timed
from benchmarks.service import Service, running
from retrograd.api.schemas import GraphRequest
from retrograd.limits import Limits
from retrograd.sandbox.evaluation import evaluated, job
from retrograd.sandbox.lanes import Lanes
from retrograd.sandbox.pool import Pool

CROWDS = (1, 2, 4, 8, 16, 32, 64, 128, 512)
SECONDS = 5.0
HOSTILE_SECONDS = 20.0
KILLING_SECONDS = 60.0
Work = Callable[[], Awaitable[Any]]


def report() -> str:
    """Measure with a service of its own; returns Markdown."""
    minutes = float(os.environ.get("LOAD_MINUTES", "10"))
    with running() as service:
        parts = [
            sandbox(),
            crowds(service),
            hostile(service),
            killing(service),
            long_day(service, minutes * 60),
        ]
    return "\n\n".join(parts)


def run(work: Work) -> Any:
    """Run in an event loop of its own, as quick as the service's."""
    return uvloop.run(work())  # type: ignore[arg-type]


def crowd(service: Service, programs: Sequence[str], count: int, seconds: float, pause: float = 0.0) -> Answered:
    """Let `count` clients ask."""
    found: Answered = run(lambda: asked([Client(service.port, programs, pause)] * count, seconds))
    return found


def sandbox() -> str:
    """What a worker costs beside an evaluation in the same process."""
    request = job("graph", GraphRequest(program=SMALL).model_dump(), compressed=False)

    async def in_a_worker() -> list[Any]:
        pool = Pool(Limits(), Lanes())
        await pool.open()
        seconds = []
        for _ in range(600):
            before = time.perf_counter()
            await pool.run(request)
            seconds.append(time.perf_counter() - before)
        await pool.close()
        return seconds[100:]

    inside = timed("small program, in the process", lambda: evaluated(request, Limits()), rounds=500)
    return table([inside, inside.of("small program, in a worker", run(in_a_worker))])


def crowds(service: Service) -> str:
    """Throughput by the number of clients, and what becomes of those for whom there is no room."""
    lines = [
        "| clients | nodes | answers a second | median | 99 % below | turned away | after (median, 99 %) | failed |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    crowd(service, [SMALL], 8, 2.0)
    asked_for = [(SMALL, 7, count) for count in CROWDS] + [(HONEST, 25, count) for count in CROWDS[-2:]]
    for program, nodes, count in asked_for:
        found = crowd(service, [program], count, SECONDS)
        refused = found.statuses[503]
        after = f"{found.quantile_refused(0.5):.0f} ms, {found.quantile_refused(0.99):.0f} ms" if refused else ""
        lines.append(
            f"| {count} | {nodes} | {found.statuses[200] / SECONDS:.0f} | {found.quantile(0.5):.1f} ms "
            f"| {found.quantile(0.99):.1f} ms | {refused} | {after} | {found.failed - refused} |"
        )
    return "\n".join(lines)


@contextmanager
def beside(service: Service, clients: Sequence[Sequence[str]], seconds: float) -> Iterator[None]:
    """Have clients in a process of their own, each with its programs."""
    process = multiprocessing.Process(target=partial(_ask, service.port, clients, seconds + 2))
    process.start()
    time.sleep(1.0)
    try:
        yield
    finally:
        process.join()


def _ask(port: int, clients: Sequence[Sequence[str]], seconds: float) -> None:
    run(lambda: asked([Client(port, programs) for programs in clients], seconds))


def hostile(service: Service) -> str:
    """How long an honest client waits alone, and beside eight that mean harm."""
    lines = [
        "| an honest client | median | 95 % below | 99 % below | answers |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    fresh = [varied(programs, 500) for programs in HOSTILE]
    for what, clients in (
        ("alone", []),
        ("beside eight hostile ones", HOSTILE),
        ("beside eight who never send the same twice", fresh),
    ):
        with beside(service, clients, HOSTILE_SECONDS):
            found = crowd(service, [HONEST], 1, HOSTILE_SECONDS, pause=0.01)
        times = " | ".join(f"{found.quantile(share):.2f} ms" for share in (0.5, 0.95, 0.99))
        lines.append(f"| {what} | {times} | {found.statuses[200]} of {found.statuses.total()} |")
    return "\n".join(lines)


def killing(service: Service) -> str:
    """What clients see of workers that somebody kills."""

    async def both() -> tuple[Answered, int]:
        clients = [Client(service.port, MIXED, 0.01)] * 4
        found, killed = await asyncio.gather(
            asked(clients, KILLING_SECONDS), kill_workers(service.process, KILLING_SECONDS, every=2.0)
        )
        return found, killed

    found, killed = run(both)
    failed = found.statuses.total() - found.statuses[200] - found.statuses[422]
    asked_for = found.statuses.total()
    return f"`kill -9` of {killed} workers in {KILLING_SECONDS:.0f} s: {asked_for} requests, {failed} failed."


def long_day(service: Service, seconds: float) -> str:
    """Whether memory, descriptors and processes stay where they are."""

    async def both() -> tuple[Answered, list[Had]]:
        clients = [Client(service.port, MIXED, 0.02)] * 6 + [Client(service.port, MIXED_SLOW, 0.2)] * 2
        found, looks = await asyncio.gather(asked(clients, seconds), watch(service.process, seconds, seconds / 20))
        return found, looks

    found, looks = run(both)
    lines = [
        f"{seconds / 60:.0f} minutes, {found.statuses.total()} requests, "
        f"{', '.join(f'{count} × {status}' for status, count in sorted(found.statuses.items()))}",
        "",
        "| after | processes | descriptors | memory of all | of the service itself |",
        "| ---: | ---: | ---: | ---: | ---: |",
    ]
    for number, look in enumerate(looks, start=1):
        if number in {1, len(looks)} or number % 5 == 0:
            lines.append(
                f"| {number * seconds / 20 / 60:.1f} min | {look.processes} | {look.descriptors} "
                f"| {look.megabytes:.0f} MB | {look.service:.0f} MB |"
            )
    return "\n".join(lines)
