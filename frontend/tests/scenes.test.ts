import { describe, expect, it } from "vitest";
import { factors } from "../src/timeline/routes";
import { type Line, linesOf, linesOfEdge, type Part } from "../src/timeline/scenes";
import type { Timeline } from "../src/timeline/timeline";
import { arrangement, lineSize } from "../src/view/arrangement";
import type { GraphNode } from "../src/wire/graph";
import { NAMES, timeline } from "./graphs";

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

function multiplied({ parts, result }: Line): number[] {
  const [left, right] = parts as [Part, Part];
  return Array.from(result.cells.data, (_, index) => {
    const along = factors(left.cells.shape, right.cells.shape, result.cells.shape, index);
    return along.left.reduce((sum, at, k) => sum + cell(left, at) * cell(right, along.right[k] ?? -1), 0);
  });
}

function arrived({ parts, result, way }: Line): number[] {
  const [start] = parts as [Part];
  const cells = new Array<number>(result.cells.data.length).fill(0);
  if (way.kind !== "travel") return cells;
  way.routes.from.forEach((origin, route) => {
    const goal = way.routes.to[route] ?? -1;
    cells[goal] = way.adds ? (cells[goal] ?? 0) + cell(start, origin) : cell(start, origin);
  });
  return cells;
}

/** What the line's own numbers come to, or null where its sign says no more than that something is computed. */
function outcome(line: Line): number[] | null {
  const [first, second] = line.parts;
  if (line.way.kind === "product") return multiplied(line);
  if (line.way.kind === "travel") return arrived(line);
  if (!first || !second || line.before !== "") return null;
  const cells = Array.from(line.result.cells.data, (_, index) => [cell(first, index), cell(second, index)]);
  const added = (index: number) => line.parts.reduce((sum, part) => sum + cell(part, index), 0);
  if (line.sign === "+") return cells.map((_, index) => added(index));
  if (line.sign === "⊙") return cells.map(([a = 0, b = 0]) => a * b);
  if (line.sign === "·" && line.result.cells.shape.length === 0 && first.cells.data.length === 1)
    return cells.map(([a = 0, b = 0]) => a * b);
  if (line.sign === "⊗")
    return Array.from(first.cells.data).flatMap((a) => Array.from(second.cells.data, (b) => a * b));
  return null;
}

const SPREADING = new Set(["mean", "max"]);

describe.each(NAMES.filter((name) => name !== "large"))("the workbench of %s", (name) => {
  const one = timeline(name);

  it("shows equations that are true", () => {
    for (const step of one.steps) {
      const operation = one.node(step.edge === null ? step.node : one.edge(step.edge).target).operation ?? "";
      for (const line of linesOf(one, step)) {
        const found = outcome(line);
        if (found && !(line.way.kind === "travel" && SPREADING.has(operation)))
          near(found, line.result.cells.data);
      }
    }
  });

  it("says of a second contribution what it is added to", () => {
    for (const edge of one.graph.edges) {
      const lines = linesOfEdge(one, edge);
      const before = one.before(edge);
      expect(lines.length).toBe(edge.contribution ? (before ? 2 : 1) : 0);
      expect(lines[1]?.parts.map((part) => part.role) ?? []).toEqual(before ? ["before", "added"] : []);
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

describe("what stands over an arrow", () => {
  it("names the axes that an unbroadcast sums over, new or not", () => {
    expect(backwardLine(timeline("bias"), "broadcast_to")?.arrow).toBe("Σ axis 0");
    const one = timeline("broadcast");
    const arrows = one.graph.edges
      .filter((edge) => one.node(edge.target).operation === "broadcast_to")
      .map((edge) => linesOfEdge(one, edge)[0]?.arrow);
    expect(arrows).toEqual(["Σ axis 1", "Σ axis 0"]);
  });

  it("says by how much a mean divides", () => {
    expect(backwardLine(timeline("mean-axis"), "mean")?.arrow).toBe("÷ 3");
  });

  it("is nothing between the parts of an equation", () => {
    expect(backwardLine(timeline("product"), "multiply")?.arrow).toBeNull();
  });
});

describe("a product of numbers", () => {
  it("has a dot, one of arrays the sign for cell by cell", () => {
    const sign = (name: string) => forwardLine(timeline(name), (node) => node.operation === "multiply")?.sign;
    expect([sign("product"), sign("hadamard")]).toEqual(["·", "⊙"]);
  });
});

describe("the arrangement of the workbench", () => {
  const one = timeline("reuse");
  const lines = (one.steps.map((step) => linesOf(one, step)).find(({ length }) => length === 2) ?? []).map(
    lineSize,
  );

  it("stacks two lines where it is narrow and puts them side by side where it is low", () => {
    expect(lines.length).toBe(2);
    expect(arrangement(lines, { width: 320, height: 300, type: 1 }).stacked).toBe(true);
    expect(arrangement(lines, { width: 1200, height: 60, type: 1 }).stacked).toBe(false);
  });
});
