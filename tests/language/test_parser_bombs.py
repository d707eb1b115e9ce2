"""The parser is a target: texts of 64 KiB that are made to kill it, to fill the memory or to take long."""

from __future__ import annotations

import pytest

from retrograd.errors import LimitExceeded, ProgramError
from retrograd.language.parse import parse
from retrograd.limits import Limits

from . import apart

MOST = 65_000


def _filled(start: str, part: str, end: str = "") -> str:
    """Return a text of as many parts as fit into 64 KiB."""
    return start + part * ((MOST - len(start) - len(end)) // len(part)) + end


def _nested(head: str, levels: int, last: str = "pass") -> str:
    return "\n".join(" " * level + head for level in range(levels)) + "\n" + " " * levels + last


BOMBS = {
    "+1": (_filled("x = 1", "+1"), "limit_terms"),
    "+x": (_filled("x = 1\ny = x", "+x"), "limit_terms"),
    "@": (_filled("x = 1", "@1"), "limit_terms"),
    "<<": (_filled("x = 1", "<<1"), "limit_terms"),
    "+ on many lines": (_filled("x = (1", "+\n1", ")"), "limit_terms"),
    "+ after backslashes": (_filled("x = 1", "\\\n+1"), "limit_terms"),
    "+ in a list": (_filled("x = [2, 1", "+1", "]"), "limit_terms"),
    "+ in an annotation": (_filled("x: 1", "+1", " = 2"), "limit_terms"),
    "+ in a formatted string": (_filled("print(f'{1", "+1", "}')"), "limit_terms"),
    "-": (_filled("x = ", "-", "1"), "limit_terms"),
    "- after a number": (_filled("x = 1", "-", "1"), "limit_terms"),
    "~": (_filled("x = ", "~", "1"), "limit_terms"),
    "not": (_filled("x = ", "not ", "1"), "limit_terms"),
    "**": (_filled("x = 1", "**1"), "limit_terms"),
    "**-": (_filled("x = 1", "**-1"), "limit_terms"),
    "lambda:": (_filled("x = ", "lambda:", "1"), "limit_terms"),
    "lambda, open": (_filled("", "lambda:"), "limit_terms"),
    "if else": (_filled("x = ", "1 if 1 else ", "1"), "limit_terms or limit_depth"),
    "(": (_filled("x = ", "("), "limit_depth"),
    "()": ("x = " + "(" * (MOST // 2) + "1" + ")" * (MOST // 2), "limit_depth"),
    "[": (_filled("x = ", "["), "limit_depth"),
    "{": (_filled("x = ", "{1:"), "limit_depth"),
    "a.b.b": (_filled("x = a", ".b"), "limit_depth"),
    "x.T.T": (_filled("x = ones(2)\ny = x", ".T"), "limit_depth"),
    "x[0][0]": (_filled("x = ones(2)\ny = x", "[0]"), "limit_depth"),
    "f()()": (_filled("y = f", "()"), "limit_depth"),
    "f(1,)(1,)": (_filled("y = f", "(1,)"), "limit_depth"),
    "x.T[0]()": (_filled("x = ones(2)\ny = x", ".T[0]()"), "limit_depth"),
    "import a.a": (_filled("import a", ".a"), "limit_depth"),
    "from a.a import": (_filled("from a", ".a", " import b"), "limit_depth"),
    "case a.b.b": (_filled("match x:\n case a", ".b", ": pass"), "limit_depth"),
    "elif": (_filled("x = 1\nif x: y = 1\n", "elif x: y=1\n"), "limit_terms or graph"),
    "if in if": (_nested("if 1:", 340), "syntax_error"),
    "for in for": (_nested("for i in [1]:", 340), "syntax_error"),
    "if in 90 ifs": (_nested("if 1:", 90, "y = 1"), "graph"),
    "for in 40 fors of 10": (_nested("for i in range(10):", 40), "limit_passes"),
    "def in 90 defs": (_nested("def f():", 90, "return 1"), "bad_argument"),
    "f-strings in each other": ("print(" + "f'{" * 100 + "1" + "}'" * 100 + ")", "syntax_error"),
    "digits": (_filled("x = ", "1"), "syntax_error"),
    "hexadecimal digits": (_filled("x = 0x", "f"), "bad_argument"),
    "words": (_filled("x = ", "a "), "syntax_error or limit_terms"),
    "words in brackets": ("x = " + "[a," * 98 + _filled("b", " c"), "syntax_error"),
    "x = x =": (_filled("", "x=", "1"), "graph"),
    "1 and 1": (_filled("x = 1", " and 1"), "bad_argument"),
    "1 < 1": (_filled("x = 1", "<1"), "bad_argument"),
    "decorators": (_filled("", "@a\n", "def f(): return 1"), "unsupported_syntax"),
    "patterns": (_filled("match 1:\n case a", "|a", ": pass"), "limit_terms"),
    "line ends": (_filled("", "\n"), "bad_argument"),
    "quotes": (_filled("", "'''"), "bad_argument"),
    "backslashes": (_filled("x = 1", "\\\n", "+1"), "graph"),
    "captions": (_filled("", "#:a\n", "x = 1"), "graph"),
    "one very long name": (_filled("x = ", "a"), "unknown_name"),
}


@pytest.fixture(scope="module")
def answers() -> dict[str, apart.Answer | None]:
    return apart.answers({name: text for name, (text, _code) in BOMBS.items()})


@pytest.mark.parametrize("name", BOMBS)
def test_no_text_of_64_kib_kills_the_interpreter_or_takes_long(
    answers: dict[str, apart.Answer | None], name: str
) -> None:
    answer = answers[name]
    assert answer is not None, "the process has died"
    assert answer.code in BOMBS[name][1].split(" or ")  # where Python's own guards decide, its versions differ
    assert answer.seconds < 2
    assert answer.peak < 300


@pytest.mark.parametrize("text", ["x = a" + ".b" * 101, "x = f'{a" + "[0]" * 101 + "}'"])
def test_the_place_where_a_chain_of_links_is_too_long(text: str) -> None:
    with pytest.raises(LimitExceeded) as caught:
        parse(f"# a.b\n{text}", Limits())
    assert caught.value.span is not None
    assert (caught.value.limit, caught.value.span.line) == ("depth", 2)


@pytest.mark.parametrize(("begin", "joint", "end"), [("(a", "\n", ")"), ("a", "\\\n", "")])
def test_a_statement_goes_on_within_brackets_and_after_a_backslash(begin: str, joint: str, end: str) -> None:
    with pytest.raises(LimitExceeded) as caught:
        parse(f"x = {begin}{f'{joint}.b' * 101}{end}\ny = 1", Limits())
    assert caught.value.span is not None
    assert (caught.value.limit, caught.value.span.line) == ("depth", 102)


HARMLESS = [
    "x = [" + "1.5, -2.5, " * 5000 + "1]",
    "'''" + "a.b - c.d + " * 4000 + "'''",
    "# " + "a.b" * 4000 + "\nx = 1",
    "x = 1\n" + "y = x.T - x * x\n" * 3000,
    "x = 1\ny = (" + "x and\n" * 3000 + "x)",
    "x = 1\ny = [" + "x * x,\n" * 5000 + "x]",
    "x = 1\ny = " + " + ".join(["x.T.T * x.T.T"] * 1990),
    "x = 1\ny = f'({x}' + " + "f'" + "a-b " * 3000 + "'",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_long_programs_without_long_chains_are_parsed(text: str) -> None:
    parse(text, Limits())


def test_a_chain_is_counted_for_each_level_of_the_brackets() -> None:
    limits = Limits(terms=5, depth=5)
    parse("x = (1 + (1 + 1 + 1) * 2 + 1) + sum((1 + 1), (2 + 2)) + 1", limits)
    parse("x = 1" + " + (1 + 1 + 1)" * 4, limits)
    with pytest.raises(ProgramError):
        parse("x = f(1, 2)[0](a, b)[2].b.c", limits)
