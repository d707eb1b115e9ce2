"""The reports in English of what can be wrong with the operands of single operations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from retrograd.errors import ProgramError
from retrograd.ops import mistakes
from retrograd.reports.facts import counted, listed, quote, size

Words = tuple[str, str | None]


def _operand_misfit(error: mistakes.OperandMisfit) -> Words:
    detail = f"`{error.operand}` of `{error.function}` has the shape {size(error.shape)}."
    return detail, f"It takes {' or '.join(error.expected)}: choose other sizes, or use `reshape`."


def _channels_clash(error: mistakes.ChannelsClash) -> Words:
    channels, per_group = error.x[-error.axes - 1], error.weight[1]
    meant = f"{per_group} × {error.groups} groups" if error.groups > 1 else f"{per_group}"
    detail = f"`x` {size(error.x)} has {counted(channels, 'channel', 'channels')}; "
    detail += f"`weight` {size(error.weight)} of `{error.function}` is for {meant}."
    return detail, "The second size of `weight`, times `groups`, must be the channels of `x`."


def _window_too_large(error: mistakes.WindowTooLarge) -> Words:
    detail = f"The window of `{error.function}` spans {size(error.window)}, and there are {size(error.sizes)} cells."
    return detail, "Choose a smaller kernel, or more `padding`."


def _term_misfit(error: mistakes.TermMisfit) -> Words:
    axes = counted(error.named, "axis", "axes")
    detail = f"The term {quote(error.term)} names {axes}; its tensor has the shape {size(error.shape)}."
    return detail, "Write one letter for each axis, or `...` for those that are left."


def _index_sizes_clash(error: mistakes.IndexSizesClash) -> Words:
    sizes = " and ".join(map(str, error.sizes))
    detail = f"In {quote(error.equation)} the index `{error.index}` stands for axes of the sizes {sizes}."
    return detail, "Give axes of different sizes different letters."


def _bad_equation(error: mistakes.BadEquation) -> Words:
    part = quote(error.part)
    sentence, hint = {
        "character": (f"{part} stands for no axis", 'Write letters, commas and `->`: `"ij,jk->ik"`.'),
        "arrow": ("there is more than one result", "Write `->` once at most."),
        "dots": (f"{part} has dots in a wrong place", "Write `...` once at most in each term."),
        "unknown": (f"the result has {part}, which no tensor has", "Name in the result what the tensors have."),
        "repeated": (f"the result has {part} twice", "Name each index of the result once."),
        "terms": ("there are too many terms", "Multiply some of the tensors before."),
        "letters": ("there are not letters enough for all axes", "Use fewer axes."),
    }[error.problem]
    return f"In the equation {quote(error.equation)} {sentence}.", hint


def _terms_differ(error: mistakes.TermsDiffer) -> Words:
    terms, tensors = counted(error.terms, "term", "terms"), counted(error.tensors, "tensor", "tensors")
    detail = f"The equation {quote(error.equation)} has {terms} for {tensors}."
    return detail, "Write one term for each tensor, with commas between them."


def _sizes_differ(error: mistakes.SizesDiffer) -> Words:
    left, right = map(size, error.shapes)
    where = "on all axes" if error.axis is None else f"on all axes but axis {error.axis}"
    return (
        f"`{error.function}` needs the same sizes {where}; here are {left} and {right}.",
        "Give all the same shape.",
    )


def _unfit_shape(error: mistakes.UnfitShape) -> Words:
    expected = listed([size(one) for one in error.expected], "or")
    detail = f"`{error.function}` takes `{error.parameter}` of the shape {expected}, not {size(error.shape)}."
    if error.parameter in {"x", "query"}:
        return detail, "Reshape it, or add an axis: `x[None, :]`."
    return detail, f"It has to go with the first operand, which has the shape {size(error.first)}."


def _bad_label(error: mistakes.BadLabel) -> Words:
    detail = f"{quote(error.found)} is no class: there are {error.classes}."
    return detail, f"Labels are whole numbers from 0 to {error.classes - 1}." if error.classes else "Add a class."


WORDS: Mapping[type[ProgramError], Callable[[Any], Words]] = {
    mistakes.OperandMisfit: _operand_misfit,
    mistakes.ChannelsClash: _channels_clash,
    mistakes.WindowTooLarge: _window_too_large,
    mistakes.TermMisfit: _term_misfit,
    mistakes.IndexSizesClash: _index_sizes_clash,
    mistakes.BadEquation: _bad_equation,
    mistakes.TermsDiffer: _terms_differ,
    mistakes.SizesDiffer: _sizes_differ,
    mistakes.LargerIndex: lambda error: (
        f"The index of `{error.function}` is {size(error.index)}, the tensor {size(error.shape)}: they have to have "
        f"as many axes, and other axes than {error.axis} may not be larger.",
        "Give the index the shape of the result.",
    ),
    mistakes.IndicesClash: lambda error: (
        f"The positions in the brackets have the shapes {' and '.join(map(size, error.shapes))}, which do not fit.",
        "They are taken together: give lists of the same shape, or pick twice: `x[[0, 1]][:, [0, 2, 2]]`.",
    ),
    mistakes.UnfitShape: _unfit_shape,
    mistakes.BadMask: lambda error: (
        f"The condition has the shape {size(error.mask)}; from axis {error.axis} on the tensor is "
        f"{size(error.shape[error.axis :])}.",
        "A condition needs the sizes of the axes that it picks from: `x[x > 0]`.",
    ),
    mistakes.NegativePosition: lambda error: (
        f"{error.index} is negative, and here nothing counts from the end.",
        "Positions and labels start at 0.",
    ),
    mistakes.BadLabel: _bad_label,
    mistakes.NoProbability: lambda error: (
        f"{quote(error.found)} is no probability, and `{error.function}` takes nothing else.",
        "Apply `sigmoid` first, or use `binary_cross_entropy_with_logits`.",
    ),
}
