"""The graph as DOT and TikZ: every node and edge of the graph JSON, and nothing that would not parse."""

from __future__ import annotations

import re

import pytest

from retrograd.errors import LimitExceeded
from retrograd.export.code import code_of
from retrograd.export.pdflatex import escaped
from retrograd.gallery import EXAMPLES
from retrograd.graphjson.evaluate import run_program
from retrograd.limits import Limits

from ..support import Json, graph_of

ODD = {
    "signs": 'x_1 = 2.0\ndef f(x, s="a"):\n    return x % 3 + x ** 2\ny = f(x_1) // 2 - (x_1 > 1) * 2.0 * (x_1 < 1)',
    "scripts": "α = 2.0\nβ1 = 3.0\naño = 4.0\nΔx = 0.5\nприв = 1.0\n数 = 2.0\nθ_ü = 3.0\nø = 1.0\nlambda_ = 1.0\n"
    "L = α * β1 * año * Δx * прив * 数 * θ_ü * ø * lambda_ + sum([1.0, 2.0] * año)",
    "underscores": "my_long_name_2 = [1.0, 2.0]\n_x = 2.0\n__y = 3.0\nx_ = 1.0\n"
    "L = sum(my_long_name_2 * _x) * __y * x_",
    "far": "x = [0.5, 1.0]\na = tanh(x)\nb = exp(a)\nc = b * x\nd = log(c)\nL = sum(d + a) * x[0]",
    "frames": 'def f(x, s="<&amp;>"):\n    return tanh(x) * 2\nt = 0.0\n'
    "for i in range(3):\n    t = t + f(1.0 * i)\nL = t",
    "numbers": "x = [0.0, -1.0]\nL = sum(log(x) * inf + nan + 1e-30 - 0.1)",
    "cut": "x = [1.0, 2.0]\nwith no_grad():\n    u = 2 * x\nL = sum(u * x + x.detach())",
    "alone": "x = 2.0",
}
PROGRAMS = [*(one.program("en") for one in EXAMPLES), *ODD.values()]
IDS = [*(one.id for one in EXAMPLES), *ODD]
STRING = r'"(?:[^"\\]|\\.)*"'
STATEMENTS = re.compile(
    rf"""\s*(?:
    digraph\ retrograd\ \{{ | subgraph\ cluster_g\d+\ \{{ | \}} | rankdir=LR; |
    (?:graph|node)\ \[fontname={STRING}\]; |
    label={STRING}; | n\d+\ \[label={STRING},\ shape=\w+(?:,\ style=dashed|,\ width=0,\ height=0,\ margin=0.05)?\]; |
    n\d+\ ->\ n\d+(?:\ \[style=dashed\])?;
    )""",
    re.VERBOSE,
)


def _arrows(graph: Json) -> list[tuple[str, str]]:
    return sorted((edge["source"], edge["target"]) for edge in graph["edges"])


def _flows(graph: Json) -> int:
    grown = {one["id"] for one in graph["nodes"] if one["requires_grad"]}
    return sum(edge["local"]["kind"] != "none" and edge["source"] in grown for edge in graph["edges"])


@pytest.mark.parametrize("text", PROGRAMS, ids=IDS)
def test_dot_has_every_node_edge_and_group(text: str) -> None:
    graph = graph_of(text)
    code = code_of(run_program(text, Limits()), "dot", Limits())["code"]
    lines = code.splitlines()
    for line in lines:
        assert STATEMENTS.fullmatch(line), line
    assert sum(line.endswith("{") for line in lines) == sum(line.strip() == "}" for line in lines)
    assert sorted(re.findall(r"^ *(n\d+) \[", code, re.MULTILINE)) == sorted(one["id"] for one in graph["nodes"])
    assert sorted(re.findall(r"(n\d+) -> (n\d+)", code)) == _arrows(graph)
    assert len(re.findall(r"n\d+ -> n\d+;", code)) == _flows(graph)
    assert {f"g{one}" for one in re.findall(r"cluster_g(\d+)", code)} == {one["id"] for one in graph["groups"]}


def _tikz(text: str) -> str:
    return code_of(run_program(text, Limits()), "tikz", Limits())["code"]


NODE = re.compile(r"  \\node\[(\w+)(?:, implicit)?\] \((n\d+)\) at \((.*?), (.*?)\) \{(.*)\};(?: % .*)?")
EDGE = re.compile(r"  \\draw\[->(?:, cut)?\] \((n\d+)(-\d+)?\)(?: (?:--|to\[flow\]) \(\S+, \S+\))* -- \((n\d+)\);")
SHARED = re.compile(r"  \\draw(?:\[cut\])? \((n\d+)\)(?: (?:--|to\[flow\]) \(\S+, \S+\)(?: coordinate \(\S+\))?)+;")


@pytest.mark.parametrize("text", PROGRAMS, ids=IDS)
def test_tikz_has_every_node_once_in_a_place_of_its_own_and_every_edge(text: str) -> None:
    graph, code = graph_of(text), _tikz(text)
    lines = code.splitlines()
    nodes = [match.groups() for match in map(NODE.fullmatch, lines) if match]
    assert [name for _, name, *_ in nodes] == [one["id"] for one in graph["nodes"]]
    assert [kind for kind, *_ in nodes] == [one["kind"] for one in graph["nodes"]]
    places = {name: (float(x), float(y)) for _, name, x, y, _ in nodes}
    assert len(set(places.values())) == len(places)
    edges = [match.groups() for match in map(EDGE.fullmatch, lines) if match]
    arrows = [(source, target) for source, _, target in edges]
    assert sorted(arrows) == _arrows(graph)
    assert len([line for line in lines if SHARED.fullmatch(line)]) + len(edges) == code.count(r"\draw")
    assert code.count("\\draw[->]") == _flows(graph)
    left = {source + lane for source, lane, _ in edges if lane}
    assert left == set(re.findall(r"coordinate \((\S+)\)", code))
    assert all(line.count(f"({name}-") == len(re.findall("coordinate", line)) for line, name in _shared(lines))
    columns = sorted({x for x, _ in places.values()})
    for one in graph["nodes"]:
        users = [columns.index(places[target][0]) for source, target in arrows if source == one["id"]]
        assert not users or columns.index(places[one["id"]][0]) == min(users) - 1
    assert code.startswith("\\documentclass")
    assert code.endswith("\\end{document}\n")


def _shared(lines: list[str]) -> list[tuple[str, str]]:
    return [(line, match[1]) for line in lines if (match := SHARED.fullmatch(line))]


@pytest.mark.parametrize("text", PROGRAMS, ids=IDS)
def test_tikz_has_no_letter_or_sign_that_latex_would_not_set(text: str) -> None:
    code = "\n".join(line.split(" % ")[0] for line in _tikz(text).splitlines())
    assert code.isascii()
    assert not re.search(r"(?<!\\)[%&#~]", code)
    bare = re.sub(r"\\[{}%_#&$^~\"'=.`]", "", code)
    assert bare.count("{") == bare.count("}")
    for label in (match[5] for match in map(NODE.fullmatch, code.splitlines()) if match):
        formula, outside = re.findall(r"\$(.*?)\$", label), re.sub(r"\$.*?\$", "", label)
        assert formula
        assert not re.search(r"""[<>|"^_]""", re.sub(r"\\_", "", outside)), label
        assert not any("$" in one for one in formula)


def test_names_of_other_scripts_are_as_near_as_latex_comes() -> None:
    labels = dict(re.findall(r"\\node\[leaf\] \((n\d+)\) at \(.*?\) \{(\$.*?\$)\};", _tikz(ODD["scripts"])))
    assert [labels[f"n{number}"] for number in range(9)] == [
        r"$\alpha $",
        r"$\beta _{1}$",
        r"$\text{a\~{n}o}$",
        r"$\text{$\Delta$x}$",
        r"$\text{U+043FU+0440U+0438U+0432}$",
        r"$\text{U+6570}$",
        r"$\theta _{\text{\"{u}}}$",
        r"$\text{\o{}}$",
        r"$\mathrm{lambda\_}$",
    ]
    assert "{$\\text{U+6570}$}; % 数" in _tikz(ODD["scripts"])


def test_signs_that_latex_reads_or_prints_otherwise_are_spelled() -> None:
    told = {sign: escaped(sign) for sign in 'a%_<>|-"\\&'}
    assert told == {
        "a": "a",
        "%": r"\%",
        "_": r"\_",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
        "-": "$-$",
        '"': "''",
        "\\": r"\textbackslash{}",
        "&": r"\&",
    }
    assert r"{\scriptsize \textgreater{}}" in _tikz(ODD["signs"])
    assert r"{\scriptsize \%}" in _tikz(ODD["signs"])


def test_a_picture_wider_than_tex_can_count_is_smaller() -> None:
    wide = _tikz("x = 1.0\nfor i in range(400):\n    x = x * 1.01")
    places = [float(match[3]) for match in map(NODE.fullmatch, wide.splitlines()) if match]
    assert 480 < max(places) <= 500
    assert wide.startswith("\\RequirePackage{fix-cm}\n\\documentclass")
    size = float(re.search(r"\\renewcommand\{\\small\}\{\\fontsize\{(.*?)\}", wide)[1])  # type: ignore[index]
    assert 0 < size < 9
    assert "fontsize" not in _tikz(ODD["far"])


def test_a_way_is_dashed_where_no_gradient_flows_along_any_of_its_edges() -> None:
    program = "x = 2.0\nwith no_grad():\n    b = exp(x)\na = b * x\nL = exp(exp(a)) * b"
    assert [line.split("(n")[0].strip() for line, _ in _shared(_tikz(program).splitlines())] == [
        r"\draw",  # of x, which a gets a gradient for
        r"\draw[cut]",  # of b
    ]


def test_dot_spells_what_it_would_read_as_html() -> None:
    code = code_of(run_program('for s in ["&lt;"]:\n    x = 2.0\nL = x * 1.0', Limits()), "dot", Limits())["code"]
    assert "&amp;lt;" in code
    assert "&lt;" not in code


@pytest.mark.parametrize("target", ["dot", "tikz"])
def test_pictures_keep_to_the_budget(target: str) -> None:
    run = run_program("x = 2.0\nfor i in range(100):\n    x = x * 1.01", Limits())
    with pytest.raises(LimitExceeded):
        code_of(run, target, Limits(answer=2000))  # type: ignore[arg-type]
