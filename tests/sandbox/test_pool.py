"""Who works when, and what becomes of a job whose worker goes astray."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from dataclasses import replace

import orjson
import pytest

from retrograd.errors import LimitExceeded
from retrograd.limits import Limits
from retrograd.sandbox.frames import Kind, Reply
from retrograd.sandbox.lanes import Lanes
from retrograd.sandbox.pool import Pool
from retrograd.sandbox.refusal import Refusal
from retrograd.sandbox.tickets import BrokenError, SaturatedError
from retrograd.sandbox.worker import warm_up

from .working import FEW, LONG, QUICK, RUNAWAY, UNGUARDED, asked, with_pool

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are confined by Linux")


async def running(pool: Pool) -> int:
    """Wait until a worker works; return its process id."""
    while not pool._running:
        await asyncio.sleep(0.001)
    return next(iter(pool._running)).process


def test_an_answer_and_a_refusal() -> None:
    async def ask(pool: Pool) -> tuple[bytes, bytes]:
        answer, refusal = await asyncio.gather(pool.run(asked(QUICK)), pool.run(asked("y = sun(2)", lang="es")))
        assert (answer.kind, refusal.kind) == (Kind.ANSWER, Kind.REFUSAL)
        return answer.content, refusal.content

    answer, refusal = with_pool(ask)
    assert orjson.loads(answer)["nodes"][1]["value"]["data"] == [4]
    told = Refusal.read(refusal).report()
    assert (told.code, told.span and told.span.column) == ("unknown_name", 5)
    assert told.detail.startswith("Aquí no hay")


def test_a_worker_that_somebody_kills_is_not_noticed() -> None:
    async def ask(pool: Pool) -> bytes:
        reply = asyncio.ensure_future(pool.run(asked(LONG)))
        os.kill(await running(pool), signal.SIGKILL)
        return (await reply).content

    assert b'"retrograd/1"' in with_pool(ask)


def test_idle_workers_that_somebody_kills_are_replaced() -> None:
    async def ask(pool: Pool) -> tuple[bool, int]:
        await asyncio.sleep(0.1)
        killed = list(pool._idle)
        for worker in killed:
            os.kill(worker.process, signal.SIGKILL)
        for _ in range(200):
            await asyncio.sleep(0.01)
            if not set(killed) & set(pool._idle):
                break
        else:
            return False, 0
        replies = await asyncio.gather(*(pool.run(asked(QUICK)) for _ in range(4)))
        return True, sum(reply.kind is Kind.ANSWER for reply in replies)

    assert with_pool(ask) == (True, 4)


def test_a_job_that_is_given_to_a_worker_that_has_just_been_killed_is_done_by_another() -> None:
    async def ask(pool: Pool) -> int:
        for worker in list(pool._idle):
            os.kill(worker.process, signal.SIGKILL)  # which nobody has noticed yet
        replies = await asyncio.gather(*(pool.run(asked(QUICK)) for _ in range(4)))
        return sum(reply.kind is Kind.ANSWER for reply in replies)

    assert with_pool(ask) == 4


def test_a_job_that_kills_its_worker_twice_is_given_up() -> None:
    async def ask(pool: Pool) -> None:
        reply = asyncio.ensure_future(pool.run(asked(LONG)))
        killed = {await running(pool)}
        await asyncio.sleep(0.05)  # it has begun: before that, a try does not count
        os.kill(min(killed), signal.SIGKILL)
        while (process := await running(pool)) in killed:
            await asyncio.sleep(0.001)
        await asyncio.sleep(0.05)
        os.kill(process, signal.SIGSEGV)
        await reply

    with pytest.raises(LimitExceeded) as caught:
        with_pool(ask)
    assert (caught.value.code, caught.value.allowed) == ("limit_memory", Limits().worker)


def test_one_long_call_is_killed_and_told_as_what_it_is() -> None:
    async def ask(pool: Pool) -> tuple[float, bool]:
        spent: list[float] = []
        with pytest.raises(LimitExceeded) as caught:
            await pool.run(asked(RUNAWAY), spent=spent.append)
        assert (caught.value.code, caught.value.allowed) == ("limit_time", 0.5)
        return spent[0], (await pool.run(asked(QUICK))).kind is Kind.ANSWER

    spent, alive = with_pool(ask, replace(UNGUARDED, time=0.5))
    assert alive
    assert spent >= 0.5


def test_a_program_without_memory_is_told_so() -> None:
    """Values, derivatives and what lies between take more than the process may have."""

    async def ask(pool: Pool) -> bytes:
        lines = "\n".join(f"y{n} = y{n - 1} * x" for n in range(1, 8))
        reply = await pool.run(asked(f"x = ones(4000000)\ny0 = x\n{lines}\nL = sum(y7)"))
        assert (await pool.run(asked(QUICK))).kind is Kind.ANSWER
        return reply.content

    told = Refusal.read(with_pool(ask, replace(Limits(), time=20.0, memory=10**12)))
    assert (told.code, told.limit, told.value) == ("limit_memory", "memory", Limits().worker)


def test_what_waits_is_bounded() -> None:
    async def ask(pool: Pool) -> list[object]:
        jobs = [pool.run(asked(f"x = {n}\ny = x * x")) for n in range(FEW.short + FEW.queue + 3)]
        return await asyncio.gather(*jobs, return_exceptions=True)

    outcomes = with_pool(ask)
    refused = [isinstance(one, SaturatedError) for one in outcomes]
    assert refused == [False] * (FEW.short + FEW.queue) + [True] * 3


def test_long_jobs_leave_the_short_lane_and_are_bounded() -> None:
    async def ask(pool: Pool) -> tuple[int, int]:
        long = [asyncio.ensure_future(pool.run(asked(f"{LONG}y = y * {n}"))) for n in range(2)]
        quick = 0
        while not all(one.done() for one in long):
            quick += (await pool.run(asked(QUICK))).kind is Kind.ANSWER
        refused = sum(isinstance(one.exception(), SaturatedError) for one in long)
        return quick, refused

    quick, refused = with_pool(ask, lanes=replace(FEW, brief=0.05, short=3, long=0))
    assert refused == 2
    assert quick > 3


def test_a_job_known_to_be_long_waits_for_the_other() -> None:
    async def ask(pool: Pool) -> tuple[int, list[Reply | BaseException]]:
        await pool.run(asked(LONG))
        both = asyncio.gather(*(pool.run(asked(LONG)) for _ in range(2)), return_exceptions=True)
        most = 0
        while not both.done():
            most = max(most, len(pool._running))
            await asyncio.sleep(0.001)
        return most, await both

    most, outcomes = with_pool(ask)
    assert most == FEW.long
    assert not [one for one in outcomes if isinstance(one, Exception)]


def test_nobody_works_for_somebody_who_has_gone() -> None:
    async def gone() -> bool:
        return True

    async def ask(pool: Pool) -> int:
        with pytest.raises(SaturatedError):
            await pool.run(asked(RUNAWAY), gone)
        return len(pool._running)

    assert with_pool(ask, UNGUARDED) == 0


def test_a_worker_is_replaced_after_its_jobs() -> None:
    async def ask(pool: Pool) -> set[int]:
        seen = set()
        for _ in range(6):
            await pool.run(asked(QUICK))
            seen |= {worker.process for worker in pool._idle}
        return seen

    assert len(with_pool(ask, lanes=Lanes(short=1, long=1, spare=0, jobs=2))) >= 3


def test_our_own_mistake_is_none_of_the_programs() -> None:
    async def ask(pool: Pool) -> None:
        await pool.run(asked(QUICK, mode="sideways", max_elements="many"))

    with pytest.raises(BrokenError, match="TypeError at") as caught:
        with_pool(ask)
    assert QUICK not in str(caught.value)


def test_what_warms_a_worker_up_is_done() -> None:
    kinds = [reply.kind for reply in warm_up(Limits())]
    assert kinds == [Kind.ANSWER] * 2 + [Kind.COMPRESSED] * 6 + [Kind.REFUSAL] * 4


def test_workers_begun_with_a_nursery_that_is_lost_are_begun_with_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    begin = Pool._begin

    def begin_late(pool: Pool) -> None:
        pool._replenish()  # as a worker does whose pause ends in the same moment: it still asks the old nursery
        begin(pool)

    async def look(pool: Pool) -> Kind:
        old = pool._nest
        assert old is not None
        for worker in pool._idle:
            worker.jobs = 1  # so that it ends without a pause, after which all would be well again
        old.process.kill()
        while pool._nest is old:
            await asyncio.sleep(0.01)
        return (await pool.run(asked(QUICK))).kind

    monkeypatch.setattr(Pool, "_begin", begin_late)
    assert with_pool(look, lanes=replace(FEW, wall=10.0)) is Kind.ANSWER


def test_a_job_is_given_up_after_a_while_and_the_pool_goes_on() -> None:
    async def look(pool: Pool) -> Kind:
        with pytest.raises(SaturatedError):
            await pool.run(asked(RUNAWAY))
        assert not pool._running
        return (await pool.run(asked(QUICK))).kind

    # Its answer is looked for each second, and it takes several of a processor.
    assert with_pool(look, replace(UNGUARDED, time=100.0), replace(FEW, wall=0.0)) is Kind.ANSWER
