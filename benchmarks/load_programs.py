"""What clients ask under load: honest programs, and those of people who mean harm."""

from __future__ import annotations

from benchmarks.programs import TWO_LAYER_NETWORK
from retrograd.gallery import EXAMPLES

SMALL = "w = 0.5\nx = 2.0\nL = -log(sigmoid(w * x**2))"
"""Seven nodes, 8 kB of answer."""
HONEST = TWO_LAYER_NETWORK

_PRODUCTS = "A = randn(900, 900, seed=1)\nB = A @ A\nC = B @ B\nD = C @ C\nL = sum(D @ D)"
_EINSUM = (
    "A = randn(100, 100, seed=1)\n"
    'L = sum(einsum("ab,cd,bc->ad", A, A, A)) + sum(einsum("ab,bc,cd,de->ae", A, A, A, A))'
)
_MEMORY = "x = randn(4000000, seed=1)\n" + "".join(f"y{n} = x + {n}\n" for n in range(6)) + "L = sum(y5)"
_BRACKETS = "x = " + "(" * 99 + "1" + ")" * 99 + "\n" + "y = x\n" * 8000
_TOO_DEEP = "x = " + "[" * 5000
_TERMS = "x = 2\n" + "".join("y = " + "+".join(["x"] * 1900) + "\n" for _ in range(8))
_TOO_LONG = "+" * 1_000_000

HOSTILE = (
    (_PRODUCTS, _MEMORY, _TERMS),
    (_EINSUM, _BRACKETS, _MEMORY),
    (_MEMORY, _TOO_DEEP, _PRODUCTS),
    (_TERMS, _TOO_LONG),
    (_PRODUCTS,),
    (_MEMORY,),
    (_EINSUM,),
    (_BRACKETS, _TERMS),
)
"""Of eight clients, each with its own: long products and contractions, much memory, bombs for the parser."""
MIXED = (
    *(example.program("en") for example in EXAMPLES),
    HONEST,
    "x = ones(2, 3)\ny = x @ x",
    "y = sun(2)",
    _TOO_DEEP,
)
"""Of a class: the gallery, mistakes, one who tries what happens."""
MIXED_SLOW = (*MIXED, _PRODUCTS, _EINSUM, _MEMORY, _TERMS)


def varied(programs: tuple[str, ...], times: int) -> tuple[str, ...]:
    """Return the programs again and again, no two alike: none of them is known."""
    return tuple(f"{program}\n# {number}" for number in range(times) for program in programs)
