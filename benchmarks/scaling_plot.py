"""The plot of `scaling`: time and memory over the number of nodes, both axes logarithmic."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from benchmarks.scaling import Scaled

PATH = Path(__file__).with_name("scaling.svg")
COLOURS = ("#0072b2", "#d55e00", "#009e73")  # Okabe and Ito: told apart by everybody
LINES = ("-", "--")
MARKS = ("o", "s", "^")
STYLE = {"font.size": 10, "svg.hashsalt": "scaling", "axes.spines.top": False, "axes.spines.right": False}


def draw(found: Sequence[Scaled]) -> None:
    """Write the plot."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(9.5, 4.6), layout="constrained")
        FigureCanvasSVG(figure)
        time, memory = figure.subplots(1, 2)
        _panel(time, found, "time", "seconds", lambda one: one.seconds)
        _panel(memory, found, "peak memory", "megabytes", lambda one: one.peak / 1e6)
        handles, labels = time.get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=4, fontsize=8.5, frameon=False)
        figure.savefig(PATH, metadata={"Date": None})
    # Matplotlib ends lines with blanks, which nobody wants in a tracked file.
    PATH.write_text("\n".join(line.rstrip() for line in PATH.read_text().splitlines()) + "\n")


def _panel(axes: Any, found: Sequence[Scaled], title: str, unit: str, number: Callable[[Scaled], float]) -> None:
    families = list(dict.fromkeys(one.family for one in found))
    kinds = list(dict.fromkeys(one.what for one in found))
    for family, colour, mark in zip(families, COLOURS, MARKS, strict=True):
        for kind, line in zip(kinds, LINES, strict=True):
            points = [one for one in found if (one.family, one.what) == (family, kind)]
            nodes, numbers = [one.nodes for one in points], [number(one) for one in points]
            label = f"{kind}: {family}"
            axes.loglog(nodes, numbers, line, color=colour, marker=mark, markersize=4, linewidth=1.4, label=label)
    first, last = min(one.nodes for one in found), max(one.nodes for one in found)
    base = min(number(one) for one in found) / 2
    axes.loglog([first, last], [base, base * last / first], ":", color="#777777", linewidth=1.2, label="linear")
    axes.set(title=title, xlabel="nodes", ylabel=unit)
    axes.grid(visible=True, which="major", color="#dddddd", linewidth=0.6)
