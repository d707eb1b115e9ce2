"""Programs with mistakes: a right one with tokens dropped, doubled, swapped and strewn in."""

from __future__ import annotations

import re

from .choices import Choices

_TOKEN = re.compile(r"\w+|\n *|[^\w\s]| +")
_STRAY = (
    *"()[]{}:,.;=+-*/@%^&|~!<>#'\"\\\n\t \0",
    *"０¼µʹ𝑥é\u200b\ud800\ufeff\f\r",
    *("**", "//", "->", ":=", "==", "<<", "...", "'''", '"""', "f'{", "}'", "\n    ", "\n  ", "#:"),
    *(
        "if",
        "else",
        "elif",
        "for",
        "in",
        "def",
        "return",
        "lambda",
        "while",
        "class",
        "import",
        "from",
        "with",
        "try",
    ),
    *(
        "not",
        "and",
        "or",
        "is",
        "None",
        "True",
        "async",
        "await",
        "yield",
        "match",
        "case",
        "del",
        "global",
        "assert",
    ),
    *("x", "y", "x1", "f4", "n", "w", "_", "__class__", "print", "grad", "sum", "range", "zip", "enumerate", "len"),
    *("stack", "ones", "tensor", "reshape", "einsum", "where", "T", "shape", "append", "backward", "detach", "float"),
    *(
        "0",
        "1",
        "-1",
        "1e400",
        "1j",
        "0x1F",
        "10**9",
        "9**9",
        "1_0",
        "0.5",
        "inf",
        "nan",
        "axis=0",
        "dim=-1",
        "seed=1",
    ),
    *("break", "continue", "pass", "grad(y, x1)", "[y]", "(y,)", "[]", "()", "*y", "**y", "list(x1)", "x1.shape"),
    *(
        "f'{y:.3d}'",
        "f'{y:e}'",
        "x1[x1 > 0]",
        "y.item()",
        "-1 if y else 1",
        "lambda: y",
        "no_grad()",
        "import numpy as np",
    ),
)


def mutated(text: str, choices: Choices) -> str:
    """Return `text` with one to four changes."""
    for _ in range(1 + choices.below(4)):
        parts = _TOKEN.findall(text) or [""]
        place, other = (choices.below(256) * len(parts) // 256 for _ in range(2))
        kind = choices.below(8)
        if kind == 0:
            del parts[place]
        elif kind == 1:
            parts[place], parts[other] = parts[other], parts[place]
        elif kind == 2:
            parts[place] = parts[other]
        elif kind == 3:
            parts.insert(place, choices.of(_STRAY))
        elif kind == 4:
            parts[place] = choices.of(_STRAY)
        elif kind == 5:
            parts = _lines_changed(text, choices)
        elif kind == 6:
            part = parts[place]
            parts[place] = choices.of(("(" * 60, "[" * 101, "-" * 101, "f(" * 50, "not " * 80)) + part
        else:
            del parts[min(place, other) : max(place, other)]
        text = "".join(parts)
    return text


def _lines_changed(text: str, choices: Choices) -> list[str]:
    """Return the lines with one doubled, moved or indented."""
    lines = text.splitlines(keepends=True) or [""]
    place = choices.below(len(lines))
    line = lines[place]
    kind = choices.below(3)
    if kind == 0:
        lines.insert(place, line)
    elif kind == 1:
        lines.insert(choices.below(len(lines)), lines.pop(place))
    else:
        lines[place] = f"    {line}"
    return lines
