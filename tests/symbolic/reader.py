"""LaTeX read back to numbers: a second opinion on what a formula says, which knows nothing of terms.

Vectors are columns, as in the formulas; `⊙` and `,` products tell by the shapes what they multiply.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

TOKEN = re.compile(
    r"\s*(\\operatorname\{\w+\}|\\mathrm\{\w+\}|\{\\textstyle\\sum(?:_\{\\text\{\w+\}\})?\}|\\[a-zA-Z]+(?:_\{\d+\})?"
    r"|\\,|\\\||\d+(?:\.\d+)?|[a-zA-Z](?:_\{\d+\})?'*|.)"
)
FUNCTIONS: Mapping[str, Callable[[Any], Any]] = {
    r"\sigma": lambda x: 1 / (1 + np.exp(-x)),
    r"\log": np.log,
    r"\exp": np.exp,
    r"\tanh": np.tanh,
    r"\sin": np.sin,
    r"\cos": np.cos,
    r"\arctan": np.arctan,
    r"\operatorname{mean}": np.mean,
}
SUMS: Mapping[str, Callable[[Any], Any]] = {
    r"{\textstyle\sum}": np.sum,
    r"{\textstyle\sum_{\text{rows}}}": lambda x: x.sum(axis=0)[:, None],
    r"{\textstyle\sum_{\text{columns}}}": lambda x: x.sum(axis=1)[:, None],
}
ENDS = {"}", ")", r"\right", "]", "+", "-", "<", ">", "/", ""}


class Reader:
    """Reads one formula, with the values of its names."""

    def __init__(self, latex: str, names: Mapping[str, Any]) -> None:
        self.tokens = [one for one in TOKEN.findall(latex) if one.strip()]
        self.place = 0
        self.names = names

    @property
    def next(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def take(self, expected: str | None = None) -> str:
        token = self.next
        assert expected is None or token == expected, (token, expected, self.tokens)
        self.place += 1
        return token

    def whole(self) -> Any:
        value = self.comparison()
        assert self.next == "", self.tokens[self.place :]
        return value

    def comparison(self) -> Any:
        left = self.sum()
        if self.next not in {"<", ">"}:
            return left
        return (left < self.sum() if self.take() == "<" else left > self.sum()).astype(float)

    def sum(self) -> Any:
        negative = self.next == "-" and bool(self.take())
        value = -self.product() if negative else self.product()
        while self.next in {"+", "-"}:
            sign = self.take()
            term = self.product()
            value = value + term if sign == "+" else value - term
        return value

    def product(self) -> Any:
        if self.next in SUMS:
            total = SUMS[self.take()]
            self.take(r"\,")
            return total(self.product())
        value = self.power()
        while self.next not in ENDS:
            sign = self.take() if self.next in {r"\,", r"\cdot", r"\odot"} else ""
            factor = self.product() if self.next in SUMS else self.power()
            value = value * factor if sign == r"\odot" else times(value, factor)
        return value

    def power(self) -> Any:
        value = self.atom()
        while self.next == "^":
            self.take()
            self.take("{")
            if self.next == r"\top":
                self.take()
                value = np.asarray(value).T
            else:
                value = value ** self.exponent()
            self.take("}")
        return value

    def exponent(self) -> Any:
        value = self.sum()
        if self.next == "/":
            self.take()
            value = value / self.sum()
        return value

    def group(self, opening: str = "{", closing: str = "}") -> Any:
        self.take(opening)
        value = self.comparison()
        self.take(closing)
        return value

    def atom(self) -> Any:
        sign = self.take()
        if sign == r"\left":
            value = self.group("(", r"\right")
            self.take(")")
            return value
        if sign == r"\frac":
            return self.group() / self.group()
        if sign == r"\sqrt":
            return np.sqrt(self.group())
        if sign == "[":
            self.place -= 1
            return self.group("[", "]")
        if sign in FUNCTIONS:
            return FUNCTIONS[sign](self.group("(", ")"))
        if sign == r"\mathbf":
            raise AssertionError("ones have no shape of their own")
        return float(sign) if sign[0].isdigit() else self.names[sign]


def times(left: Any, right: Any) -> Any:
    """Multiply matrices as such, and all else as numbers; a matrix of one cell is one."""
    return left * right if np.size(left) == 1 or np.size(right) == 1 else left @ right


def read(latex: str, names: Mapping[str, Any]) -> Any:
    """Return the value of a formula."""
    columns = {name: value[:, None] if np.ndim(value) == 1 else value for name, value in names.items()}
    return Reader(latex, columns).whole()
