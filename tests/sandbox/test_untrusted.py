"""A worker that was taken over: whatever it sends, it is lost, and nothing of it goes on."""

from __future__ import annotations

import asyncio

import orjson
import pytest
from pydantic import ValidationError

from retrograd.reports import Report
from retrograd.sandbox.frames import HEADER, LARGEST_REFUSAL, Kind, Reply, framed
from retrograd.sandbox.refusal import Refusal, written
from retrograd.sandbox.worker_end import WorkerEnd

MOST = 100
TOLD = Report("limit_time", "Too much", "It took too long.", None, None, "time", 2.0)


class Deaf(asyncio.WriteTransport):
    """Somebody to write to."""

    def writelines(self, list_of_data: object) -> None:
        """Take it."""


def received(*parts: bytes, busy: bool = True) -> tuple[list[Reply], int]:
    """Return the replies that a worker's bytes amount to, and how often it was lost."""
    replies: list[Reply] = []
    lost: list[WorkerEnd] = []
    worker = WorkerEnd(0, MOST, lambda _, reply: replies.append(reply), lost.append)
    worker.connection_made(Deaf())
    if busy:
        worker.ask(b"job")
    for part in parts:
        worker.data_received(part)
    return replies, len(lost)


def test_a_reply_may_come_in_parts() -> None:
    reply = Reply(Kind.ANSWER, b"x" * MOST)
    content = framed(reply)
    assert received(content) == ([reply], 0)
    assert received(*[content[n : n + 1] for n in range(len(content))]) == ([reply], 0)


@pytest.mark.parametrize(
    "content",
    [
        HEADER.pack(Kind.ANSWER, MOST + 1),
        HEADER.pack(Kind.COMPRESSED, MOST + 1),
        HEADER.pack(Kind.REFUSAL, LARGEST_REFUSAL + 1),
        HEADER.pack(0, 1) + b"x",
        HEADER.pack(99, 1) + b"x",
        HEADER.pack(Kind.ANSWER, 2**32 - 1),
        framed(Reply(Kind.ANSWER, b"x")) + b"y",
    ],
)
def test_what_is_no_reply_loses_the_worker(content: bytes) -> None:
    assert received(content) == ([], 1)


def test_a_reply_that_nobody_asked_for_loses_the_worker() -> None:
    assert received(framed(Reply(Kind.ANSWER, b"x")), busy=False) == ([], 1)
    reply = Reply(Kind.ANSWER, b"x")
    assert received(framed(reply), framed(reply)) == ([reply], 1)


def test_a_report_survives_the_journey() -> None:
    assert Refusal.read(written(TOLD)).report() == TOLD


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "Limit"},
        {"code": "x" * 50},
        {"code": "a\n"},
        {"title": "x" * 201},
        {"detail": "x" * 2001},
        {"hint": 5},
        {"span": {"line": 0, "column": 1, "end_line": 1, "end_column": 1}},
        {"span": []},
        {"value": "2"},
        {"more": 1},
    ],
)
def test_a_refusal_that_is_none_is_not_passed_on(wrong: dict[str, object]) -> None:
    content = orjson.loads(written(TOLD)) | wrong
    with pytest.raises(ValidationError):
        Refusal.read(orjson.dumps(content))
