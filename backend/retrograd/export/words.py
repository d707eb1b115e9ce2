"""What the comments of a script say, in English and Spanish."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "es"]


@dataclass(frozen=True, slots=True)
class Words:
    """The comments of one language; the parts in braces are filled in."""

    numpy: str
    torch: str
    forward: str
    backward: str
    results: str
    line: str
    output: str
    repeated: str
    whole: str
    axis: str
    axes: str
    no_path: str
    ties: str
    drawn: str


WORDS: Mapping[Language, Words] = {
    "en": Words(
        numpy="Forward and backward pass in NumPy, step by step as retrograd shows them.",
        torch="The same program in PyTorch, which works out the gradients by itself.",
        forward="Forward pass",
        backward="Backward pass: {objective} by each variable, from the output to the leaves",
        results="The value and its gradients",
        line="line {line}: {text}",
        output="the sum of all cells of {name} is differentiated",
        repeated="{name} had been repeated: sum over {axes}",
        whole="all cells",
        axis="axis {axes}",
        axes="axes {axes}",
        no_path="{name} has no path to {objective}: no gradient",
        ties="where numbers are equal, PyTorch may share the gradient in another way",
        drawn="the same random numbers as in retrograd",
    ),
    "es": Words(
        numpy="Las pasadas hacia adelante y hacia atrás en NumPy, paso a paso, como las muestra retrograd.",
        torch="El mismo programa en PyTorch, que calcula los gradientes por sí solo.",
        forward="Pasada hacia adelante",
        backward="Pasada hacia atrás: {objective} respecto de cada variable, de la salida a las hojas",
        results="El valor y sus gradientes",
        line="línea {line}: {text}",
        output="se deriva la suma de todas las celdas de {name}",
        repeated="{name} se había repetido: suma sobre {axes}",
        whole="todas las celdas",
        axis="el eje {axes}",
        axes="los ejes {axes}",
        no_path="{name} no tiene camino hasta {objective}: sin gradiente",
        ties="donde hay números iguales, PyTorch puede repartir el gradiente de otro modo",
        drawn="los mismos números aleatorios que en retrograd",
    ),
}
