import { describe, expect, it } from "vitest";
import { LANGUAGES } from "../src/lang";
import { factors } from "../src/timeline/routes";
import { type Line, linesOf, linesOfEdge, type Part } from "../src/timeline/scenes";
import { Timeline } from "../src/timeline/timeline";
import { arrangement, lineSize } from "../src/view/arrangement";
import { build } from "../src/view/bench";
import { NUMBER_SIZE } from "../src/view/grid";
import { textWidth } from "../src/view/measure";
import { PALETTES } from "../src/view/palette";
import type { GraphNode, Step } from "../src/wire/graph";
import { NAMES, SAMPLES, sample, timeline } from "./graphs";

function near(found: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(found.length).toBe(expected.length);
  Array.from(found).forEach((cell, index) => {
    const wanted = expected[index] ?? Number.NaN;
    if (Number.isFinite(wanted)) expect(cell).toBeCloseTo(wanted, 9);
  });
}

/** A cell of a part; a part of one cell stands for all. */
function cell(part: Part, index: number): number {
  return part.cells.data[index] ?? Number.NaN;
}

/** The product of the first two parts, and a third one added: along the rows, or a column of it beside them. */
function multiplied({ parts, result }: Line): number[] {
  const [left, right, bias] = parts as [Part, Part, Part?];
  const columns = result.cells.shape.at(-1) ?? 1;
  return Array.from(result.cells.data, (_, index) => {
    const along = factors(left.cells.shape, right.cells.shape, result.cells.shape, index);
    const column = bias?.cells.shape.length === 2;
    const beside = bias ? cell(bias, column ? Math.floor(index / columns) : index % columns) : 0;
    return along.left.reduce(
      (sum, at, k) => sum + cell(left, at) * cell(right, along.right[k] ?? -1),
      beside,
    );
  });
}

function arrived({ parts, result, way }: Line, before: (index: number) => number): number[] {
  if (way.kind !== "travel") return [];
  const cells = Array.from(result.cells.data, (_, index) => (way.adds ? 0 : before(index)));
  for (const { part, routes } of way.flows) {
    const start = parts[part] as Part;
    routes.from.forEach((origin, route) => {
      const goal = routes.to[route] ?? -1;
      cells[goal] = way.adds ? (cells[goal] ?? 0) + cell(start, origin) : cell(start, origin);
    });
  }
  return cells;
}

/** What the line's own numbers come to, or null where its sign says no more than that something is computed. */
function outcome(line: Line, step: Step): number[] | null {
  const [first, second] = line.parts;
  if (line.way.kind === "product") return multiplied(line);
  if (line.way.kind === "travel")
    return arrived(line, (index) => (step.kind === "evaluate" ? cell(line.result, index) : 0));
  if (line.way.kind === "through" && first && second) {
    const { from, to } = line.way.routes;
    const met = new Map(Array.from(to, (goal, route) => [goal, cell(first, from[route] ?? -1)]));
    return Array.from(second.cells.data, (weight, index) => weight * (met.get(index) ?? Number.NaN));
  }
  if (!first || !second || line.parts.length > 2 || line.signs[0] !== "") return null;
  const [, sign] = line.signs;
  const cells = Array.from(line.result.cells.data, (_, index) => [cell(first, index), cell(second, index)]);
  const added = (index: number) => line.parts.reduce((sum, part) => sum + cell(part, index), 0);
  if (sign === "+") return cells.map((_, index) => added(index));
  if (sign === "⊙") return cells.map(([a = 0, b = 0]) => a * b);
  if (sign === "·" && line.result.cells.shape.length === 0 && first.cells.data.length === 1)
    return cells.map(([a = 0, b = 0]) => a * b);
  if (sign === "⊗")
    return Array.from(first.cells.data).flatMap((a) => Array.from(second.cells.data, (b) => a * b));
  return null;
}

/** Numbers change on the way through these: they are divided, scaled, or made into one in another way than a sum. */
const CHANGING = new Set(
  "mean max min median norm var std prod logsumexp dropout avg_pool1d avg_pool2d max_pool1d max_pool2d".split(
    " ",
  ),
);

const ALL: readonly (readonly [string, Timeline])[] = [
  ...NAMES.filter((name) => name !== "large").map((name) => [name, timeline(name)] as const),
  ...SAMPLES.map((name) => [`${name}, sampled`, sample(name)] as const),
];

describe.each(ALL)("the workbench of %s", (_, one) => {
  it("shows equations that are true", () => {
    for (const step of one.steps) {
      const operation = one.node(step.edge === null ? step.node : one.edge(step.edge).target).operation ?? "";
      for (const line of linesOf(one, step)) {
        const found = outcome(line, step);
        if (found && !(line.way.kind === "travel" && CHANGING.has(operation)))
          near(found, line.result.cells.data);
      }
    }
  });

  it("says of a second contribution what it is added to", () => {
    for (const edge of one.graph.edges) {
      const lines = linesOfEdge(one, edge);
      const before = one.before(edge);
      expect(lines.length > 0).toBe(edge.contribution !== null);
      if (before) expect(lines[1]?.parts.map((part) => part.role)).toEqual(["before", "added"]);
      else expect(lines[1]?.parts.every((part) => part.latex.includes("otimes")) ?? true).toBe(true);
    }
  });
});

function backwardLine(one: Timeline, operation: string, argument = 0): Line | undefined {
  const edge = one.graph.edges.find(
    (candidate) => candidate.argument === argument && one.node(candidate.target).operation === operation,
  );
  return edge && linesOfEdge(one, edge)[0];
}

function forwardLine(one: Timeline, wanted: (node: GraphNode) => boolean): Line | undefined {
  const step = one.steps.find((candidate) => wanted(one.node(candidate.node)));
  return step && linesOf(one, step)[0];
}

describe("a matrix product on its way back", () => {
  it("turns the other factor over, on the side where it stood", () => {
    const one = timeline("matmul");
    const [left, right] = [backwardLine(one, "matmul", 0), backwardLine(one, "matmul", 1)];
    expect(left?.parts.map((part) => part.turned)).toEqual([false, true]);
    expect(left?.parts[1]?.latex).toBe("Y^{\\top}");
    expect(left?.parts[1]?.cells.shape).toEqual([4, 3]);
    expect(right?.parts.map((part) => part.turned)).toEqual([true, false]);
    expect(right?.parts[0]?.latex).toBe("X^{\\top}");
    expect([left?.way.kind, right?.way.kind]).toEqual(["product", "product"]);
  });

  it("leaves it as it is in forward mode", () => {
    const line = backwardLine(timeline("matmul-forward"), "matmul", 0);
    expect(line?.parts.map((part) => part.turned)).toEqual([false, false]);
  });

  it("knows row and column of a cell, in every matrix of a stack", () => {
    expect(factors([2, 3], [3, 4], [2, 4], 5)).toEqual({ left: [3, 4, 5], right: [1, 5, 9] });
    expect(factors([2, 2, 3], [3, 2], [2, 2, 2], 5)).toEqual({ left: [6, 7, 8], right: [1, 3, 5] });
    expect(factors([2, 2, 3], [2, 3, 2], [2, 2, 2], 4)).toEqual({ left: [6, 7, 8], right: [6, 8, 10] });
    expect(factors([2, 3], [3], [2], 1)).toEqual({ left: [3, 4, 5], right: [0, 1, 2] });
  });
});

describe("a weight's gradient over a batch", () => {
  const weights = NAMES.map(timeline).flatMap((one) =>
    one.graph.edges
      .filter((edge) => one.node(edge.target).operation === "matmul" && edge.argument === 1)
      .filter((edge) => edge.contribution && one.graph.mode === "reverse")
      .filter((edge) => one.contributors(edge.source).length === 1)
      .map((edge) => ({ one, edge })),
  );

  it("is a sum of outer products, one for each example, wherever there is room for them", () => {
    const shown = weights.map(({ one, edge }) => {
      const operand = one.inputs.get(edge.target)?.[0];
      const [left = [], above] = [operand && one.node(operand.source).shape, one.node(edge.target).shape];
      const [examples = 0, rows = 0] = left;
      const flat = left.length === 2 && above.length === 2;
      const room = examples > 1 && examples <= 5 && rows <= 5 && examples * (above[1] ?? 0) <= 16;
      const [, line] = linesOfEdge(one, edge);
      expect(Boolean(line)).toBe(flat && room);
      if (!line || !edge.contribution) return false;
      expect(line.way.kind).toBe("accumulate");
      for (const part of line.parts) expect(part.latex).not.toMatch(/undefined|top/);
      expect(line.parts.map(({ latex }) => latex.includes("\\otimes"))).toEqual(Array(examples).fill(true));
      const total = Array.from(line.result.cells.data, (_, index) =>
        line.parts.reduce((sum, part) => sum + cell(part, index), 0),
      );
      near(total, one.cells(edge.contribution).data);
      return true;
    });
    expect(new Set(shown)).toEqual(new Set([true, false]));
  });
});

describe("what stands over an arrow", () => {
  it("names the axes that an unbroadcast sums over, new or not", () => {
    expect(backwardLine(timeline("bias"), "broadcast_to")?.arrow).toEqual({ kind: "sum", axes: [0] });
    const one = timeline("broadcast");
    const arrows = one.graph.edges
      .filter((edge) => one.node(edge.target).operation === "broadcast_to")
      .map((edge) => linesOfEdge(one, edge)[0]?.arrow);
    expect(arrows).toEqual([1, 0].map((axis) => ({ kind: "sum", axes: [axis] })));
  });

  it("says by how much a mean divides", () => {
    expect(backwardLine(timeline("mean-axis"), "mean")?.arrow).toEqual({ kind: "code", text: "÷ 3" });
  });

  it("is nothing between the parts of an equation", () => {
    expect(backwardLine(timeline("product"), "multiply")?.arrow).toBeNull();
  });
});

describe("a product of numbers", () => {
  it("has a dot, one of arrays the sign for cell by cell", () => {
    const sign = (name: string) =>
      forwardLine(timeline(name), (node) => node.operation === "multiply")?.signs[1];
    expect([sign("product"), sign("hadamard")]).toEqual(["·", "⊙"]);
  });
});

describe("a comparison", () => {
  it.each([
    ["equal", "="],
    ["not_equal", "≠"],
    ["less", "<"],
    ["less_equal", "≤"],
    ["greater", ">"],
    ["greater_equal", "≥"],
  ])("%s stands between its operands as %s", (operation, sign) => {
    const { graph } = timeline("comparisons");
    const nodes = graph.nodes.map((node) => (node.operation === "greater" ? { ...node, operation } : node));
    const line = forwardLine(new Timeline({ ...graph, nodes }), (node) => node.operation === operation);
    expect(line?.signs).toEqual(["", sign, ""]);
  });
});

describe("the arrangement of the workbench", () => {
  const one = timeline("reuse");
  const lines = (one.steps.map((step) => linesOf(one, step)).find(({ length }) => length === 2) ?? []).map(
    (line) => lineSize(line, LANGUAGES.en.view),
  );

  it("stacks two lines where it is narrow and puts them side by side where it is low", () => {
    expect(lines.length).toBe(2);
    expect(arrangement(lines, { width: 320, height: 300, type: 1 }).stacked).toBe(true);
    expect(arrangement(lines, { width: 1200, height: 60, type: 1 }).stacked).toBe(false);
  });
});

describe("a largest number", () => {
  const flows = (line: Line | undefined) => (line?.way.kind === "travel" ? line.way.flows : []);

  it("is the only one that travels, with a gradient or without", () => {
    const [tied] = flows(forwardLine(sample("max-ties"), (node) => node.operation === "max"));
    expect([...(tied?.routes.from ?? [])]).toEqual([0, 2, 4]);
    const [constant] = flows(forwardLine(sample("max-constant"), (node) => node.operation === "max"));
    expect([...(constant?.routes.from ?? [])]).toEqual([3]);
  });
});

describe("a convolution", () => {
  const convolutions = ["convolution", "windows", "windows-of-images"].map(timeline);
  const named = (line: Line | undefined): string[] =>
    [...(line?.parts ?? []), ...(line ? [line.result] : [])].map((part) => part.latex);

  it("is the weight times the windows", () => {
    const [one] = convolutions;
    const line = one && forwardLine(one, (node) => node.operation === "conv1d");
    expect(line?.way.kind).toBe("product");
    expect(line?.parts.map((part) => part.cells.shape)).toEqual([
      [1, 3],
      [3, 5],
    ]);
    const [kernel, windows] = line?.parts ?? [];
    expect([kernel?.latex, windows?.latex]).toEqual([
      "\\mathrm{kernel}",
      "\\operatorname{windows}\\left(\\mathrm{signal}\\right)",
    ]);
    expect([...(windows?.cells.data ?? [])]).toEqual([0, 1, 3, -2, 0.5, 1, 3, -2, 0.5, 2, 3, -2, 0.5, 2, 0]);
  });

  it("adds its bias to each channel", () => {
    const line = forwardLine(timeline("windows"), (node) => node.operation === "conv1d");
    expect(line?.parts.map((part) => part.cells.shape)).toEqual([
      [2, 6],
      [6, 3],
      [2, 1],
    ]);
    expect(line?.signs).toEqual(["", "·", "+", ""]);
  });

  it("has ways back that come to the gradient, each by the picture of its own", () => {
    for (const one of convolutions)
      for (const edge of one.graph.edges) {
        if (!one.node(edge.target).operation?.startsWith("conv") || !edge.contribution) continue;
        const [line, second] = linesOfEdge(one, edge);
        expect(second?.parts.some((part) => part.latex.includes("otimes")) ?? false).toBe(false);
        expect(line?.way.kind).toBe(edge.argument === 1 ? "product" : "travel");
        expect(named(line).join(" ")).toContain(["top", "windows", "frac"][edge.argument]);
      }
  });

  it("has no such picture where there are several examples, groups, or too many windows", () => {
    const line = forwardLine(sample("conv1d"), (node) => node.operation === "conv1d");
    expect(line?.signs[0]).toBe("conv1d");
    const grouped = forwardLine(timeline("windows-in-groups"), (node) => node.operation === "conv1d");
    expect(grouped?.signs[0]).toBe("conv1d");
    const large = forwardLine(timeline("closed-convolution"), (node) => node.operation === "conv2d");
    expect(large?.signs[0]).toBe("conv2d");
  });
});

describe("a sum on its way", () => {
  it("stays within the cells that were made for the last one", () => {
    const lines = ["attention", "matmul", "two-layer-network"].flatMap((name) => {
      const one = timeline(name);
      return one.steps.flatMap((step) => linesOf(one, step));
    });
    const adding = lines.filter(({ way }) => way.kind === "accumulate");
    const benches = adding.map((line) => build(line, false, PALETTES.light, LANGUAGES.en.view));
    const sizes = benches.flatMap(({ sums, result }) =>
      sums.flatMap((sum) =>
        [...sum.querySelectorAll("text")].map((text) => {
          const pixels = Number(text.getAttribute("font-size"));
          const width = textWidth(text.textContent, "text", pixels);
          expect(width).toBeLessThanOrEqual(result.grid.cellWidth - 3);
          return pixels;
        }),
      ),
    );
    expect(new Set(sizes.map((pixels) => pixels < NUMBER_SIZE))).toEqual(new Set([true, false]));
  });
});
