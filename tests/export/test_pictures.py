"""The graph as DOT and TikZ: every node and edge of the graph JSON, and nothing that would not parse."""

from __future__ import annotations

import re

import pytest

from retrograd.errors import LimitExceeded
from retrograd.export.code import code_of
from retrograd.gallery import EXAMPLES
from retrograd.graphjson.evaluate import run_program
from retrograd.limits import Limits

from ..support import Json, graph_of

PROGRAMS = [
    *(one.program("en") for one in EXAMPLES),
    'x_1 = 2.0\ndef f(x, s="a"):\n    return x % 3 + x ** 2\ny = f(x_1)',
]
IDS = [*(one.id for one in EXAMPLES), "signs"]
STRING = r'"(?:[^"\\]|\\.)*"'
STATEMENTS = re.compile(
    rf"""\s*(?:
    digraph\ retrograd\ \{{ | subgraph\ cluster_g\d+\ \{{ | \}} | rankdir=LR; | node\ \[fontname={STRING}\]; |
    label={STRING}; | n\d+\ \[label={STRING},\ shape=\w+(?:,\ style=dashed)?\]; |
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


@pytest.mark.parametrize("text", PROGRAMS, ids=IDS)
def test_tikz_has_every_node_once_in_a_place_of_its_own_and_every_edge(text: str) -> None:
    graph = graph_of(text)
    code = code_of(run_program(text, Limits()), "tikz", Limits())["code"]
    nodes = re.findall(r"\\node\[(\w+)\] \((n\d+)\) at \((.*?), (.*?)\) \{(.*)\};", code)
    assert [name for _, name, *_ in nodes] == [one["id"] for one in graph["nodes"]]
    assert [kind for kind, *_ in nodes] == [one["kind"] for one in graph["nodes"]]
    places = {name: (float(x), float(y)) for _, name, x, y, _ in nodes}
    assert len(set(places.values())) == len(places)
    arrows = re.findall(r"\\draw\[->(?:, cut)?\] \((n\d+)\) -- \((n\d+)\);", code)
    assert sorted(arrows) == _arrows(graph)
    assert all(places[source][0] < places[target][0] for source, target in arrows)
    for one in graph["nodes"]:
        users = [places[target][0] for source, target in arrows if source == one["id"]]
        if one["kind"] != "operation" and users:
            assert places[one["id"]][0] == pytest.approx(min(users) - 2.4)
    assert code.count("\\draw[->]") == _flows(graph)
    bare = re.sub(r"\\[{}%_#&$]", "", code)
    assert bare.count("{") == bare.count("}")
    assert not re.search(r"(?<!\\)%", code)
    assert code.startswith("\\documentclass")
    assert code.endswith("\\end{document}\n")


@pytest.mark.parametrize("target", ["dot", "tikz"])
def test_pictures_keep_to_the_budget(target: str) -> None:
    run = run_program("x = 2.0\nfor i in range(100):\n    x = x * 1.01", Limits())
    with pytest.raises(LimitExceeded):
        code_of(run, target, Limits(answer=2000))  # type: ignore[arg-type]
