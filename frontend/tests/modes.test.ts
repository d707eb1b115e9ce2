import { render } from "lit";
import { describe, expect, it } from "vitest";
import { fitting, refusesSeed } from "../src/app/misfit";
import { meter } from "../src/app/modes/meter";
import * as starts from "../src/app/modes/starts";
import { numberGrid, typed } from "../src/app/numbergrid";
import { type Query, queryOf } from "../src/app/query";
import { factsOf, LANGUAGES } from "../src/lang";
import { meterAt, verdictOf } from "../src/timeline/meter";
import type { Problem } from "../src/wire/graph";
import { NAMES, timeline } from "./graphs";

describe("where a pass starts", () => {
  it("is told as nested lists, and read back", () => {
    expect(starts.nested([1, 2, 3, 4, 5, 6], [2, 3])).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(starts.nested([7], [])).toBe(7);
    expect(starts.nested([], [0, 3])).toEqual([]);
    expect(
      starts.flat(
        [
          [1, 2],
          [3, 4],
        ],
        [2, 2],
      ),
    ).toEqual([1, 2, 3, 4]);
    expect(starts.flat(7, [])).toEqual([7]);
    expect(starts.flat([1, 2], [3])).toBeNull();
    expect(starts.flat(["x"], [1])).toBeNull();
  });

  it("is one cell, or it is not", () => {
    expect(starts.unitCell([0, 1, 0])).toBe(1);
    for (const data of [
      [0, 0],
      [1, 1],
      [0, 2],
      [1, 0.5],
    ])
      expect(starts.unitCell(data)).toBeNull();
  });

  it("is ones where no seed fits", () => {
    expect(starts.seedOf(null, [2])).toEqual([1, 1]);
    expect(starts.seedOf("[3, 4]", [2])).toEqual([3, 4]);
    expect(starts.seedOf("[3, 4]", [3])).toEqual([1, 1, 1]);
  });

  it("is a tangent for each leaf, zeros where none is given", () => {
    const leaves = starts.startingLeaves(timeline("matmul-forward"));
    const [first, second] = leaves.map((leaf) => leaf.name ?? "");
    if (!first || !second || !leaves[0] || !leaves[1]) throw new Error("two leaves");
    const none = starts.tangentsOf(null, leaves);
    expect(none[first]?.every((one) => one === 1)).toBe(true);
    const one = { [first]: starts.unit(leaves[0].shape, 2) };
    const json = starts.tangentsJson(one, leaves);
    expect(Object.keys(JSON.parse(json))).toEqual([first]);
    const read = starts.tangentsOf(json, leaves);
    expect(read[first]).toEqual(one[first]);
    expect(read[second]?.every((number) => number === 0)).toBe(true);
    expect(starts.unitOf(read)).toEqual({ leaf: first, cell: 2 });
    expect(starts.unitOf(none)).toBeNull();
    expect(starts.unitOf({ ...read, [second]: starts.unit(leaves[1].shape, 0) })).toBeNull();
  });
});

describe("a seed that no longer fits", () => {
  const query: Query = { ...queryOf({}, "x = 2"), seed: "[1]" };
  const problem = (more: Partial<Problem>): Problem =>
    ({
      code: "shape_mismatch",
      span: null,
      detail: "",
      title: "",
      type: "",
      status: 422,
      hint: null,
      ...more,
    }) as Problem;

  it("is known by what is wrong having no place", () => {
    expect(refusesSeed(problem({}), query)).toBe(true);
    expect(refusesSeed(problem({ code: "bad_argument" }), query)).toBe(true);
    expect(refusesSeed(problem({ code: "limit_time" }), query)).toBe(false);
    expect(refusesSeed(problem({ span: { line: 1, column: 1, end_line: 1, end_column: 2 } }), query)).toBe(
      false,
    );
    expect(refusesSeed(problem({ leaf: "w" }), query)).toBe(false);
    expect(refusesSeed(problem({}), { ...query, seed: null })).toBe(false);
    expect(refusesSeed(null, query)).toBe(false);
    expect(fitting(query, problem({}))).toEqual({ ...query, seed: null });
    expect(fitting(query, problem({ code: "limit_time" }))).toBeNull();
  });
});

describe("the meter", () => {
  it.each(NAMES.filter((name) => !name.startsWith("large")))(
    "has counted all of a pass of %s at its end",
    (name) => {
      const one = timeline(name);
      const end = meterAt(one, one.steps.length - 1);
      expect(end.done).toBe(end.work);
      expect(end.passed).toBe(end.edges);
      expect(end.work).toBe(one.graph.cost[one.graph.mode].multiply_adds);
      if (one.graph.mode === "reverse") expect(meterAt(one, one.turn - 1).done).toBe(0);
    },
  );

  it("counts with the steps", () => {
    const one = timeline("two-layer-network");
    const done = one.steps.map((step) => meterAt(one, step.index).done);
    for (const [index, now] of done.entries()) expect(now).toBeGreaterThanOrEqual(done[index - 1] ?? 0);
    expect(done[0]).toBe(0);
  });

  it("draws a bar for each mode, as long as what it takes", () => {
    const one = timeline("two-layer-network");
    const room = document.createElement("div");
    render(meter(one, one.steps.length - 1, LANGUAGES.en), room);
    const width = (selector: string) => Number(room.querySelector(selector)?.getAttribute("width"));
    const { reverse, forward } = one.graph.cost;
    expect(width(".forward .all") / width(".reverse .all")).toBeCloseTo(forward.passes / reverse.passes, 5);
    expect(width(".reverse .done")).toBeCloseTo(width(".reverse .all"), 5);
    expect(room.querySelector(".forward .done")).toBeNull();
  });
});

describe("the verdict", () => {
  const costs = (outputs: number, inputs: number) => ({
    reverse: { passes: outputs, multiply_adds: 5 },
    forward: { passes: inputs, multiply_adds: 5 },
  });

  it("is for the mode with fewer passes", () => {
    expect(verdictOf(costs(1, 12))).toMatchObject({ winner: "reverse", times: 12, inputs: 12, outputs: 1 });
    expect(verdictOf(costs(9, 2))).toMatchObject({ winner: "forward", times: 4.5 });
    expect(verdictOf(costs(3, 3)).winner).toBe("neither");
    expect(verdictOf(costs(1, 0)).winner).toBe("nothing");
  });

  it.each(Object.values(LANGUAGES))("is told in $name", ({ modes }) => {
    const told = [costs(1, 12), costs(3, 12), costs(9, 2), costs(3, 3), costs(1, 0)].map((cost) =>
      modes.verdict(verdictOf(cost)),
    );
    expect(new Set(told).size).toBe(5);
    for (const sentence of told) expect(sentence).toMatch(/^\S.*\.$/);
    expect(told[2]).toMatch(/4[.,]5/);
    expect([told[0], told[1]]).toEqual([
      expect.stringMatching(/every loss|toda pérdida/),
      expect.stringMatching(/many inputs|muchas entradas/),
    ]);
  });
});

describe("a grid of numbers", () => {
  it("reads what a person types", () => {
    expect(["2", "-0.5", "−3", "1e-3", "0,25", " 4 "].map(typed)).toEqual([2, -0.5, -3, 0.001, 0.25, 4]);
    expect(["", "x", "1 2", "Infinity"].map(typed)).toEqual([null, null, null, null]);
  });

  it("changes one cell at a time, and nothing by what is no number", () => {
    const room = document.createElement("div");
    const changes: (readonly number[])[] = [];
    render(
      numberGrid({
        label: "seed",
        name: "z",
        shape: [2, 2],
        data: [1, 2, 3, 4],
        change: (data) => changes.push(data),
      }),
      room,
    );
    const inputs = [...room.querySelectorAll("input")];
    expect(inputs.map((input) => [input.getAttribute("aria-label"), input.value])).toEqual([
      ["z[0, 0]", "1"],
      ["z[0, 1]", "2"],
      ["z[1, 0]", "3"],
      ["z[1, 1]", "4"],
    ]);
    const type = (text: string) => {
      const input = inputs[2];
      if (!input) return;
      input.value = text;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    };
    type("nothing");
    expect([changes, inputs[2]?.getAttribute("aria-invalid")]).toEqual([[], "true"]);
    type("0,5");
    expect([changes, inputs[2]?.getAttribute("aria-invalid")]).toEqual([[[1, 2, 0.5, 4]], "false"]);
  });
});

describe.each(Object.values(LANGUAGES))("forward mode in $name", (language) => {
  const forward = NAMES.filter((name) => name.endsWith("-forward"));

  it.each(forward)("tells of tangents, not of gradients, in %s", (name) => {
    const one = timeline(name);
    for (const step of one.steps.filter(({ kind }) => kind === "jvp")) {
      const sentence = language.sentence(factsOf(one, step));
      expect(sentence).toMatch(language.code === "en" ? /tangent|changes exactly/ : /tangente|cambia igual/);
      expect(sentence).not.toMatch(/gradient|goes back|vuelve/);
    }
  });
});
