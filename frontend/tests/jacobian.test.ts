import { html, render } from "lit";
import { describe, expect, it } from "vitest";
import { productLine } from "../src/app/jacobian/product";
import { moved, shownMatrix } from "../src/app/jacobian/shown";
import { matrixTable, type Reading, told } from "../src/app/jacobian/table";
import { LANGUAGES } from "../src/lang";
import { gradientName } from "../src/lang/facts";
import { choicesAt, endsOf, isCut, productOf, termsOf } from "../src/timeline/jacobians";
import { Timeline } from "../src/timeline/timeline";
import type { JacobianMatrix } from "../src/wire/schema";
import { timeline } from "./graphs";

const { en } = LANGUAGES;
const one = timeline("matmul");
const edge = one.graph.edges.find(({ local }) => local.kind === "matmul" && local.value);
if (!edge) throw new Error("no product");

/** The Jacobian of X Y by X, from the other operand as the graph has it: I ⊗ Yᵀ. */
function ofProduct(of: Timeline): { found: JacobianMatrix; rows: number; columns: number } {
  if (!edge) throw new Error("no product");
  const [result, left] = [of.node(edge.target), of.node(edge.source)];
  const right = of.inputs.get(edge.target)?.[1];
  if (!right) throw new Error("no other operand");
  const other = of.cells(of.node(right.source).value);
  const [m = 0, p = 0] = result.shape;
  const k = left.shape[1] ?? 0;
  const data: number[] = [];
  const possible: number[] = [];
  for (let row = 0; row < m * p; row += 1)
    for (let column = 0; column < m * k; column += 1) {
      const same = Math.floor(row / p) === Math.floor(column / k);
      data.push(same ? (other.data[(column % k) * p + (row % p)] ?? 0) : 0);
      possible.push(same ? 1 : 0);
    }
  const shape = [m * p, m * k];
  return {
    found: {
      rows: result.shape,
      columns: left.shape,
      matrix: { shape, dtype: "float64", data },
      structure: { shape, dtype: "bool", data: possible },
      multiply_adds: m * k * p,
    },
    rows: m * p,
    columns: m * k,
  };
}

const { found, rows, columns } = ofProduct(one);
const choice = { of: "local", id: edge.id } as const;
const ends = endsOf(one, choice);
const matrix = shownMatrix(found, ends.result, ends.operand);

describe("what there is to choose from", () => {
  const passing = one.steps.findIndex((step) => step.edge === edge.id);

  it("is the step's edge first, then the whole", () => {
    expect(choicesAt(one, passing, null)).toEqual([choice, { of: "global", id: edge.source }]);
  });

  it("is the operands' edges where something is evaluated", () => {
    const evaluating = one.steps.findIndex((step) => step.kind === "evaluate" && step.node === edge.target);
    const all = choicesAt(one, evaluating, null);
    expect(all.map(({ of }) => of)).toEqual(["local", "local", "global"]);
    expect(all[0]).toEqual(choice);
  });

  it("is what is selected, whatever the step", () => {
    expect(choicesAt(one, 0, edge.id)[0]).toEqual(choice);
    expect(choicesAt(one, 0, edge.source)).toEqual([{ of: "global", id: edge.source }]);
    expect(choicesAt(one, 0, edge.target)[0]).toEqual({ of: "global", id: edge.target });
  });

  it("is an edge that is cut where it is selected, and only there", () => {
    const cut = { ...edge, local: { ...edge.local, kind: "none" as const } };
    const edges = one.graph.edges.map((each) => (each === edge ? cut : each));
    const other = new Timeline({ ...one.graph, edges });
    expect(choicesAt(other, 0, edge.id)).toEqual([choice, { of: "global", id: edge.source }]);
    expect(choicesAt(other, 0, edge.target)).not.toContainEqual(choice);
    expect([isCut(other, choice), isCut(one, choice)]).toEqual([true, false]);
  });

  it("is never nothing, at any step of the start", () => {
    for (const step of one.steps) expect(choicesAt(one, step.index, null).length).toBeGreaterThan(0);
  });
});

describe("the product", () => {
  const product = productOf(one, choice, matrix.data);
  if (!product) throw new Error("no product");

  it("is what the graph's edge contributes", () => {
    const contribution = edge.contribution && one.cells(edge.contribution).data;
    expect([...product.result]).toEqual([...(contribution ?? [])]);
    for (let column = 0; column < columns; column += 1) {
      const terms = termsOf(product, matrix.data, matrix.possible, column);
      const sum = terms.reduce((total, { factor, entry }) => total + factor * entry, 0);
      expect(sum).toBeCloseTo(product.result[column] ?? Number.NaN, 12);
      expect(terms.length).toBeLessThan(rows);
    }
  });

  it("is drawn as a row, the matrix and a row, with the sum of one column", () => {
    const room = document.createElement("div");
    render(productLine({ timeline: one, choice, matrix, product, picked: { row: 0, column: 1 } }, en), room);
    const numbers = (role: string) =>
      [...room.querySelectorAll(`[data-role="${role}"] [data-number]`)].map((cell) =>
        Number(cell.getAttribute("data-number")),
      );
    expect(numbers("vector")).toEqual([...product.vector]);
    expect(numbers("result")).toEqual([...product.result]);
    const told = room.querySelector(".sum")?.textContent ?? "";
    expect(told.startsWith(`${gradientName(one, ends.operand)}[0, 1] = `)).toBe(true);
    expect(told).toMatch(/ = .+ · .+ = /);
  });
});

describe("the product without a picked entry", () => {
  it("is drawn without a sum, and nothing in it is marked", () => {
    const product = productOf(one, choice, matrix.data);
    if (!product) throw new Error("no product");
    const room = document.createElement("div");
    render(productLine({ timeline: one, choice, matrix, product, picked: null }, en), room);
    expect(room.querySelectorAll(".line figure")).toHaveLength(3);
    expect(room.querySelector(".sum")).toBeNull();
    expect(room.querySelectorAll(".marked")).toHaveLength(0);
  });
});

describe("the table", () => {
  const room = document.createElement("div");
  const picked: unknown[] = [];
  const reading: Reading = {
    name: "∂Z/∂X",
    picked: { row: 0, column: 0 },
    pick: (entry) => picked.push(entry),
    forward: false,
  };
  render(matrixTable(matrix, reading, en), room);

  it("names rows and columns by their cells", () => {
    const heads = [...room.querySelectorAll("th")].map((head) => head.textContent?.trim());
    expect(heads).toHaveLength(rows + columns);
    expect(heads[0]).toMatch(/^\w+\[0, 0\]$/);
  });

  it("begins a block where the tensor's next row does, and a vector has none", () => {
    const [across, down] = [ends.operand.shape[1] ?? 0, ends.result.shape[1] ?? 0];
    expect(across).toBeGreaterThan(1);
    for (let column = 0; column < columns; column += 1)
      expect(matrix.columnBlock(column)).toBe(column > 0 && column % across === 0);
    for (let row = 0; row < rows; row += 1) expect(matrix.rowBlock(row)).toBe(row > 0 && row % down === 0);
    const vector = shownMatrix(
      found,
      { ...ends.result, shape: [rows] },
      { ...ends.operand, shape: [columns] },
    );
    expect([across, 1].some((at) => vector.columnBlock(at) || vector.rowBlock(at))).toBe(false);
  });

  it("tints what is below 0 in the other hue, here and in the product, and divides no heads of rows", () => {
    const signs = matrix.data.map((number, at) => (at % 2 ? -number : number));
    const signed = { ...matrix, data: signs };
    const product = productOf(one, choice, signs);
    if (!product) throw new Error("no product");
    const other = document.createElement("div");
    const line = { timeline: one, choice, matrix: signed, product, picked: null };
    render(html`${matrixTable(signed, reading, en)}${productLine(line, en)}`, other);
    const cells = [...other.querySelectorAll("[data-number]")];
    expect(cells.some((cell) => cell.classList.contains("negative"))).toBe(true);
    for (const cell of cells) {
      const below = Number(cell.getAttribute("data-number")) < 0 && cell.getAttribute("data-level") !== "0";
      expect(cell.classList.contains("negative")).toBe(below);
    }
    expect(other.querySelectorAll("th[scope=row].block")).toHaveLength(0);
    expect(other.querySelectorAll("th[scope=col].block").length).toBeGreaterThan(0);
  });

  it("marks what the sum runs along: the picked column, or in forward mode the picked row", () => {
    const along = (forward: boolean) => {
      const other = document.createElement("div");
      render(matrixTable(matrix, { ...reading, forward, picked: { row: 1, column: 2 } }, en), other);
      const marked = [...other.querySelectorAll(".along-row, .along-column")];
      const heads = [...other.querySelectorAll("th")];
      return {
        cells: marked.map((cell) => Number(cell.getAttribute("data-cell"))),
        heads: heads.flatMap((head, at) => (head.classList.contains("summed") ? [at] : [])),
      };
    };
    const [down, across] = [rows, columns].map((count) => Array.from({ length: count }, (_, at) => at));
    expect(along(false)).toEqual({ cells: down?.map((row) => row * columns + 2), heads: [2] });
    expect(along(true)).toEqual({ cells: across?.map((column) => columns + column), heads: [columns + 1] });
  });

  it("tells a structural zero from a number", () => {
    expect(room.querySelectorAll("[data-structural]")).toHaveLength(
      matrix.possible.filter((each) => !each).length,
    );
    expect(told(matrix, { row: 0, column: columns - 1 }, en)).toContain("whatever the numbers are");
    expect(told(matrix, { row: 0, column: 0 }, en)).toMatch(/^∂\w+\[0, 0\]\/∂\w+\[0, 0\] = \S+$/);
  });

  it("is read with the arrows, within its edges", () => {
    const at = (index: number) => room.querySelector(`[data-cell="${index}"]`);
    const press = (index: number, key: string) =>
      at(index)?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    press(0, "ArrowRight");
    press(0, "ArrowUp");
    press(0, "ArrowDown");
    press(0, "End");
    press(columns + 1, "Enter");
    press(2, " ");
    press(2, "x");
    expect(picked).toEqual([
      { row: 0, column: 1 },
      { row: 1, column: 0 },
      { row: 0, column: columns - 1 },
      { row: 1, column: 1 },
      { row: 0, column: 2 },
    ]);
    expect(moved({ row: rows - 1, column: 0 }, "ArrowDown", matrix)).toBeNull();
  });
});

describe("a preview", () => {
  const preview = (data: number[]) => ({
    shape: [100, 100],
    dtype: "float64" as const,
    preview: {
      index: [
        [0, 99],
        [0, 50],
      ],
      shape: [2, 2],
      data,
    },
    stats: { min: 0, max: 1, mean: 0, std: 0, zeros: 9900, nans: 0, infs: 0 },
  });
  const shown = shownMatrix(
    { rows: [10, 10], columns: [100], matrix: preview([1, 0, 0, 0]), structure: preview([1, 0, 0, 0]) },
    ends.result,
    ends.operand,
  );

  it("counts what it does not show, and names what it shows", () => {
    expect([shown.rows, shown.columns, shown.count, shown.preview]).toEqual([2, 2, 100, true]);
    expect(shown.columnName(1)).not.toBe(shown.columnName(0));
    expect(shown.columnBlock(ends.operand.shape[1] ?? 1)).toBe(false); // the cells between are not shown
  });
});

describe.each(Object.values(LANGUAGES))("the counts in $name", (language) => {
  const { counts } = language.jacobian;
  const plain = { rows: 4, columns: 6, possible: 12, work: 12, forward: false, whole: false };

  it("differ by what there is to say", () => {
    const told = [
      counts(plain),
      counts({ ...plain, forward: true }),
      counts({ ...plain, work: 0 }),
      counts({ ...plain, work: 24, possible: 24 }),
      counts({ ...plain, whole: true }),
      counts({ ...plain, rows: 1, columns: 1 }),
    ];
    expect(new Set(told).size).toBe(told.length);
    for (const sentence of told) expect(sentence).toMatch(/^\S.*\.$/);
    expect(told[0]).toMatch(/4 × 6 = 24 .*12.*24.*vjp.*12/);
    expect(told[1]).toContain("jvp");
    expect(told[4]).toMatch(/(24 (entries|entradas)).* 4 (passes|pasadas);/);
    expect(counts({ ...plain, rows: 1, columns: 1, possible: 1, whole: true })).toMatch(
      /^1 × 1 = 1 (entry|entrada)\..* 1 (pass|pasada);/,
    );
  });
});
