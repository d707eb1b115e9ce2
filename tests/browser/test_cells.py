"""From a cell to its reason, and an operation as scalars."""

from __future__ import annotations

import math
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from .acting import focus_view, graph, link, node_id, read_named
from .conftest import Opened
from .test_for_everyone import violations
from .waiting import wait_for

NETWORK = """X = randn(4, 3, seed=1)
W = randn(3, 2, seed=3)
v = X @ W
h = tanh(v)
L = mean(h ** 2)"""


def picked(page: Page) -> str | None:
    found = re.search(r"[#&]cell=([\w.]+)", page.evaluate("location.hash"))
    return found[1] if found else None


def click_cell(page: Page, node: str, array: str, cell: int) -> None:
    page.locator(f'retro-graph [data-node="{node}"] [data-array="{array}"] [data-cell="{cell}"]').click()


def explanation(page: Page) -> Locator:
    return page.get_by_role("region", name="Explanation")


def equation(page: Page) -> tuple[list[float], float]:
    """Return the factors of the equation in the pane, and the number it comes to."""
    line = explanation(page).locator(".reason .equation").last
    factors = line.locator("[data-number]").evaluate_all("all => all.map((one) => Number(one.dataset.number))")
    return factors, float(line.locator("[data-result]").get_attribute("data-result") or "nan")


def test_a_gradients_cell_is_the_sum_of_products_that_is_told(open_page: Opened) -> None:
    page = open_page(link(program=NETWORK, step=999))
    w = node_id(graph(page), "W")
    click_cell(page, w, "grad", 3)
    expect(explanation(page).locator(".reason")).to_contain_text("dL/dW[1, 1]")
    factors, result = equation(page)
    gradient, upstream, x = (
        read_named(page, "W", "grad"),
        read_named(page, "v", "grad"),
        read_named(page, "X", "value"),
    )
    assert result == gradient[1, 1]
    assert factors == [number for i in range(4) for number in (x[i, 1], upstream[i, 1])]
    assert math.isclose(sum(a * b for a, b in zip(factors[::2], factors[1::2], strict=True)), result, rel_tol=1e-9)
    wait_for(page, "location.hash.includes('cell=')")
    assert picked(page) == f"{w}.grad.3"
    rings = page.locator("retro-graph [data-ring]").evaluate_all("all => all.map((one) => one.dataset.ring)")
    v, xs = node_id(graph(page), "v"), node_id(graph(page), "X")
    sources = {f"{xs}.value.{3 * i + 1}" for i in range(4)} | {f"{v}.grad.{2 * i + 1}" for i in range(4)}
    assert set(rings) == {f"{w}.grad.3"} | sources
    # On the workbench: in the product its row and its column, in the sum of outer products a cell of each.
    assert page.locator('retro-graph svg.stage rect[stroke="currentColor"]').count() == (1 + 4 + 4) + (1 + 4)


def test_the_middle_of_a_long_sum_is_told_when_it_is_asked_for(open_page: Opened) -> None:
    page = open_page(link(program=NETWORK.replace("randn(4, 3", "randn(12, 3"), step=999))
    click_cell(page, node_id(graph(page), "W"), "grad", 3)
    pane = explanation(page)
    expect(pane.locator(".reason .equation .term")).to_have_count(5 + 2)
    pane.get_by_role("button", name="5 more").click()
    expect(pane.locator(".reason .equation .term")).to_have_count(12)
    factors, result = equation(page)
    assert math.isclose(sum(a * b for a, b in zip(factors[::2], factors[1::2], strict=True)), result, rel_tol=1e-9)
    pane.get_by_role("button", name="Show fewer").click()
    expect(pane.locator(".reason .equation .term")).to_have_count(5 + 2)


def test_one_follows_a_term_and_comes_back(open_page: Opened) -> None:
    page = open_page(link(program=NETWORK, step=999))
    shown = graph(page)
    click_cell(page, node_id(shown, "W"), "grad", 0)
    pane = explanation(page)
    pane.get_by_role("button", name="dL/dv[2, 0]").click()
    expect(pane.locator(".reason")).to_contain_text("row 3 of 4, column 1 of 2")
    factors, result = equation(page)
    assert math.isclose(factors[0] * factors[1], result, rel_tol=1e-12)
    assert result == read_named(page, "v", "grad")[2, 0]
    pane.get_by_role("button", name="Back").click()
    expect(pane.locator(".reason .place")).to_have_text("row 1 of 3, column 1 of 2")
    pane.get_by_role("button", name="Where it goes").click()
    expect(pane.locator(".reason")).to_contain_text("no derivative passes here")


def test_cells_are_walked_through_with_the_keys(open_page: Opened) -> None:
    page = open_page(link(program=NETWORK, step=999))
    focus_view(page)
    page.evaluate("id => document.querySelector('retro-graph').select(id)", node_id(graph(page), "v"))
    said = page.locator("retro-graph [role=status]").first
    page.keyboard.press("Enter")
    expect(said).to_contain_text("v[0, 0], row 1 of 4, column 1 of 2:")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")  # there is no third column
    page.keyboard.press("ArrowDown")
    expect(said).to_contain_text("v[1, 1], row 2 of 4, column 2 of 2:")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    expect(said).to_contain_text("dL/dv[0, 1], row 1 of 4, column 2 of 2:")
    page.keyboard.press("ArrowUp")
    expect(said).to_contain_text("v[3, 1], row 4 of 4")
    page.keyboard.press("Escape")
    expect(explanation(page).locator(".reason")).to_have_count(0)
    assert page.evaluate("document.querySelector('retro-graph').position.step") == len(graph(page)["steps"]) - 1
    page.keyboard.press("Escape")
    expect(said).not_to_contain_text("v[")


def test_a_link_picks_its_cell(open_page: Opened) -> None:
    page = open_page(link(program=NETWORK, step=0, cell="n1.grad.2"))
    expect(explanation(page).locator(".reason")).to_contain_text("dL/dW[1, 0]")
    assert equation(page)[1] == read_named(page, "W", "grad")[1, 0]
    bare = open_page(link("/embed", program=NETWORK, step=999, cell="n1.grad.2"))
    expect(bare.get_by_role("status")).to_contain_text("dL/dW[1, 0], row 2 of 3, column 1 of 2:")


def test_what_the_graph_does_not_tell_is_asked_for(open_page: Opened) -> None:
    page = open_page(link(program="x = [1.0, 2.0, 0.5]\ny = softmax(x)\nL = sum(y * y)", step=999))
    click_cell(page, node_id(graph(page), "x"), "grad", 1)
    wait_for(page, "document.querySelectorAll('.reason .equation .number.slope').length === 3")
    factors, result = equation(page)
    assert math.isclose(sum(a * b for a, b in zip(factors[::2], factors[1::2], strict=True)), result, rel_tol=1e-9)
    assert result == read_named(page, "x", "grad")[1]


def test_a_cell_of_a_heat_map_is_picked_by_its_place(open_page: Opened) -> None:
    page = open_page(link(program="X = randn(40, 50, seed=1)\nL = sum(X * X)", step=999))
    node = node_id(graph(page), "X")
    image = page.locator(f'retro-graph [data-node="{node}"] [data-array="value"] image').bounding_box()
    assert image is not None
    page.mouse.click(image["x"] + 1, image["y"] + 1)
    expect(explanation(page).locator(".reason .place")).to_have_text("row 1 of 40, column 1 of 50")
    page.evaluate("node => document.querySelector('retro-graph').pick(`${node}.grad.1999`)", node)
    wait_for(page, "document.querySelectorAll('.reason .shares [data-result]').length === 2")
    parts = (
        explanation(page).locator(".shares [data-result]").evaluate_all("all => all.map((one) => one.dataset.result)")
    )
    assert parts[0] == parts[1]
    assert "NaN" not in parts


def test_an_element_is_followed_through_the_graph(open_page: Opened) -> None:
    page = open_page(link(program=NETWORK, step=999, cell="n1.value.0"))
    pane = explanation(page)
    pane.get_by_role("button", name="Where it goes").click()
    pane.get_by_role("button", name="Follow through the graph").click()
    expect(pane).to_contain_text("13 cells in 4 arrays")
    rings = page.locator("retro-graph [data-ring]").evaluate_all("all => all.map((one) => one.dataset.ring)")
    h, out = node_id(graph(page), "h"), node_id(graph(page), "L")
    assert {f"{h}.value.{2 * i}" for i in range(4)} | {f"{out}.value.0"} <= set(rings)
    assert f"{h}.value.1" not in rings


def lines(page: Page) -> list[tuple[str, str, float]]:
    found: list[list[str]] = page.locator(".scalars .link").evaluate_all(
        "all => all.map(({ dataset }) => [dataset.from, dataset.to, dataset.slope])"
    )
    return [(start, end, float(slope)) for start, end, slope in found]


def test_tanh_as_scalars_has_a_line_for_each_cell(open_page: Opened) -> None:
    page = open_page(link(program=NETWORK, step=999))
    page.evaluate("id => document.querySelector('retro-graph').select(id)", node_id(graph(page), "h"))
    page.get_by_role("button", name="As scalars").click()
    h = read_named(page, "h", "value").ravel()
    found = lines(page)
    assert [(start, end) for start, end, _ in found] == [(f"0 0 {cell}", f"1 0 {cell}") for cell in range(8)]
    assert all(math.isclose(slope, 1 - h[cell] ** 2, rel_tol=1e-9) for cell, (_, _, slope) in enumerate(found))
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_product_as_scalars_is_the_vector_jacobian_product(open_page: Opened) -> None:
    page = open_page(link(program=NETWORK, step=999, cell="n1.grad.3"))
    page.get_by_role("button", name="As scalars").click()
    x, upstream = read_named(page, "X", "value"), read_named(page, "v", "grad")
    found = {(start, end): slope for start, end, slope in lines(page)}
    assert len(found) == 8 * 6
    assert all(found["0 1 3", f"1 0 {2 * i + 1}"] == x[i, 1] for i in range(4))
    result = float(page.locator(".scalars-dialog .equation [data-result]").get_attribute("data-result") or "nan")
    assert math.isclose(result, float(x[:, 1] @ upstream[:, 1]), rel_tol=1e-9)

    page.get_by_role("button", name="With tanh, the next operation").click()
    assert len(lines(page)) == 8 * 6 + 8
    page.get_by_role("button", name="Contract v").click()
    h = read_named(page, "h", "value")
    contracted = {(start, end): slope for start, end, slope in lines(page)}
    assert len(contracted) == 8 * 6
    assert math.isclose(contracted["0 1 3", "1 0 5"], x[2, 1] * (1 - h[2, 1] ** 2), rel_tol=1e-9)


def test_one_cell_of_a_product_is_a_tree_of_products_and_a_sum(open_page: Opened) -> None:
    page = open_page(link(program=NETWORK, step=999, cell="n2.value.3"))
    page.get_by_role("button", name="As scalars").click()
    page.get_by_role("button", name="This number alone").click()
    assert len(lines(page)) == 6
    page.get_by_role("button", name="As products and sums").click()
    x, w = read_named(page, "X", "value"), read_named(page, "W", "value")
    tree = page.get_by_role("dialog").get_by_role("img", name="As products and sums: v[1, 1]")
    products = tree.locator("[data-product]").evaluate_all("all => all.map((one) => Number(one.dataset.product))")
    assert products == [x[1, k] * w[k, 1] for k in range(3)]
    assert [float(tree.locator("[data-number]").last.get_attribute("data-number") or "nan")] == [
        read_named(page, "v", "value")[1, 1]
    ]


def test_too_many_lines_are_shown_for_one_number_alone(open_page: Opened) -> None:
    program = "X = ones(12, 12)\nY = ones(12, 12)\nZ = X @ Y"
    page = open_page(link(program=program, step=999, cell="n2.value.13"))
    page.get_by_role("button", name="As scalars").click()
    expect(page.get_by_role("dialog")).to_contain_text("3456 lines")
    assert len(lines(page)) == 24


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_a_reason_and_a_scalar_picture(open_page: Opened, axe_source: str, theme: str) -> None:
    page = open_page(link(program=NETWORK, step=999, cell="n1.grad.3", theme=theme))
    expect(explanation(page).locator(".reason")).to_contain_text("dL/dW[1, 1]")
    assert violations(page, axe_source) == []
    page.get_by_role("button", name="As scalars").click()
    assert violations(page, axe_source) == []


def test_it_is_told_in_spanish_too(open_page: Opened) -> None:
    page = open_page(link(program=NETWORK, step=999, cell="n1.grad.3", lang="es"))
    pane = page.get_by_role("region", name="Explicación")
    expect(pane.locator(".reason .place")).to_have_text("fila 2 de 3, columna 2 de 2")
    page.get_by_role("button", name="Como escalares").click()
    expect(page.get_by_role("dialog")).to_contain_text("número a número")


CONTRACTIONS = {
    "einsum": "A = [[1.0, 2.0], [3.0, 4.0]]\nB = [[0.5, 1.0], [1.5, -2.0]]\nc = [1.5, -3.0]\n"
    'L = einsum("ij,jk,k->i", A, B, c)',
    "tensordot": "A = [[1.0, 2.0], [3.0, 4.0]]\nB = [[0.5, 1.0], [1.5, -2.0]]\nL = tensordot(A, B, ([0], [1]))",
}


@pytest.mark.parametrize("name", CONTRACTIONS)
@pytest.mark.parametrize("mode", ["reverse", "forward"])
def test_a_contraction_names_every_cell_that_it_multiplies(open_page: Opened, name: str, mode: str) -> None:
    page = open_page(link(program=CONTRACTIONS[name], mode=mode))
    shown = graph(page)
    nodes = {one["id"]: one for one in shown["nodes"]}
    derivative = "grad" if mode == "reverse" else "tangent"
    for node, array, cell in (("L", "value", 1), ("A" if mode == "reverse" else "L", derivative, 1)):
        word = f"{node_id(shown, node)}.{array}.{cell}"
        page.evaluate("word => document.querySelector('retro-graph').pick(word)", word)
        held = nodes[node_id(shown, node)][array]["data"][cell]
        lines = explanation(page).locator(".reason .equation:has(.term)")
        expect(lines.first).to_be_visible()
        found = 0.0
        for line in lines.all():
            for term in line.locator(".term").all():
                factors = term.locator("[data-from]")
                assert factors.count() == (3 if name == "einsum" else 2)
                assert factors.count() == term.locator("[data-number]").count()  # no number without its cell
                product = 1.0
                for factor in factors.all():
                    where, held_in, at = (factor.get_attribute("data-from") or "").split(".")
                    number = float(factor.get_attribute("data-number") or "nan")
                    assert number == nodes[where][held_in]["data"][int(at)]
                    product *= number
                found += product
        assert math.isclose(found, held, rel_tol=1e-12)
