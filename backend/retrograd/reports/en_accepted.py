"""The reports in English of what a parameter takes, by the key that `BadValue` has for it."""

from __future__ import annotations

from collections.abc import Mapping

ACCEPTED: Mapping[str, str] = {
    "approximation": 'Write `"none"` or `"tanh"`.',
    "finite": "Write a finite number.",
    "flag": "Write `True` or `False`.",
    "whole": "Write a whole number of at most 18 digits.",
    "float_type": "Leave the dtype out, or write a float type.",
    "larger": "Write a whole number that is larger than `low`.",
    "nonnegative": "Write a number that is 0 or larger.",
    "norm": 'Write `1`, `2`, `inf`, another number from 1 on, or `"fro"`.',
    "pairing": "Give a number of axes, or two lists of as many axes: `([1, 0], [0, 1])`.",
    "beta": "Write 0 or a larger number.",
    "delta": "Write a number above 0.",
    "no_dropout": "Leave it out; `dropout` can stand before or after.",
    "one_mask": "Leave it out where there is an `attn_mask`: make one mask of both.",
    "only_labels": "Leave it out: the targets are probabilities, and no labels.",
    "probability": "Write a number from 0 to 1.",
    "reduction": 'Write `"mean"`, `"sum"` or `"none"`.',
    "reduction_of_batch": 'Write `"mean"`, `"batchmean"`, `"sum"` or `"none"`.',
    "running": "Give `running_mean` and `running_var`, or write `training=True`.",
    "tensors": "Write a list of tensors: `[x, y]`.",
    "groups": "It is 1 or larger, and divides the first size of `weight`.",
    "half": "Pad with half of the window at most.",
    "padding": 'Give a whole number from 0 on, one for each axis of the window, `"same"` or `"valid"`.',
    "same_stride": '`"same"` goes with a stride of 1.',
    "sizes": "Give a whole number from 1 on, or one for each axis of the window.",
    "shift": "Give one number, or one for each axis.",
    "word": "Write a word in quotes.",
    "widths": "Write whole numbers: `1`, `(1, 2)` or `((1, 2), (0, 0))`.",
    "pad_width": "Give one number, `(before, after)`, or such a pair for each axis; PyTorch's order is for `pad=`.",
    "pad": "Give pairs of numbers from the last axis on: `pad=(left, right, top, bottom)`.",
    "pad_mode": 'Only `"constant"` is available.',
    "parts": "Write a whole number of at least 1.",
    "equal_parts": "Choose a number that divides the size of the axis, or use `array_split`.",
    "split_sizes": "Give sizes that add up to the size of the axis.",
    "grid": 'Write `"xy"` or `"ij"`.',
    "classes": "Write the number of classes.",
    "many": "Choose a number from 0 to the size of the axis.",
}
