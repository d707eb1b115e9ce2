"""The command line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from retrograd.cli import main
from retrograd.gallery import EXAMPLES


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "program.py"
    path.write_text("w = [1.0, 2.0]\nX = [[1.0, 0.5], [2.0, -1.0]]\nL = sum(tanh(X @ w))\n")
    return path


def test_graph_writes_json(program: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["graph", str(program)]) == 0
    assert json.loads(capsys.readouterr().out)["schema"] == "retrograd/1"


def test_graph_reads_standard_input() -> None:
    command = [sys.executable, "-m", "retrograd.cli", "graph", "-", "--output", "y"]
    told = subprocess.run(command, input="x = 2\ny = x * x\nz = y * 2", capture_output=True, text=True, check=True)
    graph = json.loads(told.stdout)
    assert graph["output"] == next(node["id"] for node in graph["nodes"] if node["name"] == "y")


def test_check_prints_a_table(program: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(program)]) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.split() == ["leaf", "shape", "cells", "largest", "difference", "relative"]
    assert [row.split()[0] for row in rows] == ["w", "X"]


@pytest.mark.parametrize("target", ["numpy", "torch"])
def test_code_writes_a_script_that_runs(program: Path, target: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["code", "--target", target, str(program)]) == 0
    script = capsys.readouterr().out
    assert ("import torch" in script) == (target == "torch")
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert [line.split(" =")[0] for line in done.stdout.splitlines() if " =" in line] == ["L", "dL/dw", "dL/dX"]


@pytest.mark.parametrize("command", ["check", "code"])
def test_what_is_differentiated_can_be_chosen(
    command: str, program: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program.write_text("x = 2.0\ny = [1.0, 2.0]\nh = x * 3\nL = sum(y)\n")
    told = []
    for chosen in ("h", "L"):
        assert main([command, "--output", chosen, str(program)]) == 0
        told.append(capsys.readouterr().out)
    if command == "code":
        assert ["dL/dy" in one for one in told] == [False, True]
        assert ["dh/dx" in one for one in told] == [True, False]
    else:
        assert told[0] != told[1]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.id)
def test_the_gallery_stands_the_check(example: object, tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text(example.program("en"), encoding="utf-8")  # type: ignore[attr-defined]
    assert main(["check", str(path)]) == 0


def test_check_finds_a_gradient_that_is_cut_off(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "program.py"
    path.write_text("x = [1.0, 2.0]\nL = sum(x * x.detach())")
    assert main(["check", str(path)]) == 1
    assert "(2,)" in capsys.readouterr().out


def test_a_mistake_is_told_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "program.py"
    path.write_text("x = 2\ny = tahn(x)")
    assert main(["graph", str(path)]) == 2
    told = capsys.readouterr().err
    assert told.startswith("line 2, column 5: ")
    assert "`tanh`" in told
    assert main(["graph", str(tmp_path / "nothing.py")]) == 2


def test_labels_are_not_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program = tmp_path / "labels.txt"
    program.write_text("logits = [[2.0, 1.0]]\nlabels = [1]\nunused = 3.0\nL = cross_entropy(logits, labels)")
    assert main(["check", str(program)]) == 0
    _, *rows = capsys.readouterr().out.splitlines()
    assert [row.split()[0] for row in rows if not set(row) <= set("- ")] == ["logits", "unused"]
