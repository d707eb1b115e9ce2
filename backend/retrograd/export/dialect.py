"""What NumPy and PyTorch write differently: a dialect is a table of spellings and a few words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from retrograd.export.expressions import Expr
from retrograd.export.words import Language
from retrograd.ops.op import Shape


class Helper(NamedTuple):
    """A function that a script may define: what it is for, in English and Spanish, and its lines without that."""

    en: str
    es: str
    code: str

    def written(self, language: Language) -> str:
        """Return the function with its docstring."""
        head, _, body = self.code.strip().partition("\n")
        return f'{head}\n    """{self.en if language == "en" else self.es}"""\n{body}'


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How one library writes a program.

    spellings[name](application)        the code of an operation
    forms[name](op, node)               an operation by others, where it has no code of its own
    helpers[name]                       a function that a script may define, `needs` what it calls
    takes_any_kind                      operations whose operands may be truth values or whole numbers
    broadcasts                          operations, beside those that work cell by cell, that broadcast operands
    ties                                operations that share the gradient of ties in another way than the engine
    floated, filled, repeated, array    as floats, a number in each cell, an array in a larger shape, a literal
    identity                            the unit matrix
    created, detached                   an array by NumPy's code, what no gradient passes through
    """

    module: str
    spellings: Mapping[str, Callable[[Any], Expr]]
    forms: Mapping[str, Callable[..., Any]]
    helpers: Mapping[str, Helper]
    floated: Callable[..., Expr]
    filled: Callable[..., Expr]
    repeated: Callable[[Expr, Shape, str], Expr]
    array: Callable[..., Expr]
    identity: Callable[..., Expr]
    created: Callable[..., Expr]
    detached: Callable[[Expr], Expr]
    needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    takes_any_kind: frozenset[str] = frozenset()
    broadcasts: frozenset[str] = frozenset()
    ties: frozenset[str] = frozenset()
