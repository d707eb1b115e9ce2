"""Declared formulas filled with terms: where an operand needs parentheses, and where the whole does."""

from __future__ import annotations

import re
from enum import IntEnum
from typing import NamedTuple

from retrograd.graphjson.latex import fill
from retrograd.ops.op import Facts
from retrograd.symbolic.terms import Applied, parts


class Level(IntEnum):
    """How closely a text holds together."""

    SUM = 0
    PRODUCT = 1
    FACTOR = 2  # may stand in a product, and takes no power
    FUNCTION = 3  # may have a power
    ATOM = 4  # may have a power, an index, a transpose


class Text(NamedTuple):
    """LaTeX, and how closely it holds together."""

    latex: str
    level: Level


RELATIONS = (" =", " >", " <", r" \geq", r" \leq", r" \neq")
OPENING = (
    "(",
    "{",
    ", ",
    "[",
    "|",
    r"\|",
    r"\lfloor ",
    r"\lceil ",
    r"\langle ",
    "= ",
    "> ",
    "< ",
    r"\geq ",
    r"\leq ",
)
CLOSING = (")", "}", ",", "]", r"\right", "|", r"\|", r" \rfloor", r" \rceil", r" \rangle", *RELATIONS)
LOOSE = (" + ", " - ", r"\odot", r"\cdot", r"\otimes", r"\wedge", r"\vee", r"\oplus", r"\bmod", r"\neg", *RELATIONS)


def enclosed(text: Text, least: Level) -> str:
    """Return a text, in parentheses if it holds less closely together than it has to."""
    return text.latex if text.level >= least else rf"\left({text.latex}\right)"


def of_application(given: Applied, operands: list[Text]) -> Text:
    """Return what the declaration of an operation makes of its operands."""
    names = given.op.operands
    plain = dict(zip(names, (one.latex for one in operands), strict=True))
    shapes = dict(zip(names, (one.shape for one in given.arguments), strict=True))
    numbers = {
        name: float(amount.value)
        for name, one in zip(names, given.arguments, strict=True)
        for amount, factors in [parts(one)]
        if not factors
    }
    facts = Facts(plain, {"z": given.shape, **shapes}, given.attributes.values, numbers)
    template = given.op.latex(facts) if callable(given.op.latex) else given.op.latex
    facts.symbols = {name: enclosed(one, _needed(template, name)) for name, one in zip(names, operands, strict=True)}
    made = fill(template, facts)
    return Text(f"[{made}]", Level.ATOM) if given.op.truth else Text(made, _level(made))


def _needed(template: str, name: str) -> Level:
    """Return how closely an operand has to hold together at its places in a template."""
    place = f"<{name}>"
    before, *after = template.split(place)
    needed = Level.SUM
    for left, right in zip([before, *after], after, strict=False):
        needed = max(needed, _around(left, right))
    return needed


def _around(left: str, right: str) -> Level:
    if right.startswith(("^", "_", "}_", "}^")):
        return Level.ATOM
    alone = (not left or left.endswith(OPENING)) and (not right or right.startswith(CLOSING))
    return Level.SUM if alone else Level.FACTOR


def _level(latex: str) -> Level:
    """Return how closely a formula holds together, by the signs that stand outside of all its brackets."""
    outside = _outside(latex)
    if outside.startswith("-") or any(sign in outside for sign in LOOSE):
        return Level.SUM
    if r"\," in outside or " " in outside.strip():
        return Level.PRODUCT
    return Level.FACTOR if "^" in outside or outside.startswith(r"\frac") else Level.FUNCTION


def _outside(latex: str) -> str:
    """Return what stands outside of all brackets."""
    found, depth = "", 0
    for piece in re.split(r"(\\left.|\\right.|\\[|]|[({\[\])}])", latex):
        if piece.startswith(r"\left") or piece in {"(", "{", "["}:
            depth += 1
        elif piece.startswith(r"\right") or piece in {")", "}", "]"}:
            depth -= 1
        elif depth == 0:
            found += piece
    return found
