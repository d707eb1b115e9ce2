"""What a worker may not do, as the kernel tells it from outside."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from retrograd.sandbox.pool import Pool
from retrograd.sandbox.worker_end import WorkerEnd

from .working import FEW, LONG, QUICK, asked, children_of, parent_of, with_pool

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are confined by Linux")


LEAST_PRIORITY = 19
"""Of Linux: no niceness is above it."""


def of_a_worker(name: str) -> str:
    """Return a file that the kernel has about a worker that has worked."""

    async def look(pool: Pool) -> str:
        await pool.run(asked(QUICK))
        return Path(f"/proc/{pool._idle[-1].process}/{name}").read_text()

    return with_pool(look)


def test_its_environment_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "value")
    assert of_a_worker("environ") == ""


def test_it_has_no_descriptor_but_its_pipe() -> None:
    async def look(pool: Pool) -> list[str]:
        await pool.run(asked(QUICK))
        folder = Path(f"/proc/{pool._idle[-1].process}/fd")
        return [f"{one.name} {os.readlink(one).partition(':')[0]}" for one in folder.iterdir()]

    with Path(__file__).open():  # which is open here, and must not be there
        assert with_pool(look) == ["0 socket"]


@pytest.mark.parametrize(
    ("what", "most"),
    [
        ("Max address space", 512 * 1024 * 1024),
        ("Max core file size", 0),
        ("Max file size", 0),
        ("Max processes", 0),
        ("Max open files", 16),
    ],
)
def test_its_limits(what: str, most: int) -> None:
    (line,) = re.findall(rf"^{what} +(\d+) +(\d+) ", of_a_worker("limits"), flags=re.MULTILINE)
    assert line == (str(most), str(most))


def test_it_can_gain_no_rights_and_dies_first_when_memory_is_short() -> None:
    assert "\nNoNewPrivs:\t1\n" in of_a_worker("status")
    assert of_a_worker("oom_score_adj") == "1000\n"


def test_it_is_in_a_group_of_its_own_and_in_the_services_session() -> None:
    """In a session of its own, the kernel could give it as much of a processor as all others have together."""

    async def look(pool: Pool) -> tuple[int, int, int]:
        await pool.run(asked(QUICK))  # it is confined before it works, and not at once
        process = pool._idle[-1].process
        return process, os.getpgid(process), os.getsid(process)

    process, group, session = with_pool(look)
    assert (group, session) == (process, os.getsid(0))


def test_a_long_job_yields_and_its_worker_is_replaced() -> None:
    async def look(pool: Pool) -> tuple[int, int, list[int]]:
        before = {worker.process for worker in pool._idle}
        running = asyncio.ensure_future(pool.run(asked(LONG)))
        await asyncio.sleep(0.02)
        (process,) = {worker.process for worker in pool._running}
        first = os.getpriority(os.PRIO_PROCESS, process)
        while os.getpriority(os.PRIO_PROCESS, process) == first and not running.done():
            await asyncio.sleep(0.01)
        later = os.getpriority(os.PRIO_PROCESS, process)
        await running
        while len(pool._idle) < len(before):
            await asyncio.sleep(0.01)
        assert process not in {worker.process for worker in pool._idle}
        return first, later, [os.getpriority(os.PRIO_PROCESS, worker.process) for worker in pool._idle]

    first, later, after = with_pool(look)
    assert later == min(first + FEW.niceness, LEAST_PRIORITY)
    assert set(after) == {first}


def test_a_worker_of_a_nice_service_yields_too() -> None:
    nice = ["nice", "-n", "3", sys.executable, "-c", "import os; print(os.getpriority(os.PRIO_PROCESS, 0)); input()"]
    with subprocess.Popen(nice, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        before = int(process.stdout.readline())
        worker = WorkerEnd(process.pid, 0, lambda _worker, _reply: None, lambda _worker: None)
        worker.yield_to_others(2)
        assert (worker.slow, os.getpriority(os.PRIO_PROCESS, process.pid)) == (True, before + 2)
        process.communicate(b"\n")


def test_none_is_left_when_the_pool_closes() -> None:
    async def look(pool: Pool) -> tuple[int, list[int]]:
        nursery = pool._nest.process.pid if pool._nest else 0
        running = asyncio.ensure_future(pool.run(asked(LONG)))
        await asyncio.sleep(0.05)
        running.cancel()
        return nursery, children_of(nursery)

    before = children_of(os.getpid())
    nursery, workers = with_pool(look)
    assert len(workers) >= FEW.short
    assert [one for one in (nursery, *workers) if parent_of(one)] == []
    assert set(children_of(os.getpid())) <= set(before)


def test_none_outlives_the_nursery() -> None:
    async def look(pool: Pool) -> list[int]:
        assert pool._nest is not None
        nursery = pool._nest.process.pid
        workers = children_of(nursery)
        os.kill(nursery, signal.SIGKILL)
        for _ in range(200):
            await asyncio.sleep(0.01)
            if not any(Path(f"/proc/{one}/cmdline").exists() and parent_of(one) == nursery for one in workers):
                break
        assert (await pool.run(asked(QUICK))).content  # another nursery has taken its place
        return [one for one in workers if Path(f"/proc/{one}/cmdline").exists() and _lives(one)]

    assert with_pool(look) == []


def _lives(process: int) -> bool:
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
