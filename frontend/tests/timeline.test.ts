import { describe, expect, it } from "vitest";
import { routes } from "../src/timeline/routes";
import { linesOf, totalLine } from "../src/timeline/scenes";
import type { Timeline } from "../src/timeline/timeline";
import { decode } from "../src/wire/arrays";
import type { GraphNode } from "../src/wire/graph";
import { NAMES, SAMPLED, SAMPLES, sample, timeline } from "./graphs";

function final(one: Timeline, node: GraphNode): readonly number[] | null {
  const array = one.graph.mode === "reverse" ? node.grad : node.tangent;
  return array && [...decode(array).data];
}

describe.each(NAMES)("the timeline of %s", (name) => {
  const one = timeline(name);
  const last = one.steps.length - 1;

  it("ends with the totals that the service computed", () => {
    for (const node of one.graph.nodes) {
      const total = one.total(node.id, last);
      expect(total ? [...total.cells.data] : null).toEqual(final(one, node));
    }
  });

  it("adds one contribution at a time", () => {
    for (const node of one.graph.nodes) {
      const counts = one.steps.map((step) => one.total(node.id, step.index)?.arrived ?? -1);
      expect([...counts].sort((a, b) => a - b)).toEqual(counts);
      expect(one.total(node.id, last)?.complete ?? true).toBe(true);
    }
  });

  it("knows no gradient before the backward pass, and every value at its end", () => {
    if (one.graph.mode === "forward") return;
    for (const node of one.graph.nodes) {
      expect(one.turn === 0 ? null : one.total(node.id, one.turn - 1)).toBeNull();
      expect(one.hasValue(node.id, last)).toBe(true);
      expect(one.hasValue(node.id, -1)).toBe(node.kind !== "operation");
    }
  });

  it("lights an edge once on each way", () => {
    for (const edge of one.graph.edges) {
      const phases = one.steps.map((step) => one.edgePhase(edge, step.index));
      const own = phases.filter((phase) => phase === "forward" || phase === "backward");
      const back = one.graph.mode === "reverse" ? "backward" : "forward";
      expect(own).toEqual(edge.contribution ? ["forward", back] : ["forward"]);
      const afterwards = edge.contribution ? phases.slice(phases.lastIndexOf(back) + 1) : [];
      expect(afterwards.every((phase) => phase === "passed")).toBe(true);
    }
  });

  it("shows on the workbench what was computed", () => {
    for (const step of one.steps) {
      const [line, sum] = linesOf(one, step);
      const edge = step.edge === null ? null : one.edge(step.edge);
      if (edge?.contribution) expect(line?.result.cells.data).toEqual(decode(edge.contribution).data);
      else if (step.kind === "evaluate") {
        expect(line?.result.cells.data).toEqual(decode(one.node(step.node).value).data);
      }
      if (sum && edge) {
        expect(sum.result.cells.data).toEqual(one.total(one.addsTo(edge), step.index)?.cells.data);
      }
    }
  });
});

describe("routes", () => {
  /** What puts the cells of its operand into other places, copies them, leaves some out, or adds them up. */
  const MOVING = new Set(
    (
      "atleast_1d atleast_2d broadcast_to cumsum diag expand_dims flatten flip getitem masked_select moveaxis pad " +
      "repeat reshape roll squeeze sum swapaxes tile trace transpose tril triu"
    ).split(" "),
  );
  const graphs = [...NAMES, ...SAMPLES.map((name) => `${SAMPLED}${name}`)];
  const moved = graphs
    .flatMap((name) => {
      const one = name.startsWith(SAMPLED) ? sample(name.slice(SAMPLED.length)) : timeline(name);
      return one.graph.edges.map((edge) => ({ name, one, edge }));
    })
    .filter(({ one, edge }) => {
      const [source, target] = [one.node(edge.source), one.node(edge.target)];
      return (
        MOVING.has(target.operation ?? "") &&
        edge.local.kind !== "none" && // the numbers of an index come along it, not cells
        "data" in target.value &&
        "data" in source.value
      );
    });

  it("are there for every kind of operation that moves cells", () => {
    const kinds = new Set(moved.map(({ one, edge }) => one.node(edge.target).operation));
    expect(kinds).toEqual(MOVING);
  });

  it.each(moved)("take the values of $name through $edge.id", ({ one, edge }) => {
    const [source, target] = [one.node(edge.source), one.node(edge.target)];
    const found = routes(target, source.shape);
    if (!found) throw new Error("no routes");
    const from = decode(source.value).data;
    const to = new Float64Array(decode(target.value).data.length);
    found.to.forEach((goal, route) => {
      to[goal] = (to[goal] ?? 0) + (from[found.from[route] ?? -1] ?? Number.NaN);
    });
    const expected = decode(target.value).data;
    expect(to).toHaveLength(expected.length);
    to.forEach((cell, index) => {
      expect(cell).toBeCloseTo(expected[index] ?? Number.NaN, 12); // sums of many cells are rounded another way
    });
  });

  it.each(moved.filter(({ edge, one }) => edge.contribution && one.graph.mode === "reverse"))(
    "take the gradient of $name back through $edge.id",
    ({ one, edge }) => {
      const [source, target] = [one.node(edge.source), one.node(edge.target)];
      const found = routes(target, source.shape);
      if (!found || !edge.contribution || !target.grad) throw new Error("no routes");
      const upstream = decode(target.grad).data;
      const back = new Float64Array(decode(source.value).data.length);
      found.from.forEach((goal, route) => {
        back[goal] = (back[goal] ?? 0) + (upstream[found.to[route] ?? -1] ?? Number.NaN);
      });
      const expected = decode(edge.contribution).data;
      back.forEach((cell, index) => {
        expect(cell).toBeCloseTo(expected[index] ?? Number.NaN, 12);
      });
    },
  );
});

describe("a gradient with several contributions", () => {
  it("is told as their sum", () => {
    const one = timeline("three-uses");
    const x = one.graph.nodes[0] as GraphNode;
    const line = totalLine(one, x);
    expect(line?.parts.map((part) => part.cells.data[0])).toEqual([1, 2, 2]);
    expect(line?.result.cells.data[0]).toBe(5);
    expect(one.total(x.id, 4)?.expected).toBe(3);
  });

  it("is not told so where there is one", () => {
    const one = timeline("product");
    expect(totalLine(one, one.graph.nodes[0] as GraphNode)).toBeNull();
  });
});

describe("the steps", () => {
  it("can be reached by any number", () => {
    const one = timeline("product");
    expect([-3, 0, 2.4, 99, Number.NaN].map((index) => one.step(index).index)).toEqual([0, 0, 2, 3, 0]);
    expect(one.turn).toBe(1);
  });

  it("tell the caption of a leaf where it is used first", () => {
    const one = timeline("captions");
    const told = one.steps.map((step) => one.captions(step)).filter((captions) => captions.length > 0);
    expect(told).toEqual([["Its square."], ["The input.", "Its square."]]);
  });

  it("never turn in forward mode", () => {
    const one = timeline("product-forward");
    expect(one.turn).toBe(one.steps.length);
  });

  it("know what was there before each contribution", () => {
    const one = timeline("three-uses");
    const before = one
      .contributors(one.graph.nodes[0]?.id ?? "")
      .map((edge) => one.before(edge)?.data[0] ?? null);
    expect(before).toEqual([null, 1, 3]);
  });
});
