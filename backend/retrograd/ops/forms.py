"""Operations whose number of operands is decided by the call: lists of tensors, operands that may be left out.

A declaration is for a fixed number of operands. What takes more or fewer has a declaration for each number, made
when it is first needed; everything that looks at an application sees one with as many rules as operands.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any, Literal

from retrograd.ops.op import LocalKind, Operation, Rule, Shape, numbered

USUAL = 32  # operands


def variadic(
    declare: Callable[[tuple[str, ...]], Operation], *, many: Literal["list", "rest"], operand: str = "tensors"
) -> Operation:
    """Declare an operation of any number of tensors; `declare(names)` is the one of so many operands.

    Declarations are kept for the usual numbers alone: hostile programs must not fill the memory with others.
    """
    usual = cache(declare)

    def form(names: tuple[str, ...]) -> Operation:
        return usual(names) if len(names) <= USUAL and names == numbered(len(names)) else declare(names)

    return replace(form(numbered(2)), operands=(operand,), many=many, form=form)


def with_optional(full: Operation, *optional: str) -> Operation:
    """Let operands of `full` be left out; its functions then find None in their place."""

    @cache
    def form(given: tuple[str, ...]) -> Operation:
        return full if given == full.operands else _without(full, given)

    return replace(full, optional=optional, form=form)


def by_case(choose: Callable[..., int], *cases: Operation) -> Operation:
    """Declare an operation whose rules depend on its operands: `choose(*operands)` tells which of the cases it is.

    The cases have the same operands; `choose` looks at their shapes, and at what made them.
    """

    @cache
    def form(given: tuple[str, ...]) -> Operation:
        return chosen_of(tuple(case.of(given) for case in cases))

    def chosen_of(forms: tuple[Operation, ...]) -> Operation:
        return replace(forms[0], case=lambda *operands: forms[choose(*operands)])

    return replace(chosen_of(cases), form=form)


def _without(full: Operation, given: tuple[str, ...]) -> Operation:
    places = tuple(given.index(name) if name in given else None for name in full.operands)
    kept = tuple(full.operands.index(name) for name in given)

    def filled(operands: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(None if place is None else operands[place] for place in places)

    def on_all(function: Callable[..., Any] | None) -> Any:
        return function and (lambda *operands, **attributes: function(*filled(operands), **attributes))

    def rule(whole: Rule | None) -> Rule | None:
        if whole is None:
            return None
        return lambda change, result, *operands, **attributes: whole(change, result, *filled(operands), **attributes)

    def align(*shapes: Shape) -> tuple[Shape, ...]:
        assert full.align is not None  # noqa: S101  (asked below)
        aligned = full.align(*filled(shapes))
        return tuple(aligned[position] for position in kept)

    def of_kept(parts: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(parts[position] for position in kept) if parts else ()

    return replace(
        full,
        operands=given,
        forward=on_all(full.forward),
        shape=on_all(full.shape),
        resolve=on_all(full.resolve),
        align=align if full.align else None,
        vjp=tuple(map(rule, of_kept(full.vjp))),
        jvp=tuple(map(rule, of_kept(full.jvp))),
        slope=tuple(map(rule, of_kept(full.slope))),
        local=of_kept(full.local),
        local_latex=of_kept(full.local_latex),
        vjp_latex=of_kept(full.vjp_latex),
        jvp_latex=of_kept(full.jvp_latex),
        opened=on_all(full.opened),
        work=on_all(full.work),
        scratch=on_all(full.scratch),
    )


_NO_GRADIENT: tuple[LocalKind, ...] = ("none",)


def several(name: str, **declared: Any) -> Operation:
    """Declare a function with several results, each of which is an application of an operation of its own.

    `results(*shapes, **attributes)` says which; the function itself is never a node.
    """
    operands: tuple[str, ...] = declared["operands"]
    return Operation(
        name=name,
        sign=name,
        forward=_never,
        shape=_never,
        vjp=(None,) * len(operands),
        jvp=(None,) * len(operands),
        local=_NO_GRADIENT * len(operands),
        **declared,
    )


def _never(*_operands: Any, **_attributes: Any) -> Any:
    raise AssertionError("a function with several results is applied result by result")
