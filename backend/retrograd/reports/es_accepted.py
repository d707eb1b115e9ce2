"""The reports in Spanish of what a parameter takes, by the key that `BadValue` has for it."""

from __future__ import annotations

from collections.abc import Mapping

ACCEPTED: Mapping[str, str] = {
    "approximation": 'Escribe `"none"` o `"tanh"`.',
    "finite": "Escribe un número finito.",
    "flag": "Escribe `True` o `False`.",
    "whole": "Escribe un número entero de 18 cifras como mucho.",
    "float_type": "Quita el dtype, o escribe un tipo float.",
    "larger": "Escribe un entero mayor que `low`.",
    "nonnegative": "Escribe un número que sea 0 o mayor.",
    "norm": 'Escribe `1`, `2`, `inf`, otro número desde 1, o `"fro"`.',
    "pairing": "Da un número de ejes, o dos listas de tantos ejes una como otra: `([1, 0], [0, 1])`.",
    "beta": "Escribe 0 o un número mayor.",
    "delta": "Escribe un número mayor que 0.",
    "no_dropout": "Quítalo; `dropout` puede ir antes o después.",
    "one_mask": "Quítalo donde hay un `attn_mask`: haz de ambas una sola máscara.",
    "only_labels": "Quítalo: los objetivos son probabilidades, y no etiquetas.",
    "probability": "Escribe un número de 0 a 1.",
    "reduction": 'Escribe `"mean"`, `"sum"` o `"none"`.',
    "reduction_of_batch": 'Escribe `"mean"`, `"batchmean"`, `"sum"` o `"none"`.',
    "running": "Da `running_mean` y `running_var`, o escribe `training=True`.",
    "tensors": "Escribe una lista de tensores: `[x, y]`.",
    "groups": "Es 1 o más, y divide al primer tamaño de `weight`.",
    "half": "Rellena con la mitad de la ventana como mucho.",
    "padding": 'Da un número entero desde 0, uno por eje de la ventana, `"same"` o `"valid"`.',
    "same_stride": '`"same"` va con un paso de 1.',
    "sizes": "Da un número entero desde 1, o uno por eje de la ventana.",
    "shift": "Da un número, o uno por eje.",
    "word": "Escribe una palabra entre comillas.",
    "widths": "Escribe números enteros: `1`, `(1, 2)` o `((1, 2), (0, 0))`.",
    "pad_width": "Da un número, `(antes, después)`, o un par así por eje; el orden de PyTorch es para `pad=`.",
    "pad": "Da pares de números desde el último eje: `pad=(izquierda, derecha, arriba, abajo)`.",
    "pad_mode": 'Solo hay `"constant"`.',
    "parts": "Escribe un número entero de al menos 1.",
    "equal_parts": "Elige un número que divida el tamaño del eje, o usa `array_split`.",
    "split_sizes": "Da tamaños que sumen el tamaño del eje.",
    "grid": 'Escribe `"xy"` o `"ij"`.',
    "classes": "Escribe el número de clases.",
    "many": "Elige un número de 0 al tamaño del eje.",
}
