import { describe, expect, it } from "vitest";
import {
  foldedWords,
  foldsOf,
  groupAt,
  hidingGroups,
  MOST_AT_FIRST,
  over,
  sameFolds,
  toggledFold,
} from "../src/timeline/folds";
import { Timeline } from "../src/timeline/timeline";
import { drawn } from "../src/view/drawn";
import { fold } from "../src/view/folding";
import type { Graph } from "../src/wire/graph";
import { graph, NAMES, timeline } from "./graphs";

const loops = graph("loops");
const [loop, ...passes] = loops.groups.map((group) => group.id);
const wanted = (one: Graph, words: string | null) => foldsOf(one, words, fold(one).boxes);

describe("what a `folded` attribute asks for", () => {
  it("is ids, labels, all, none, or nothing in particular", () => {
    expect([...wanted(loops, `${passes[1]}, ${passes[0]}`)]).toEqual(passes.slice(0, 2));
    expect(wanted(graph("functions"), "layer").size).toBe(2);
    expect(wanted(loops, "all").size).toBe(4);
    expect(wanted(loops, "none").size).toBe(0);
    expect(wanted(loops, null).size).toBe(0);
    expect(wanted(loops, "nobody").size).toBe(0);
  });

  it.each([null, "none", "all", `${passes[1]}`, passes.slice(0, 2).join()])(
    "%s is told in the same words",
    (words) => {
      const told = foldedWords(loops, wanted(loops, words), fold(loops).boxes);
      expect(told).toBe(words === "none" ? null : words);
    },
  );

  it("folds the innermost groups of a large graph, all of one depth alike, and says so when they are open", () => {
    const large = graph("long-loop");
    const boxes = fold(large).boxes;
    expect(boxes.length).toBeGreaterThan(MOST_AT_FIRST);
    const folds = wanted(large, null);
    const calls = large.groups.filter((group) => group.kind === "call").map((group) => group.id);
    expect(folds).toEqual(new Set(calls));
    expect(drawn(large, folds).order.length).toBeLessThanOrEqual(MOST_AT_FIRST);
    expect(foldedWords(large, new Set(), boxes)).toBe("none");
  });
});

describe("folding and opening", () => {
  it("opens what hides a group with it", () => {
    const all = wanted(loops, "all");
    expect(toggledFold(loops, all, passes[2] ?? "")).toEqual(new Set(passes.slice(0, 2)));
    expect(toggledFold(loops, new Set(), passes[0] ?? "")).toEqual(new Set([passes[0]]));
  });

  it("is about the folded group that hides a node, else the innermost around it", () => {
    const node = loops.nodes.find((one) => one.operation === "tanh");
    if (!node) throw new Error("no tanh");
    expect(groupAt(loops, new Map(), node)).toBe(passes[0]);
    expect(groupAt(loops, hidingGroups(loops, new Set([loop ?? ""])), node)).toBe(loop);
  });

  it("stays with its place where a graph of the same program has other ids", () => {
    const after = { ...loops, groups: loops.groups.map((group) => ({ ...group, id: `x${group.id}` })) };
    expect(sameFolds(loops, after, new Set([passes[1] ?? ""]))).toEqual(new Set([`x${passes[1]}`]));
    const [first] = after.groups;
    if (!first) throw new Error("no group");
    const opened = { ...first, id: "new", kind: "call" as const, operation: "gelu", label: "gelu" };
    const more = { ...after, groups: [opened, ...after.groups] };
    expect(sameFolds(loops, more, new Set(passes.slice(1, 3)))).toEqual(
      new Set(passes.slice(1, 3).map((id) => `x${id}`)),
    );
  });
});

const GROUPED = NAMES.filter((name) => graph(name).groups.length > 0 && name !== "long-loop");

describe.each(GROUPED)("what is drawn of %s", (name) => {
  const one = graph(name);

  it("has every node and edge in one place, and no line from a box to itself", () => {
    for (const group of [...one.groups, null]) {
      const folds = group ? new Set([group.id]) : wanted(one, "all");
      const found = drawn(one, folds);
      const boxes = new Set(found.order);
      expect(found.order.length).toBe(found.nodes.length + found.bundles.length);
      for (const node of one.nodes) expect(boxes.has(found.inside.get(node.id) ?? node.id)).toBe(true);
      for (const edge of one.edges)
        expect(found.lineOf.has(edge.id) || boxes.has(found.inside.get(edge.id) ?? "")).toBe(true);
      for (const line of found.lines) {
        expect(line.source).not.toBe(line.target);
        expect(boxes.has(line.source) && boxes.has(line.target)).toBe(true);
      }
    }
  });

  it("gives folded groups what the rest of the graph uses of them", () => {
    for (const bundle of drawn(one, wanted(one, "all")).bundles) {
      const ids = new Set(bundle.nodes.map((node) => node.id));
      const used = one.edges.filter((edge) => ids.has(edge.source) && !ids.has(edge.target));
      const outputs = new Set(bundle.outputs.map((node) => node.id));
      for (const edge of used) expect(outputs.has(edge.source)).toBe(true);
      expect(outputs.has(one.output)).toBe(ids.has(one.output));
    }
  });

  it("can be passed over in both directions, and every step that can be seen is stopped at", () => {
    const line = new Timeline(one);
    const hiding = hidingGroups(one, wanted(one, "all"));
    const there = walk(line, hiding, 1);
    const back = walk(line, hiding, -1).reverse();
    expect(there[0]).toBe(0);
    expect(there.at(-1)).toBe(line.steps.length - 1);
    expect(back.at(-1)).toBe(line.steps.length - 1);
    expect(there.length).toBeLessThanOrEqual(line.steps.length);
    const seen = line.steps.filter((step) => {
      const groupOf = (id: string) => hiding.get(line.node(id).group ?? "");
      const ends = step.edge === null ? [step.node] : [step.node, line.edge(step.edge).source];
      return step.kind === "seed" || ends.some((id) => groupOf(id) === undefined);
    });
    for (const step of seen) {
      expect(there).toContain(step.index);
      expect(back).toContain(step.index);
    }
    const within = line.steps.map((step) => {
      const ends = step.edge === null ? [step.node] : [step.node, line.edge(step.edge).source];
      const [group, ...others] = ends.map((id) => hiding.get(line.node(id).group ?? "") ?? null);
      return step.kind === "seed" || others.some((other) => other !== group) ? null : (group ?? null);
    });
    const stops = within.flatMap((group, at) =>
      at === 0 || group === null || group !== within[at + 1] ? [at] : [],
    );
    expect([there, back]).toEqual([stops, stops]);
  });

  it("is stepped through one by one where nothing is folded", () => {
    const line = new Timeline(one);
    expect(walk(line, new Map(), 1)).toEqual(line.steps.map((step) => step.index));
  });
});

function walk(line: Timeline, hiding: ReadonlyMap<string, string>, by: 1 | -1): number[] {
  const last = line.steps.length - 1;
  const end = by > 0 ? last : 0;
  const visited = [by > 0 ? 0 : last];
  while (visited.at(-1) !== end) visited.push(over(line, hiding, visited.at(-1) ?? 0, by));
  return visited;
}

describe("a folded loop", () => {
  it("merges what runs beside each other to it", () => {
    const recurrent = graph("recurrent");
    const found = drawn(recurrent, wanted(recurrent, "all"));
    const weight = recurrent.nodes.find((node) => node.name === "Wh");
    const lines = found.lines.filter((line) => line.source === weight?.id);
    expect(lines.length).toBe(1);
    expect(lines[0]?.edges.length).toBe(3);
  });

  it("is passed over as one step in its own pass, but not what it adds to a weight outside", () => {
    const line = timeline("recurrent");
    const hiding = hidingGroups(line.graph, wanted(line.graph, "all"));
    const there = walk(line, hiding, 1);
    const weight = line.graph.nodes.find((node) => node.name === "Wh");
    const arrivals = line.steps.filter((step) => step.edge && line.edge(step.edge).source === weight?.id);
    expect(arrivals.length).toBe(3);
    for (const step of arrivals) expect(there).toContain(step.index);
    expect(there.filter((index) => index < line.turn).length).toBeLessThan(line.turn / 2);
  });
});
