"""Letters and signs that Python does not read, and what to type for them."""

from __future__ import annotations

import re
import unicodedata

from retrograd.language.slips.line import Slip

_SIGNS = {
    "−": "-", "–": "-", "—": "-", "×": "*", "·": "*", "⋅": "*", "∗": "*", "∙": "*", "⨯": "*", "÷": "/", "∕": "/",
    "≤": "<=", "≥": ">=", "≠": "!=", "≈": "==", "≡": "==", "∧": "and", "∨": "or", "¬": "not", "∈": "in",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "´": "'", "…": "...",
    "→": "=", "←": "=", "⟵": "=", "⇒": "=", "∞": "inf", "⊙": "*", "⊗": "outer", "½": "0.5", "¼": "0.25",
}  # fmt: skip
_FUNCTIONS = {"√": "sqrt", "∑": "sum", "∏": "prod", "∂": "grad", "∇": "grad", "∫": "sum"}
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿⁱ", "0123456789-+ni")
_LOWERED_DIGITS = "₀₁₂₃₄₅₆₇₈₉"
_LOWERED = re.compile(rf"\w*\0[{_LOWERED_DIGITS}]\w*")
_OPERAND = re.compile(r"\([^()]*\)|[\w.]+(?:\([^()]*\))?")
_BEFORE = re.compile(r"(?:\([^()]*\)|[^\W\d]\w*(?:\([^()]*\)|\[[^\[\]]*\])?|\d+\.?\d*)$")


def unknown(text: str, column: int) -> Slip | None:  # noqa: PLR0911  (one way out for each kind of letter)
    """Return what to write for the letter at a column, which Python cannot read."""
    letter = text[column : column + 1]
    if not letter or letter.isascii():
        return None
    if unicodedata.category(letter) in {"Zs", "Cf", "Cc", "Zl", "Zp"}:
        return Slip("invisible", column, column + 1)
    if letter.translate(_RAISED) != letter:
        return _raised(text, column)
    if letter in _FUNCTIONS:
        return _called(text, column, _FUNCTIONS[letter])
    if letter in _SIGNS:
        return Slip("sign", column, column + 1, _SIGNS[letter])
    lowered = _LOWERED.search(text[:column] + "\0" + text[column:])
    if lowered and letter in _LOWERED_DIGITS:
        name = lowered.group().replace("\0", "")
        return Slip("raised", lowered.start(), lowered.start() + len(name), unicodedata.normalize("NFKC", name))
    plain = unicodedata.normalize("NFKC", letter)
    return Slip("sign" if plain.isascii() else "letter", column, column + 1, plain if plain.isascii() else "")


def _raised(text: str, column: int) -> Slip:
    """Return a raised number as a power: `x²` is `x ** 2`."""
    end = column
    while end < len(text) and text[end].translate(_RAISED) != text[end]:
        end += 1
    exponent = text[column:end].translate(_RAISED)
    before = _BEFORE.search(text[:column])
    if before is None:
        return Slip("raised", column, end, f"** {exponent}")
    base = before.group()
    better = f"inv({base})" if exponent == "-1" and base.isupper() else f"{base} ** {exponent}"
    return Slip("raised", before.start(), end, better)


def _called(text: str, column: int, name: str) -> Slip:
    operand = _OPERAND.match(text[column + 1 :].lstrip())
    if operand is None:
        return Slip("sign", column, column + 1, name)
    inner = operand.group()
    return Slip("sign", column, column + 1, name + (inner if inner.startswith("(") else f"({inner})"))
