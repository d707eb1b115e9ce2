import { describe, expect, it } from "vitest";
import { BOX, plan, spotKey } from "../src/app/scalars/plan";
import {
  contracted,
  type Link,
  lineCount,
  nextEdge,
  operandsOf,
  type Scalars,
  scalarsOf,
  withNext,
} from "../src/timeline/scalars";
import { Timeline } from "../src/timeline/timeline";
import { informed, NAMES } from "./graphs";

function named(one: Timeline, name: string): string {
  return one.graph.nodes.find((node) => node.name === name)?.id ?? "";
}

const PROGRAMS = NAMES.filter((name) => name !== "large" && !name.endsWith("-forward"));

describe.each(PROGRAMS)("the operations of %s as scalars", (name) => {
  const known = informed(name);
  const one = known.timeline;

  it("contribute on the way back what their edges do", () => {
    for (const node of one.graph.nodes) {
      const scalars = scalarsOf(one, node.id, known.entries);
      const edges = scalars.columns[0]?.map((pile) => pile.edge) ?? [];
      if (edges.length === 0 || !node.grad) continue;
      const { spots } = plan(one, scalars, "backward", { box: 100, between: 200 });
      const numbers = new Map(spots.map((spot) => [spotKey(spot.column, spot.pile, spot.cell), spot.number]));
      edges.forEach((edge, pile) => {
        if (!edge?.contribution) return;
        one.cells(edge.contribution).data.forEach((number, cell) => {
          const found = numbers.get(spotKey(0, pile, cell)) ?? Number.NaN;
          if (Number.isFinite(number))
            expect(Math.abs(found - number)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(number)));
        });
      });
    }
  });

  it("are contracted to the product of their Jacobians", () => {
    for (const node of one.graph.nodes) {
      const next = nextEdge(one, node.id);
      const first = scalarsOf(one, node.id, known.entries);
      if (!next || first.columns[0]?.length === 0 || first.unknown.length > 0 || !known.entries(next))
        continue;
      const both = withNext(one, first, next, known.entries);
      const found = contracted(both);
      const wanted = product(both.links[0] ?? [], both.links[1] ?? []);
      expect(lineCount(found)).toBe(wanted.size);
      for (const { from, to, slope } of found.links[0] ?? []) {
        const number = wanted.get(`${from.pile} ${from.cell} ${to.cell}`) ?? Number.NaN;
        if (Number.isFinite(number))
          expect(Math.abs(slope - number)).toBeLessThanOrEqual(1e-9 * Math.abs(number) + 1e-12);
      }
    }
  });
});

/** Every entry of a product of two Jacobians, from their own. */
function product(before: readonly Link[], after: readonly Link[]): ReadonlyMap<string, number> {
  const entries = new Map<string, number>();
  const pairs = before.flatMap((a) =>
    after.filter((b) => b.from.cell === a.to.cell).map((b) => [a, b] as const),
  );
  for (const [a, b] of pairs) {
    const key = `${a.from.pile} ${a.from.cell} ${b.to.cell}`;
    entries.set(key, (entries.get(key) ?? 0) + a.slope * b.slope);
  }
  return entries;
}

describe("what comes after an operation", () => {
  it("is where its result goes on towards the output, if it goes on", () => {
    for (const name of PROGRAMS) {
      const one = informed(name).timeline;
      for (const { id } of one.graph.nodes) {
        const onwards = one.graph.edges.filter(({ source, local }) => source === id && local.kind !== "none");
        const next = nextEdge(one, id);
        if (next) expect(onwards).toContain(next);
        else expect(onwards).toEqual([]);
        if (onwards.some(({ contribution }) => contribution)) expect(next?.contribution).toBeTruthy();
      }
    }
  });
});

describe("an operation as scalars", () => {
  it("has a line for each entry that can differ from zero, and no other", () => {
    const known = informed("two-layer-network");
    const one = known.timeline;
    expect(lineCount(scalarsOf(one, named(one, "h"), known.entries))).toBe(20);
    const product = one.graph.nodes.find((node) => node.operation === "matmul")?.id ?? "";
    expect(lineCount(scalarsOf(one, product, known.entries))).toBe(20 * 6);
    const alone = scalarsOf(one, product, known.entries, 7);
    expect(lineCount(alone)).toBe(6);
    expect(alone.columns.map((piles) => piles.map((pile) => pile.cells))).toEqual([
      [
        [3, 4, 5],
        [2, 7, 12],
      ],
      [[7]],
    ]);
  });

  it("stands in columns of one height, each in its middle, the arrays of a column below one another", () => {
    const known = informed("two-layer-network");
    const one = known.timeline;
    const product = one.graph.nodes.find((node) => node.operation === "matmul")?.id ?? "";
    const alone = scalarsOf(one, product, known.entries, 7);
    const { spots, lines, width, height } = plan(one, alone, "forward", { box: 100, between: 200 });
    const { margin, pitch, gap } = BOX;
    expect(lines).toHaveLength(lineCount(alone));
    expect(lines.map(({ from, to }) => [from.column, to.column, to.cell])).toEqual(
      lines.map(() => [0, 1, 7]),
    );
    expect([width, height]).toEqual([2 * margin + 2 * 100 + 200, 2 * margin + 6 * pitch + gap]);
    const down = [0, 1, 2].map((row) => margin + row * pitch);
    const below = [3, 4, 5].map((row) => margin + row * pitch + gap);
    const middle = margin + (6 * pitch + gap - pitch) / 2;
    expect(spots.map(({ x, y }) => [x, y])).toEqual([
      ...[...down, ...below].map((y) => [margin, y]),
      [margin + 300, middle],
    ]);
  });

  it("draws every line of two operations in a row", () => {
    const known = informed("two-layer-network");
    const one = known.timeline;
    const product = one.graph.nodes.find((node) => node.operation === "matmul")?.id ?? "";
    const next = nextEdge(one, product);
    if (!next) throw new Error("nothing comes after the product");
    const both = withNext(one, scalarsOf(one, product, known.entries), next, known.entries);
    const { lines } = plan(one, both, "forward", { box: 100, between: 200 });
    expect(lines.filter(({ from }) => from.column === 1)).toHaveLength(both.links[1]?.length ?? 0);
    expect(lines).toHaveLength(lineCount(both));
    const alone = withNext(one, scalarsOf(one, product, known.entries, 7), next, known.entries);
    expect(alone.columns[2]?.[0]?.cells).toEqual(alone.links[1]?.map(({ to }) => to.cell));
    expect(lineCount(alone)).toBe(6 + 1);
  });

  it("says of which edges nothing is known yet", () => {
    const { timeline: one } = informed("two-layer-network");
    const product = one.graph.nodes.find((node) => node.operation === "matmul")?.id ?? "";
    const first = scalarsOf(one, product, () => null);
    expect(first.unknown).toEqual(one.inputs.get(product));
    const next = nextEdge(one, product);
    if (!next) throw new Error("nothing comes after the product");
    expect(withNext(one, first, next, () => null).unknown).toEqual([...first.unknown, next]);
  });

  it("shows constants where there is nothing else", () => {
    const known = informed("two-layer-network");
    const { graph } = known.timeline;
    const nodes = graph.nodes.map((node) => ({ ...node, requires_grad: false }));
    const one = new Timeline({ ...graph, nodes });
    const product = graph.nodes.find((node) => node.operation === "matmul")?.id ?? "";
    expect(operandsOf(one, product)).toEqual(one.inputs.get(product));
  });

  it("leaves constants away, which have no gradient", () => {
    const known = informed("linear-regression");
    const one = known.timeline;
    const square = one.graph.nodes.find((node) => node.operation === "power")?.id ?? "";
    expect(scalarsOf(one, square, known.entries).columns[0]?.map((pile) => pile.edge?.argument)).toEqual([0]);
  });

  it("adds the products of all paths, and counts them", () => {
    const at = (cell: number) => ({ pile: 0, cell });
    const link = (from: number, to: number, slope: number): Link => ({
      from: at(from),
      to: at(to),
      slope,
      paths: 1,
    });
    const pile = (cells: readonly number[]) => [{ node: "n0", edge: null, cells }];
    const both: Scalars = {
      columns: [pile([0]), pile([0, 1]), pile([0, 1])],
      links: [
        [link(0, 0, 2), link(0, 1, 3)],
        [link(0, 0, 5), link(1, 0, 7), link(1, 1, 11)],
      ],
      unknown: [],
    };
    const found = contracted(both).links[0]?.map(({ to, slope, paths }) => [to.cell, slope, paths]);
    expect(found).toEqual([
      [0, 31, 2],
      [1, 33, 1],
    ]);
  });
});
