import { render } from "lit";
import { describe, expect, it } from "vitest";
import { forgottenPart } from "../src/app/tools/forgotten";
import { LANGUAGES } from "../src/lang";
import { type Forgotten, forgotten } from "../src/timeline/forgotten";
import type { Timeline } from "../src/timeline/timeline";
import type { GraphEdge } from "../src/wire/graph";
import { NAMES, SAMPLES, sample, timeline } from "./graphs";

function told(name: string): Forgotten {
  const one = sample(name);
  const found = one.graph.edges.map((edge) => forgotten(one, edge)).find((each) => each !== null);
  if (!found) throw new Error(`${name} has no unbroadcast`);
  return found;
}

function numbers({ attempts }: Forgotten): Record<string, readonly number[]> {
  return Object.fromEntries(attempts.map(({ kind, cells }) => [kind, [...cells.data]]));
}

describe("what if we forgot to sum?", () => {
  it("tells the mean, one copy, and a sum over other axes that has the same shape", () => {
    const found = told("unbroadcast-square"); // dL/db of each copy: [[3, 7], [9, 13]]
    expect([found.from, found.to, found.copies]).toEqual([[2, 2], [2], 2]);
    expect(numbers(found)).toEqual({ sum: [12, 20], mean: [6, 10], last: [9, 13], others: [10, 22] });
  });

  it("knows leading axes, axes of size 1, both, and a single number", () => {
    expect(numbers(told("unbroadcast-leading"))).toEqual({ sum: [21, 33], mean: [7, 11], last: [11, 15] });
    expect(told("unbroadcast-ones").attempts.map(({ cells }) => cells.shape)).toEqual(
      Array.from({ length: 3 }, () => [3, 1]),
    );
    const both = told("unbroadcast-both");
    expect([both.from, both.to, both.copies]).toEqual([[2, 3, 2], [3, 1], 4]);
    expect(numbers(both)).toMatchObject({ sum: [14, 22, 30], mean: [3.5, 5.5, 7.5], last: [7, 9, 11] });
    expect(numbers(told("unbroadcast-scalar"))).toMatchObject({ sum: [10], mean: [2.5], last: [4] });
  });

  it("has the engine's own sum first, wherever anything was copied", () => {
    const all = [...NAMES.map(timeline), ...SAMPLES.map(sample)];
    let count = 0;
    for (const one of all) {
      for (const edge of one.graph.edges) {
        const found = forgotten(one, edge);
        if (!found?.attempts[0] || !edge.contribution) continue;
        count += 1;
        expect(found.attempts[0].kind).toBe("sum");
        expect(found.attempts[0].cells).toBe(one.cells(edge.contribution));
      }
    }
    expect(count).toBeGreaterThan(20);
  });

  it("calls nothing wrong that comes to the same", () => {
    expect(told("unbroadcast-zero").attempts.map(({ kind }) => kind)).toEqual(["sum"]);
  });

  it.each(Object.values(LANGUAGES))("is told in $name, with both shapes", ({ forgotten: words }) => {
    const facts = { name: "b", gradient: "dL/db", from: "(4, 3)", to: "(3,)", copies: 4, updated: true };
    expect(words.shape(facts)).toMatch(/\(4, 3\).*\(3,\).*`b -= η/);
    expect(words.shape({ ...facts, updated: false })).not.toContain("-=");
    expect(words.numbers(facts)).toContain("4");
    expect(words.once(facts)).toContain("b");
    expect(words.title).toMatch(/\?$/);
    expect(words.attempt("sum", [0])).toMatch(/(axis|el eje) 0$/);
    expect(words.attempt("sum", [0, 2])).toMatch(/(axes|los ejes) 0, 2$/);
    const told = (["sum", "mean", "last", "others"] as const).map((kind) => words.attempt(kind, [1]));
    expect(new Set([...told, words.right, words.wrong]).size).toBe(6);
    for (const text of [...told, words.right, words.wrong]) expect(text).toMatch(/^\S.*\S$/);
  });
});

describe("what is told below an unbroadcast", () => {
  const shown = (one: Timeline, edge: GraphEdge): HTMLElement => {
    const room = document.createElement("div");
    render(forgottenPart(one, edge, LANGUAGES.en), room);
    return room;
  };
  const copied = (one: Timeline, copies: (count: number) => boolean): GraphEdge => {
    const edge = one.graph.edges.find((each) => copies(forgotten(one, each)?.copies ?? 0));
    if (!edge) throw new Error("nothing is copied so often");
    return edge;
  };

  it("calls the sum alone right, with its numbers", () => {
    const one = sample("unbroadcast-square");
    const room = shown(
      one,
      copied(one, (count) => count === 2),
    );
    const rows = [...room.querySelectorAll("li")].map((row) => [
      row.getAttribute("data-instead"),
      row.querySelector(".right, .wrong")?.textContent?.trim(),
      row.querySelector("code")?.textContent,
    ]);
    expect(rows).toEqual([
      ["sum", "✓ right", "[12, 20]"],
      ["mean", "✗ wrong", "[6, 10]"],
      ["last", "✗ wrong", "[9, 13]"],
      ["others", "✗ wrong", "[10, 22]"],
    ]);
    expect(room.textContent).not.toContain("just one copy");
  });

  it("says that the numbers would be right where there is just one copy, and is nothing where there is none", () => {
    const one = NAMES.map(timeline).find(({ graph }) => graph.program.includes("X.sum(axis=1)"));
    if (!one) throw new Error("no such program");
    const single = copied(one, (count) => count === 1);
    const room = shown(one, single);
    expect(room.textContent).toContain("just one copy");
    expect(room.querySelectorAll("li")).toHaveLength(0);
    const other = one.graph.edges.find((edge) => !forgotten(one, edge));
    expect(other && shown(one, other).textContent).toBe("");
  });
});
