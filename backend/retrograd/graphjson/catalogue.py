"""The catalogue of operations, as the API and the docs show it: read off the registry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from retrograd.graphjson.formulas import Formulas, general
from retrograd.language.names import ALIASES
from retrograd.ops import OPS
from retrograd.ops.op import Operation, Sample, random_operands


@dataclass(frozen=True, slots=True)
class Entry:
    """One operation; `vjp_latex` has one rule for each operand that a gradient passes through."""

    name: str
    sign: str
    signature: str
    spellings: tuple[str, ...]
    summary: str
    latex: str
    vjp_latex: str
    family: str
    differentiable: bool


def catalogue(summaries: Mapping[str, str] | None = None) -> tuple[Entry, ...]:
    """Return all public operations, family by family.

    `summaries` says by its name what an operation does; where it does not, the declaration does, in English.
    """
    spellings: dict[str, list[str]] = defaultdict(list)
    for alias, name in ALIASES.items():
        spellings[name].append(alias)
    told = summaries or {}
    return tuple(
        _entry(op, tuple(spellings[op.name]), told.get(op.name, op.summary)) for op in OPS.values() if op.public
    )


def _entry(op: Operation, spellings: tuple[str, ...], summary: str) -> Entry:
    formulas = _general_formulas(op)
    rules = [formulas.vjp(argument) for argument in range(len(formulas.op.operands))] if formulas else []
    return Entry(
        name=op.name,
        sign=op.sign,
        signature=op.signature,
        spellings=spellings,
        summary=summary,
        latex=formulas.forward() if formulas else str(op.latex),
        vjp_latex=r", \quad ".join(filter(None, rules)),
        family=op.family,
        differentiable=op.differentiable,
    )


def _general_formulas(op: Operation) -> Formulas | None:
    """Return the formulas on the operation's most telling sample: the first whose operands are no scalars."""
    if not op.operands or op.results is not None:
        return None
    sample = next((one for one in op.samples if all(one.shapes) and all(map(all, one.shapes))), op.samples[0])
    return sample_formulas(op, sample)


def sample_formulas(op: Operation, sample: Sample) -> Formulas:
    """Return the formulas of one sample call, with the general names x, y, z and L."""
    op = op.for_sample(sample)
    shapes = op.align(*sample.shapes) if op.align else sample.shapes
    given = dict(sample.attributes)
    if op.settle is not None:
        given = op.settle(*random_operands(op, sample, np.random.default_rng(0)), **given)
    attributes = op.resolve(*shapes, **given)
    return general(op, shapes, op.shape(*shapes, **attributes), attributes)
