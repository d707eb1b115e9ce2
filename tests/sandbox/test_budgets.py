"""Every budget at one less than needed, at what is needed, and at one more; and previews before a refusal."""

from __future__ import annotations

import gzip
import time
from dataclasses import fields, replace
from typing import Any

import orjson
import pytest

from retrograd.api.schemas import JacobianRequest
from retrograd.limits import Limits
from retrograd.reports.en import LIMITS as ENGLISH
from retrograd.reports.es import LIMITS as SPANISH
from retrograd.sandbox.evaluation import evaluated, job
from retrograd.sandbox.frames import Kind
from retrograd.sandbox.refusal import Refusal

from .working import asked

MATRICES = "A = ones(4, 5)\nB = ones(5, 6)\n"
FIVE = "x = 1\ny = x + x\nz = y + y\nu = z + z\nv = u + u"
NEEDED = [
    ("program", FIVE, len(FIVE)),
    ("depth", "x = " + "(" * 7 + "1" + ")" * 7, 7),
    ("terms", "x = 1\ny = " + " + ".join("x" * 150), 150),
    ("steps", FIVE, 5),
    ("axes", "x = ones(1, 1, 1)", 3),
    ("elements", "x = ones(100)", 100),
    ("memory", "x = ones(100)\ny = x * x", 8 * (2 * 100 + 100)),  # made, kept as a leaf, and the product
    ("work", f"{MATRICES}y = A @ B", 4 * 5 * 6),
]


def outcome(program: str, limits: Limits, **fields: Any) -> str:
    """Return "answer", or the code of the refusal."""
    reply = evaluated(asked(program, **fields), limits)
    return "answer" if reply.kind is Kind.ANSWER else Refusal.read(reply.content).code


@pytest.mark.parametrize(("name", "program", "needed"), NEEDED, ids=[name for name, _, _ in NEEDED])
def test_a_budget_is_enough_exactly_when_it_is(name: str, program: str, needed: int) -> None:
    outcomes = [outcome(program, replace(Limits(), **{name: needed + more})) for more in (-1, 0, 1)]
    assert outcomes == [f"limit_{name}", "answer", "answer"]


def test_the_size_of_an_answer() -> None:
    content = evaluated(asked(FIVE), Limits()).content
    outcomes = [outcome(FIVE, replace(Limits(), answer=1000, body=len(content) + more)) for more in (-1, 0, 1)]
    assert outcomes == ["limit_body", "answer", "answer"]


def test_the_size_of_a_jacobian() -> None:
    wanted = JacobianRequest(program="x = ones(3)\ny = x * x", of="global", node="n0").model_dump()
    asked_for = job("jacobian", wanted, compressed=False)
    kinds = [evaluated(asked_for, replace(Limits(), jacobian=9 + more)).kind for more in (-1, 0, 1)]
    assert kinds == [Kind.REFUSAL, Kind.ANSWER, Kind.ANSWER]


def test_the_numbers_of_an_answer() -> None:
    program = "x = ones(2)\n" + "x = x + 1\n" * 40
    outcomes = [outcome(program, replace(Limits(), answer=most), max_elements=1) for most in (1000, 9000)]
    assert outcomes == ["limit_answer", "answer"]


@pytest.mark.parametrize("mode", ["reverse", "forward"])
def test_previews_shrink_before_an_answer_is_refused(mode: str) -> None:
    lines = "\n".join(f"x = tanh(x) + {n}" for n in range(60))
    program = f"x = randn(30, 30, seed=1)\n{lines}\nL = sum(x)"
    whole = evaluated(asked(program, mode=mode, max_elements=1000), Limits()).content
    tight = replace(Limits(), answer=len(whole) // 3)
    shrunk = evaluated(asked(program, mode=mode, max_elements=1000), tight)
    assert shrunk.kind is Kind.ANSWER
    assert len(shrunk.content) <= len(whole) // 2
    first = orjson.loads(shrunk.content)["nodes"][0]["value"]
    assert 1 <= len(first["preview"]["data"]) < 256


def test_more_numbers_than_an_answer_may_hold_become_previews() -> None:
    limits = replace(Limits(), numbers=100)
    reply = evaluated(asked("x = ones(64)\ny = x * x\nz = y * y", max_elements=64), limits)
    assert reply.kind is Kind.ANSWER
    assert "preview" in orjson.loads(reply.content)["nodes"][2]["value"]


def test_what_is_worth_it_is_compressed_by_the_worker() -> None:
    wanted = orjson.loads(asked(FIVE))["wanted"]
    reply = evaluated(job("graph", wanted, compressed=True), Limits())
    assert reply.kind is Kind.COMPRESSED
    assert gzip.decompress(reply.content) == evaluated(asked(FIVE), Limits()).content


AT_ONCE = [
    ("x = zeros(10**9)", "elements"),
    ("x = ones(1000000)\ny = x[:, None] + x[None, :]", "elements"),
    ("x = ones(2)\n" + "x = concatenate([x, x])\n" * 40, "elements"),
    ("A = eye(3000)\ny = inv(A)", "elements"),
    ("A = eye(1900)\ny = inv(A)", "work"),
    ("A = eye(1900)\ny = pinv(A)", "work"),
    ("A = eye(1900)\ny = det(A)", "work"),
    ("A = eye(1900)\ny = cholesky(A)", "work"),
    ("A = eye(1900)\ny = solve(A, A)", "work"),
    ("A = eye(1900)\ny = kron(A, A)", "elements"),
    ('A = ones(90, 90, 90)\ny = einsum("abc,dbe,cef->", A, A, A)', "work"),
    ('A = ones(90, 90)\ny = einsum("ab,cd,ef->abcdef", A, A, A)', "elements"),
    ("x = ones(1, 1, 1900, 1900)\nw = ones(1, 1, 900, 900)\ny = conv2d(x, w)", "work"),
    ("x = ones(1, 1, 1900, 1900)\ny = max_pool2d(x, 900, stride=1)", "elements"),
]


@pytest.mark.parametrize(("program", "limit"), AT_ONCE, ids=[program[-40:] for program, _ in AT_ONCE])
def test_what_is_too_much_is_refused_before_it_begins(program: str, limit: str) -> None:
    """Within 100 ms; the quickest of three times, as others work on this machine too."""
    taken = []
    for _ in range(3):
        begun = time.perf_counter()
        assert outcome(program, Limits()) == f"limit_{limit}"
        taken.append(time.perf_counter() - begun)
    assert min(taken) < 0.1


def test_every_budget_has_its_unit_and_its_words() -> None:
    named = {one.name for one in fields(Limits)}
    assert all(one.metadata["unit"] and one.metadata["about"] for one in fields(Limits))
    # `worker` is told as memory; beyond `check` and `trail`, less is answered.
    assert named - {"worker", "passes", "calls", "check", "trail"} <= set(ENGLISH)
    assert set(ENGLISH) == set(SPANISH)
