"""Terms as LaTeX, with no parentheses but those that are needed."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from retrograd.graphjson.latex import number, size
from retrograd.reports import Language
from retrograd.symbolic.amounts import Amount
from retrograd.symbolic.templates import Level, Text, enclosed, of_application
from retrograd.symbolic.terms import (
    Applied,
    Factor,
    MatrixProduct,
    Name,
    Product,
    Reshape,
    Spread,
    Sum,
    Term,
    Total,
    Transpose,
    is_constant,
)

ONES = r"\mathbf{1}"
AXES_OF_A_MATRIX = {"en": ("rows", "columns"), "es": ("filas", "columnas")}
LARGEST_ROOT = 4
"""The denominator of an exponent that is written as a fraction: x^{3/2}, but x^{1.7}."""
HALF, THIRD = Fraction(1, 2), Fraction(1, 3)


class Writer:
    """Writes terms in a language: that of the words below a sum."""

    def __init__(self, language: Language) -> None:
        self._axes = AXES_OF_A_MATRIX[language]

    def latex(self, given: Term) -> str:
        """Return the formula of a term; a number that all cells have with a matrix of ones."""
        if given.shape and isinstance(given, Product) and all(not base.shape for base, _ in given.factors):
            return self._filled(given)
        return self._whole(given).latex

    def _filled(self, given: Product) -> str:
        sign, scalar = self._signed(given)
        sizes = r" \times ".join(map(str, given.shape))
        ones = rf"{ONES}_{{{sizes}}}"
        minus = "-" if sign else ""
        if scalar.latex == "1":
            return minus + ones
        return scalar.latex if scalar.latex == "0" else rf"{minus}{enclosed(scalar, Level.PRODUCT)} \, {ones}"

    def _whole(self, given: Term) -> Text:
        """Return a term with its sign."""
        negative, text = self._signed(given)
        return Text(f"-{enclosed(text, Level.PRODUCT)}", Level.SUM) if negative else text

    def _signed(self, given: Term) -> tuple[bool, Text]:
        """Return whether a term is negative, and the term without its sign."""
        if isinstance(given, Product):
            return given.amount.negative, self._product(given)
        return False, self._unsigned(given)

    def _unsigned(self, given: Term) -> Text:
        """Return any term but a product cell by cell, which alone has a sign."""
        match given:
            case Applied():
                return of_application(given, [self._whole(one) for one in given.arguments])
            case Sum():
                return Text(self._sum(given.terms), Level.SUM)
            case MatrixProduct():
                return Text(_side_by_side([self._matrix(one) for one in given.factors]), Level.PRODUCT)
            case Total():
                summed = enclosed(self._whole(given.inner), Level.PRODUCT)
                return Text(f"{self._sign_of_sum(given)} {summed}", Level.PRODUCT)
        return self._of_one(given)

    def _of_one(self, given: Term) -> Text:
        """Return a name, or one term in another shape."""
        match given:
            case Name():
                return Text(given.latex, Level.FACTOR if given.latex.startswith(r"\frac") else Level.ATOM)
            case Transpose():
                return self._transpose(given.inner)
            case Reshape() if not given.silent:
                inner = self._whole(given.inner).latex
                return Text(rf"\operatorname{{reshape}}_{{{size(given.shape)}}}\left({inner}\right)", Level.FUNCTION)
            case Reshape() | Spread():
                return self._whole(given.inner)
        return Text("I", Level.ATOM)

    def _sum(self, terms: Sequence[Term]) -> str:
        written = ""
        for one in terms:
            negative, text = self._signed(one)
            sign = ("- " if written else "-") if negative else "+ " if written else ""
            written += f"{' ' if written else ''}{sign}{enclosed(text, Level.PRODUCT)}"
        return written

    def _sign_of_sum(self, given: Total) -> str:
        ndim = len(given.inner.shape)
        if len(given.axes) == ndim:
            return r"{\textstyle\sum}\,"
        if ndim == 2:
            return rf"{{\textstyle\sum_{{\text{{{self._axes[given.axes[0]]}}}}}}}\,"
        return rf"{{\textstyle\sum_{{{','.join(map(str, given.axes))}}}}}\,"

    def _matrix(self, given: Term) -> str:
        return ONES if is_constant(given) else enclosed(self._whole(given), Level.FACTOR)

    def _transpose(self, inner: Term) -> Text:
        if isinstance(inner, Applied) and inner.op.name == "inv":
            return Text(f"{enclosed(self._whole(inner.arguments[0]), Level.ATOM)}^{{-\\top}}", Level.FACTOR)
        return Text(f"{enclosed(self._whole(inner), Level.ATOM)}^{{\\top}}", Level.FACTOR)

    def _product(self, given: Product) -> Text:
        """Return a product without its sign: a number, scalars, then factors cell by cell."""
        upper = [one for one in given.factors if one[1] > 0]
        lower = [(base, -exponent) for base, exponent in given.factors if exponent < 0]
        cells = sorted((one for one in upper if given.shape and one[0].shape == given.shape), key=_is_mask)
        scalars = sorted((one for one in upper if one not in cells), key=_rank)
        top, bottom, decimal = _number(abs(given.amount))
        if not lower:
            return self._row(decimal, scalars, cells)
        below = [one for one in lower if given.shape and one[0].shape == given.shape]
        below_scalars = sorted((one for one in lower if one not in below), key=_rank)
        under = self._row(bottom, below_scalars, below)
        if below or not cells or (len(cells) == 1 and not isinstance(cells[0][0], MatrixProduct)):
            return Text(rf"\frac{{{self._row(top, scalars, cells).latex}}}{{{under.latex}}}", Level.FACTOR)
        front = rf"\frac{{{self._row(top, scalars, []).latex}}}{{{under.latex}}}"
        return self._row(front, [], cells)

    def _row(self, front: str, scalars: list[Factor], cells: list[Factor]) -> Text:
        """Return a number, scalars side by side, and factors that are multiplied cell by cell."""
        if front == "1" and len(scalars) + len(cells) == 1:
            return self._power((*scalars, *cells)[0])
        pieces = [enclosed(self._power(one), Level.FACTOR) for one in scalars]
        if cells:
            single = Level.PRODUCT if len(cells) == 1 else Level.FACTOR
            pieces.append(r" \odot ".join(enclosed(self._power(one), single) for one in cells))
        if not pieces:
            return Text(front, Level.FACTOR if front.startswith(r"\frac") else Level.ATOM)
        body = _side_by_side(pieces)
        if front == "1":
            return Text(body, Level.PRODUCT)
        if body[0].isdigit() or body.startswith(r"\frac{d"):
            return Text(rf"{front} \cdot {body}", Level.PRODUCT)
        return Text(_side_by_side([front, body]) if front.startswith("\\") else f"{front} {body}", Level.PRODUCT)

    def _power(self, factor: Factor) -> Text:
        base, exponent = factor
        if exponent == 1:
            return self._whole(base)
        if exponent in {HALF, THIRD}:
            index = "" if exponent == HALF else "[3]"
            return Text(rf"\sqrt{index}{{{self._whole(base).latex}}}", Level.FUNCTION)
        written = self._whole(base)
        raised = str(exponent) if exponent.denominator <= LARGEST_ROOT else _number(Amount(exponent, decimal=True))[2]
        return Text(f"{enclosed(written, Level.FUNCTION)}^{{{raised}}}", Level.FACTOR)


def _side_by_side(pieces: Sequence[str]) -> str:
    """Return a product without a sign: with a thin space, which parentheses bring along."""
    return "".join(
        piece if place == 0 else f" {piece}" if piece.startswith(r"\left") else rf" \, {piece}"
        for place, piece in enumerate(pieces)
    )


def _rank(factor: Factor) -> int:
    """Order scalars as one writes them: names, then functions of them, then what needs parentheses."""
    base = factor[0]
    return 0 if isinstance(base, Name) else 2 if isinstance(base, Sum) else 1


def _is_mask(factor: Factor) -> bool:
    """Order factors cell by cell: masks come last, as in G ⊙ [z > 0]."""
    base = factor[0]
    return isinstance(base, Applied) and (base.op.truth or base.op.family == "masks")


def _number(amount: Amount) -> tuple[str, str, str]:
    """Return a positive number as numerator and denominator, and in one piece."""
    value = amount.value
    if isinstance(value, float):
        text = number(value).strip("()")
        return text, "1", text
    if amount.decimal and _finite(value.denominator):
        text = f"{float(value):.9g}"
        if "e" not in text:
            return text, "1", text
    top, bottom = str(value.numerator), str(value.denominator)
    return top, bottom, top if bottom == "1" else rf"\frac{{{top}}}{{{bottom}}}"


def _finite(denominator: int) -> bool:
    """Return whether a fraction with this denominator has finitely many decimals, and few."""
    return 10**6 % denominator == 0
