import { describe, expect, it } from "vitest";
import {
  type CellRef,
  cellFrom,
  cellShown,
  cellWord,
  derivativeOf,
  hasCell,
  numberIn,
  shownPlace,
} from "../src/timeline/cells";
import { type Entry, entriesOf, type JacobianJson } from "../src/timeline/entries";
import { Known } from "../src/timeline/known";
import { lineage } from "../src/timeline/lineage";
import {
  factorsOf,
  goalsOf,
  type Reason,
  reasonFor,
  sourcesOf,
  type Term,
  unknownEdges,
} from "../src/timeline/reasons";
import { Timeline } from "../src/timeline/timeline";
import { size } from "../src/wire/arrays";
import { informed, jacobians, NAMES, SAMPLED, SAMPLES, timeline } from "./graphs";

const INFIX: Readonly<Record<string, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
};

function cellsOf(one: Timeline): CellRef[] {
  const derivative = derivativeOf(one.graph);
  return one.graph.nodes.flatMap((node) =>
    (["value", derivative] as const).flatMap((array) =>
      node[array]
        ? Array.from({ length: size(node.shape) }, (_, cell) => ({ node: node.id, array, cell }))
        : [],
    ),
  );
}

function product(term: Term): number {
  return term.reduce((all, factor) => all * factor.number, 1);
}

function sum(terms: readonly Term[]): number {
  return terms.reduce((all, term) => all + product(term), 0);
}

/** What a reason's own numbers come to, or null where it only names what the number was computed of. */
function outcome(one: Timeline, ref: CellRef, reason: Reason): number | null {
  if (reason.kind === "sum") return sum(reason.terms) / reason.divisor;
  if (reason.kind === "copy") return reason.from?.number ?? null;
  if (reason.kind === "function") {
    const [a, b] = reason.operands.map((operand) => operand.cells?.[0]?.number ?? Number.NaN);
    const infix = INFIX[one.node(ref.node).operation ?? ""];
    return infix ? infix(a ?? Number.NaN, b ?? Number.NaN) : null;
  }
  if (reason.kind !== "shares" || reason.shares.some((share) => share.terms === null)) return null;
  return reason.shares.reduce((all, share) => all + sum(share.terms ?? []), 0);
}

function near(found: number, expected: number, scale = 1): void {
  if (Number.isNaN(expected)) expect(found).toBeNaN();
  else if (!Number.isFinite(expected)) expect(found).toBe(expected);
  else expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-9 * Math.max(scale, Math.abs(expected)));
}

const PROGRAMS = [...NAMES.filter((name) => name !== "large"), ...SAMPLES.map((name) => SAMPLED + name)];

const SUMS = new Set(
  "avg_pool1d avg_pool2d conv1d conv2d cumsum dot einsum inner kron linear matmul mean outer sum tensordot trace".split(
    " ",
  ),
);
const COPIES = new Set(
  (
    "atleast_1d atleast_2d broadcast_to concatenate diag embedding expand_dims flatten flip gather getitem grid hstack " +
    "index_select masked_select moveaxis pad repeat reshape roll sort squeeze stack swapaxes take take_along_axis " +
    "tile topk_values transpose tril triu vstack windows"
  ).split(" "),
);
/** Operations whose Jacobians the graph does not tell: the service is asked for them. */
const ASKED = new Set(
  (
    "avg_pool1d avg_pool2d batch_norm binary_cross_entropy binary_cross_entropy_with_logits cholesky conv1d conv2d " +
    "cosine_similarity cross_entropy cumprod det huber_loss inner inv kl_div kron l1_loss layer_norm linear " +
    "log_softmax logsumexp max_pool1d max_pool2d median mse_loss nll_loss norm outer pinv prod rms_norm " +
    "scaled_dot_product_attention slogdet_logabsdet smooth_l1_loss softmax solve solve_triangular std var " +
    "windows"
  ).split(" "),
);

describe.each(PROGRAMS)("the reasons of %s", (name) => {
  const known = informed(name);
  const one = known.timeline;
  const last = one.steps.length - 1;

  it("come to the number in the cell", () => {
    for (const ref of cellsOf(one)) {
      const reason = reasonFor(one, ref, last, known.entries);
      const found = outcome(one, ref, reason);
      if (found !== null) near(found, numberIn(one, ref) ?? Number.NaN);
      if (reason.kind !== "shares") continue;
      expect(unknownEdges(reason)).toEqual([]);
      for (const share of reason.shares) near(sum(share.terms ?? []), share.number ?? Number.NaN);
    }
  });

  it("are sums where the operation adds products up, and copies where it moves cells", () => {
    for (const { node, array, cell } of cellsOf(one)) {
      const operation = one.node(node).operation ?? "";
      const wanted = SUMS.has(operation) ? "sum" : COPIES.has(operation) ? "copy" : null;
      const told = one.inputs.get(node)?.every((edge) => edge.local.kind === "none" || known.entries(edge));
      if (array !== "value" || !wanted || !told) continue;
      expect([operation, reasonFor(one, { node, array, cell }, last, known.entries).kind]).toEqual([
        operation,
        wanted,
      ]);
    }
  });

  it("name cells that there are, with the numbers that they hold", () => {
    for (const ref of cellsOf(one)) {
      for (const { cell, number } of factorsOf(reasonFor(one, ref, last, known.entries)))
        if (cell) near(number, numberIn(one, cell) ?? Number.POSITIVE_INFINITY);
    }
  });

  it("name all that the cell is a goal of", () => {
    for (const ref of cellsOf(one)) {
      for (const goal of goalsOf(one, ref, known.entries)) {
        for (const { cell } of goal.cells ?? []) {
          if (!cell) continue;
          const reason = reasonFor(one, cell, last, known.entries);
          expect(sourcesOf(reason)).toContainEqual(ref);
        }
      }
    }
  });
});

describe.each(PROGRAMS)("what the graph itself tells of the Jacobians in %s", (name) => {
  const one = informed(name).timeline;
  const answers = jacobians(name);

  it("is what the service answers", () => {
    for (const edge of one.graph.edges) {
      const found = entriesOf(one, edge);
      const answer = answers[edge.id];
      if (!found || !answer || edge.local.kind === "none") continue;
      const [rows = 0, columns = 0] = answer.matrix.shape;
      const all = Array.from({ length: rows }, (_, cell) => found.ofResult(cell)).flat();
      compare(all, columns, answer);
      const others = Array.from({ length: columns }, (_, cell) => found.ofOperand(cell)).flat();
      compare(others, columns, answer);
    }
  });
});

describe("the graph itself", () => {
  it("tells the Jacobians of all operations but those that are asked for", () => {
    const all = PROGRAMS.map((name) => informed(name).timeline);
    const passing = all.flatMap((one) =>
      one.graph.edges.filter(({ local }) => local.kind !== "none").map((edge) => ({ one, edge })),
    );
    const silent = passing.filter(({ one, edge }) => !entriesOf(one, edge));
    const operations = new Set(silent.map(({ one, edge }) => one.node(edge.target).operation ?? ""));
    expect(operations).toEqual(ASKED);
  });
});

/** All slopes that are not zero, only cells that can matter, and each with the number that it has. */
function compare(
  found: readonly Entry[],
  columns: number,
  { matrix, structure }: Required<JacobianJson>,
): void {
  if (!("data" in matrix && "data" in structure)) throw new Error("only a part of a Jacobian");
  const slopes = new Map(found.map((entry) => [entry.result * columns + entry.operand, entry.slope]));
  expect(slopes.size).toBe(found.length);
  matrix.data.forEach((number, at) => {
    if (Number(number) !== 0 && structure.data[at]) expect(slopes.has(at)).toBe(true);
  });
  for (const [at, slope] of slopes) {
    near(slope, Number(matrix.data[at]));
    expect(Number(structure.data[at])).toBe(1);
  }
}

describe("a reason", () => {
  const one = timeline("matmul");
  const known = new Known(one);
  const last = one.steps.length - 1;
  const reason = (word: string, index = last): Reason =>
    reasonFor(one, cellFrom(word) as CellRef, index, known.entries);

  it("of a product's cell is a row times a column", () => {
    const found = reason("n2.value.1");
    expect(
      found.kind === "sum" &&
        found.terms.map((term) => term.map((factor) => factor.cell && cellWord(factor.cell))),
    ).toEqual([
      ["n0.value.0", "n1.value.1"],
      ["n0.value.1", "n1.value.5"],
      ["n0.value.2", "n1.value.9"],
    ]);
  });

  it("of its factor's gradient is upstream times the other factor, on the side where it stood", () => {
    const words = (word: string) => {
      const found = reason(word);
      return (
        found.kind === "shares" &&
        found.shares[0]?.terms?.map((term) => term.map(({ cell }) => cell && cellWord(cell)))
      );
    };
    expect(words("n1.grad.5")).toEqual([
      ["n0.value.1", "n2.grad.1"],
      ["n0.value.4", "n2.grad.5"],
    ]);
    expect(words("n0.grad.3")).toEqual([
      ["n2.grad.4", "n1.value.0"],
      ["n2.grad.5", "n1.value.1"],
      ["n2.grad.6", "n1.value.2"],
      ["n2.grad.7", "n1.value.3"],
    ]);
  });

  it("has for its goals the cells that its own cell goes into, and no edge but those", () => {
    const goals = (word: string) =>
      goalsOf(one, cellFrom(word) as CellRef, known.entries).map(({ edge, cells }) => [
        edge.source,
        edge.target,
        cells?.map(({ cell }) => cell && cellWord(cell)),
      ]);
    expect(goals("n0.value.1")).toEqual([["n0", "n2", [0, 1, 2, 3].map((cell) => `n2.value.${cell}`)]]);
    expect(goals("n2.grad.1")).toEqual([
      ["n0", "n2", [0, 1, 2].map((cell) => `n0.grad.${cell}`)],
      ["n1", "n2", [1, 5, 9].map((cell) => `n1.grad.${cell}`)],
    ]);
  });

  it("says which edges it is told by only in part", () => {
    const [edge] = one.contributors("n1");
    const unknown = reasonFor(one, cellFrom("n1.grad.5") as CellRef, last, () => null);
    expect(unknownEdges(unknown)).toEqual([edge]);
    expect(unknownEdges(reasonFor(one, cellFrom("n2.value.1") as CellRef, last, () => null))).toEqual(
      one.inputs.get("n2"),
    );
    expect(unknownEdges(reason("n1.grad.5"))).toEqual([]);
  });

  it("of a leaf's number is that it was given, of the first gradient that it is the seed", () => {
    expect(reason("n0.value.0").kind).toBe("given");
    expect(reason("n2.grad.0").kind).toBe("seed");
  });

  it("tells the slope of what is taken cell by cell, though it is 1, and leaves it away where cells only move", () => {
    const sum = informed("op-add");
    const added = sum.timeline.inputs.get(
      sum.timeline.graph.nodes.find((node) => node.operation === "add")?.id ?? "",
    );
    const ref: CellRef = { node: added?.[0]?.source ?? "", array: "grad", cell: 0 };
    const found = reasonFor(sum.timeline, ref, sum.timeline.steps.length - 1, sum.entries);
    expect(found.kind === "shares" && found.shares[0]?.terms?.map((term) => term.length)).toEqual([2]);
    const bias = informed("bias");
    const copied = bias.timeline.graph.edges.find(
      (edge) => bias.timeline.node(edge.target).operation === "broadcast_to",
    );
    const copy: CellRef = { node: copied?.source ?? "", array: "grad", cell: 0 };
    const shares = reasonFor(bias.timeline, copy, bias.timeline.steps.length - 1, bias.entries);
    expect(
      shares.kind === "shares" &&
        shares.shares[0]?.terms?.every((term) => term.length === 1 && term[0]?.cell),
    ).toBe(true);
  });

  it("says which shares have come at a step", () => {
    const reuse = timeline("reuse");
    const a = reuse.graph.nodes.find((node) => node.name === "a")?.id ?? "";
    const [first] = reuse.contributors(a);
    const index = first ? (reuse.passes(first) ?? 0) : 0;
    const found = reasonFor(reuse, { node: a, array: "grad", cell: 0 }, index, new Known(reuse).entries);
    expect(found.kind === "shares" && found.shares.map((share) => share.arrived)).toEqual([true, false]);
  });
});

describe("a lineage", () => {
  it("of a value goes where no derivative does, of a gradient only where one has gone", () => {
    const { graph } = timeline("product");
    const edges = graph.edges.map((edge) => ({ ...edge, contribution: null }));
    const cut = new Timeline({ ...graph, edges });
    const { entries } = new Known(cut);
    const [first] = graph.nodes;
    const from = (node: string, array: "value" | "grad", direction: "from" | "to") =>
      lineage(cut, { node, array, cell: 0 }, direction, entries).reached.map((one) => one.node);
    expect(from(first?.id ?? "", "value", "to")).toEqual([first?.id, graph.output]);
    expect(from(graph.output, "grad", "to")).toEqual([graph.output]);
  });

  it("is the gradient itself, along the paths from a cell to the leaves", () => {
    for (const name of [
      "two-layer-network",
      "recurrent",
      "bias",
      "lookup",
      "attention",
      "masked-attention",
      "scans",
    ]) {
      const known = informed(name);
      const one = known.timeline;
      const output = one.node(one.graph.output);
      if (output.shape.length > 0) continue;
      const { reached, unknown } = lineage(
        one,
        { node: output.id, array: "value", cell: 0 },
        "from",
        known.entries,
      );
      expect(unknown.filter((edge) => edge.contribution)).toEqual([]);
      for (const { node, cells } of reached) {
        if (!one.node(node).grad) continue;
        for (const [cell, slope] of cells)
          near(slope, numberIn(one, { node, array: "grad", cell }) ?? Number.NaN);
      }
    }
  });

  it("leads to a cell from exactly those cells that it leads to the other way", () => {
    const known = informed("two-layer-network");
    const one = known.timeline;
    const id = (name: string): string => one.graph.nodes.find((node) => node.name === name)?.id ?? "";
    const [h, w1, x] = ["h", "W1", "X"].map(id) as [string, string, string];
    const from = lineage(one, { node: h, array: "value", cell: 7 }, "from", known.entries).reached;
    expect([...(from.find(({ node }) => node === w1)?.cells.keys() ?? [])].sort((a, b) => a - b)).toEqual([
      2, 7, 12,
    ]);
    expect([...(from.find(({ node }) => node === x)?.cells.keys() ?? [])].sort()).toEqual([3, 4, 5]);
    const to = lineage(one, { node: w1, array: "value", cell: 2 }, "to", known.entries).reached;
    expect([...(to.find(({ node }) => node === h)?.cells.keys() ?? [])].sort((a, b) => a - b)).toEqual([
      2, 7, 12, 17,
    ]);
  });

  it("says where it can only tell that all may be reached", () => {
    const one = timeline("masked-attention");
    const output = { node: one.graph.output, array: "value", cell: 0 } as const;
    const { unknown, reached } = lineage(one, output, "from", new Known(one).entries);
    const operations = unknown.map((edge) => one.node(edge.target).operation);
    expect(operations).toContain("scaled_dot_product_attention");
    expect(reached.some(({ cells }) => [...cells.values()].some(Number.isNaN))).toBe(true);
  });
});

describe("a cell's name", () => {
  it("is read back as it was written", () => {
    const ref = { node: "n5", array: "grad", cell: 3 } as const;
    expect(cellWord(ref)).toBe("n5.grad.3");
    expect(cellFrom("n5.grad.3")).toEqual(ref);
    for (const word of ["", "n5", "n5.grad", "n5.slope.3", "n5.grad.-1", "n5.grad.1e3"])
      expect(cellFrom(word)).toBeNull();
  });

  it("names a cell of the whole array, though only a part of it is shown", () => {
    const one = timeline("large");
    const node = one.graph.nodes.find(({ name }) => name === "X");
    if (!node) throw new Error("no X");
    const cell = cellShown(node.value, 200);
    expect(shownPlace(node.value, cell)).toBe(200);
    expect(cell).toBeGreaterThan(200);
    expect(numberIn(one, { node: node.id, array: "value", cell })).toBe(one.cells(node.value).data[200]);
    expect(hasCell(one, { node: node.id, array: "value", cell: 64 * 784 })).toBe(false);
  });
});
