"""The reports in Spanish of what can be wrong with the operands of single operations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from retrograd.errors import ProgramError
from retrograd.ops import mistakes
from retrograd.reports.es_grammar import counted
from retrograd.reports.facts import listed, quote, size

_SAME_SHAPE = "Da a todos la misma forma."

Words = tuple[str, str | None]


def _operand_misfit(error: mistakes.OperandMisfit) -> Words:
    detail = f"`{error.operand}` de `{error.function}` tiene la forma {size(error.shape)}."
    return detail, f"Admite {' o '.join(error.expected)}: elige otros tamaños, o usa `reshape`."


def _channels_clash(error: mistakes.ChannelsClash) -> Words:
    channels, per_group = error.x[-error.axes - 1], error.weight[1]
    meant = f"{per_group} × {error.groups} grupos" if error.groups > 1 else f"{per_group}"
    detail = f"`x` {size(error.x)} tiene {counted(channels, 'canal', 'canales')}; "
    detail += f"`weight` {size(error.weight)} de `{error.function}` es para {meant}."
    hint = "El segundo tamaño de `weight`, por `groups`, debe ser el número de canales de `x`."
    return detail, hint


def _window_too_large(error: mistakes.WindowTooLarge) -> Words:
    detail = f"La ventana de `{error.function}` abarca {size(error.window)}, y hay {size(error.sizes)} celdas."
    return detail, "Elige un núcleo menor, o más `padding`."


def _term_misfit(error: mistakes.TermMisfit) -> Words:
    axes = counted(error.named, "eje", "ejes")
    detail = f"El término {quote(error.term)} nombra {axes}; su tensor tiene la forma {size(error.shape)}."
    return detail, "Escribe una letra por eje, o `...` por los que quedan."


def _index_sizes_clash(error: mistakes.IndexSizesClash) -> Words:
    sizes = " y ".join(map(str, error.sizes))
    detail = f"En {quote(error.equation)} el índice `{error.index}` es de ejes de tamaños {sizes}."
    return detail, "Da letras distintas a los ejes de tamaños distintos."


def _bad_equation(error: mistakes.BadEquation) -> Words:
    part = quote(error.part)
    sentence, hint = {
        "character": (f"{part} no es ningún eje", 'Escribe letras, comas y `->`: `"ij,jk->ik"`.'),
        "arrow": ("hay más de un resultado", "Escribe `->` una vez como mucho."),
        "dots": (f"{part} tiene puntos fuera de lugar", "Escribe `...` una vez como mucho en cada término."),
        "unknown": (f"el resultado tiene {part}, que ningún tensor tiene", "Nombra lo que los tensores tienen."),
        "repeated": (f"el resultado tiene {part} dos veces", "Nombra cada índice del resultado una vez."),
        "terms": ("hay demasiados términos", "Multiplica antes algunos de los tensores."),
        "letters": ("no hay letras para todos los ejes", "Usa menos ejes."),
    }[error.problem]
    return f"En la ecuación {quote(error.equation)} {sentence}.", hint


def _terms_differ(error: mistakes.TermsDiffer) -> Words:
    terms, tensors = counted(error.terms, "término", "términos"), counted(error.tensors, "tensor", "tensores")
    detail = f"La ecuación {quote(error.equation)} tiene {terms} para {tensors}."
    return detail, "Escribe un término por tensor, separados por comas."


def _sizes_differ(error: mistakes.SizesDiffer) -> Words:
    left, right = map(size, error.shapes)
    where = "en todos los ejes" if error.axis is None else f"en todos los ejes menos el {error.axis}"
    return f"`{error.function}` necesita los mismos tamaños {where}; aquí hay {left} y {right}.", _SAME_SHAPE


def _unfit_shape(error: mistakes.UnfitShape) -> Words:
    expected = listed([size(one) for one in error.expected], "o")
    detail = f"`{error.function}` toma `{error.parameter}` con la forma {expected}, no {size(error.shape)}."
    if error.parameter in {"x", "query"}:
        return detail, "Cambia su forma, o añade un eje: `x[None, :]`."
    return detail, f"Debe ir con el primer operando, que tiene la forma {size(error.first)}."


def _bad_label(error: mistakes.BadLabel) -> Words:
    detail = f"{quote(error.found)} no es una clase: hay {error.classes}."
    hint = f"Las etiquetas son números enteros de 0 a {error.classes - 1}." if error.classes else "Añade una clase."
    return detail, hint


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
        f"El índice de `{error.function}` es {size(error.index)}, el tensor {size(error.shape)}: deben tener los "
        f"mismos ejes, y los que no son el {error.axis} no pueden ser mayores.",
        "Da al índice la forma del resultado.",
    ),
    mistakes.IndicesClash: lambda error: (
        f"Las posiciones entre corchetes tienen las formas {' y '.join(map(size, error.shapes))}, que no encajan.",
        "Se toman juntas: da listas de la misma forma, o elige dos veces: `x[[0, 1]][:, [0, 2, 2]]`.",
    ),
    mistakes.UnfitShape: _unfit_shape,
    mistakes.BadMask: lambda error: (
        f"La condición tiene la forma {size(error.mask)}; desde el eje {error.axis} el tensor es "
        f"{size(error.shape[error.axis :])}.",
        "Una condición necesita los tamaños de los ejes en los que elige: `x[x > 0]`.",
    ),
    mistakes.NegativePosition: lambda error: (
        f"{error.index} es negativo, y aquí nada se cuenta desde el final.",
        "Las posiciones y las etiquetas empiezan en 0.",
    ),
    mistakes.BadLabel: _bad_label,
    mistakes.NoProbability: lambda error: (
        f"{quote(error.found)} no es una probabilidad, y `{error.function}` no toma otra cosa.",
        "Aplica antes `sigmoid`, o usa `binary_cross_entropy_with_logits`.",
    ),
}
