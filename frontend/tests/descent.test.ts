import { describe, expect, it } from "vitest";
import { outcomeOf, smaller } from "../src/app/descent/advice";
import { indexOf, moved, parsed, unit } from "../src/app/descent/cells";
import { chosenOf, chosenText, rateOf, rateText } from "../src/app/descent/chosen";
import { stretchOf } from "../src/app/descent/descending";
import {
  canMove,
  flat,
  isComputedWith,
  leavesOf,
  lossOf,
  movingAtFirst,
  nested,
  textOf,
  valuesOf,
} from "../src/app/descent/leaves";
import { written } from "../src/app/descent/literal";
import { withoutLeaf } from "../src/app/descent/notice";
import { fromSlider, toSlider } from "../src/app/descent/rate";
import { countAxis, linearAxis, logAxis, share } from "../src/app/descent/ticks";
import { Trail } from "../src/app/descent/trail";
import { numeral, rule, withNumbers } from "../src/app/descent/update";
import type { Graph } from "../src/wire/graph";
import { graph } from "./graphs";

const linear = (): Graph => graph("linear-regression");

describe("the leaves", () => {
  it("are those that can be changed, and of them the parameters move", () => {
    const leaves = leavesOf(linear());
    expect(leaves.map((leaf) => leaf.name)).toEqual(["X", "y", "w"]);
    expect(leaves.every(canMove)).toBe(true);
    expect(movingAtFirst(leaves)).toEqual(["w"]);
    expect(movingAtFirst(leavesOf(graph("leaf")))).toEqual(["x"]);
    const labels = leavesOf(graph("classification")).find((leaf) => leaf.name === "labels");
    expect(labels && canMove(labels)).toBe(false);
  });

  it("have their numbers in nested lists and in a row", () => {
    expect(nested([1, 2, 3, 4, 5, 6], [2, 3])).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(nested([7], [])).toBe(7);
    expect(nested([], [0, 3])).toEqual([]);
    expect(nested([Number.NaN, Number.NEGATIVE_INFINITY], [2])).toEqual(["NaN", "-Infinity"]);
    expect(
      flat([
        [1, "Infinity"],
        [3, 4],
      ]),
    ).toEqual([1, Number.POSITIVE_INFINITY, 3, 4]);
  });

  it("are known to have been computed with values, or not", () => {
    const one = linear();
    expect(isComputedWith(one, null)).toBe(true);
    expect(isComputedWith(one, '{"w": [0, 1]}')).toBe(false);
    const given: Graph = { ...one, given: ["w"] };
    expect(isComputedWith(given, '{"w": [0, 1]}')).toBe(true);
    expect(isComputedWith(given, '{"w": [0, 2]}')).toBe(false);
    expect(isComputedWith(given, '{"w": [0, 1], "y": [1, 2, 2.5, 4]}')).toBe(false);
    expect(isComputedWith(given, null)).toBe(false);
  });

  it("are known by the first number where they are too large to be seen whole", () => {
    const one = linear();
    const value = {
      shape: [2, 600],
      dtype: "float64" as const,
      preview: { index: [[0], [0, 599]], shape: [1, 2], data: [3, 4] },
      stats: { min: 0, max: 4, mean: 1, std: 1, zeros: 0, nans: 0, infs: 0 },
    };
    const nodes = one.nodes.map((node) => (node.name === "w" ? { ...node, shape: [2, 600], value } : node));
    const large = { ...one, given: ["w"], nodes } as Graph;
    const values = (first: number, length = 1200): string =>
      JSON.stringify({ w: [first, ...Array<number>(length - 1).fill(7)] });
    expect([values(3), values(4), values(3, 2)].map((text) => isComputedWith(large, text))).toEqual([
      true,
      false,
      false,
    ]);
    expect(leavesOf(large).find((leaf) => leaf.name === "w")?.numbers).toBeNull();
  });

  it("read their values from JSON, whatever it is", () => {
    for (const text of [null, "", "[1]", "3", "{", "null"]) expect(valuesOf(text)).toEqual({});
    expect(textOf({})).toBeNull();
    expect(textOf({ w: [1] })).toBe('{"w":[1]}');
  });

  it("give the loss that goes down", () => {
    expect(lossOf(linear())).toBeCloseTo(0.4375, 12);
    expect(lossOf(graph("vectors"))).toBeCloseTo(
      [2, 6, 12].reduce((sum, d, cell) => sum + Math.log(d * Math.log([3, 5, 7][cell] ?? 0)), 0),
      12,
    );
  });

  it("lose the values that no longer fit", () => {
    expect(withoutLeaf('{"w":[1],"b":2}', "w")).toBe('{"b":2}');
    expect(withoutLeaf('{"w":[1]}', "w")).toBeNull();
    expect(withoutLeaf('{"w":[1]}', "b")).toBeUndefined();
    expect(withoutLeaf(null, "b")).toBeUndefined();
    expect(withoutLeaf('{"w":[1]}', null)).toBeUndefined();
    expect(withoutLeaf(`{"${"q".repeat(300)}":1}`, "q".repeat(200))).toBeNull();
  });
});

describe("the trail", () => {
  const begun = Trail.from(null, 8);
  const stepped = begun.stepped([4, 2], ['{"w":1}', '{"w":2}']);

  it("goes on, and back to where something was done", () => {
    expect([stepped.at, stepped.here.loss, stepped.before]).toEqual([2, 2, 0]);
    const again = stepped.stepped([1], ['{"w":3}']);
    expect(again.before).toBe(2);
    expect(again.goTo(2).before).toBe(0);
    expect(again.goTo(1).here.values).toBe('{"w":1}');
    expect(again.goTo(0).before).toBeNull();
  });

  it("gives up what came after, when something else is done", () => {
    const other = stepped.goTo(1).stepped([3], ['{"w":9}']);
    expect(other.points.map((point) => point.loss)).toEqual([8, 4, 3]);
    expect(
      stepped
        .goTo(0)
        .changed('{"w":5}', 7, 1)
        .points.map((point) => point.loss),
    ).toEqual([8, 7]);
  });

  it("takes a gesture for one change", () => {
    const dragged = stepped.changed('{"w":5}', 7, 1).changed('{"w":6}', 9, 1);
    expect(dragged.points.map((point) => point.loss)).toEqual([8, 4, 2, 9]);
    expect(dragged.before).toBe(2);
    expect(dragged.changed('{"w":7}', 11, 2).points).toHaveLength(5);
  });

  it("does not go where the numbers were not kept", () => {
    const large = begun.stepped([4, 2], [undefined, '{"w":2}']);
    expect(large.goTo(1)).toBe(large);
    expect(large.before).toBe(0);
  });

  it("learns a loss that it did not know", () => {
    expect(Trail.from(null, null).measured(3).here.loss).toBe(3);
    expect(stepped.measured(null)).toBe(stepped);
  });
});

describe("an answer", () => {
  const array = (shape: number[], data: (number | "NaN")[]) => ({ shape, dtype: "float64" as const, data });

  it("becomes a point for each step", () => {
    const stretch = stretchOf(
      {
        losses: [8, 4, "NaN"],
        summed: false,
        parameters: { w: array([2], [3, "NaN"]), b: array([], [6]) },
        trail: { w: array([3, 2], [1, 1, 2, 2, 3, "NaN"]), b: array([3], [4, 5, 6]) },
        stopped: null,
        problem: null,
      },
      { X: [1] },
    );
    expect([stretch.start, ...stretch.losses]).toEqual([8, 4, Number.NaN]);
    expect(stretch.values).toEqual(['{"X":[1],"w":[2,2],"b":5}', '{"X":[1],"w":[3,"NaN"],"b":6}']);
  });

  it("has the last numbers alone where they are many", () => {
    const parameters = { w: array([1], [3]) };
    const answer = {
      losses: [8, 4, 2],
      summed: false,
      parameters,
      trail: null,
      stopped: null,
      problem: null,
    };
    expect(stretchOf(answer, {}).values).toEqual([undefined, '{"w":[3]}']);
  });
});

describe("the advice", () => {
  it("says what became of the loss", () => {
    expect(outcomeOf([3, 2, 1])).toBe("fell");
    expect(outcomeOf([3, 2, 4])).toBe("grew");
    expect(outcomeOf([3, 4, Number.NaN])).toBe("diverged");
    expect(outcomeOf([3, Number.POSITIVE_INFINITY])).toBe("diverged");
    expect(outcomeOf([3, 3])).toBe("flat");
  });

  it("is a round rate that is smaller", () => {
    expect([1, 0.1, 0.5, 0.03, 2e-5, 7, 0.6].map(smaller)).toEqual([0.2, 0.02, 0.1, 0.01, 5e-6, 2, 0.2]);
  });
});

describe("the axes", () => {
  it("begin and end at ticks, with all numbers between", () => {
    expect(linearAxis([0.0193, 0.4375], 4).ticks).toEqual([0, 0.2, 0.4, 0.6]);
    expect(linearAxis([5], 4)).toMatchObject({ low: 2, high: 8 });
    expect(linearAxis([], 4)).toMatchObject({ low: 0, high: 1 });
    expect(linearAxis([-3, 11], 4).ticks).toEqual([-5, 0, 5, 10, 15]);
  });

  it("count steps from 0", () => {
    expect(countAxis(0, 5)).toMatchObject({ low: 0, high: 1, ticks: [0, 1] });
    expect(countAxis(22, 5).ticks).toEqual([0, 5, 10, 15, 20]);
    expect(countAxis(3, 5).ticks).toEqual([0, 1, 2, 3]);
  });

  it("are logarithmic where all is above 0", () => {
    expect(logAxis([0.02, 0.4])).toMatchObject({ low: 0.01, high: 1 });
    expect(logAxis([1e-8, 1])?.ticks.every((tick) => tick <= 1)).toBe(true);
    expect(logAxis([0, 1])).toBeNull();
    const axis = logAxis([1, 100]);
    expect(axis && share(axis, 10)).toBeCloseTo(0.5, 12);
  });
});

describe("a number", () => {
  it("is typed with either sign for decimals", () => {
    expect(["0,5", "−2.5", " 3 ", "1e-3", "inf"].map(parsed)).toEqual([
      0.5,
      -2.5,
      3,
      0.001,
      Number.POSITIVE_INFINITY,
    ]);
    expect(["", "-", "two", "1.2.3", "0x"].map(parsed)).toEqual([null, null, null, null, null]);
    expect(parsed("nan")).toBeNaN();
  });

  it("moves in steps of its size", () => {
    expect([0, 0.5, 3, 42, 1234].map((number) => unit(number, false))).toEqual([0.1, 0.1, 0.1, 1, 100]);
    expect(unit(42, true)).toBe(1);
    expect(moved(0.5, 7, 0.01)).toBe(0.57);
    expect(moved(-0.1, 10, 0.01)).toBe(0);
    expect(moved(Number.NaN, 3, 0.1)).toBe(0.3);
  });

  it("has an index", () => {
    expect(indexOf(5, [2, 3])).toEqual([1, 2]);
    expect(indexOf(0, [])).toEqual([]);
    expect(indexOf(23, [2, 3, 4])).toEqual([1, 2, 3]);
  });
});

describe("what is chosen", () => {
  it("is said in a link, and read from it", () => {
    const chosen = new Map([
      ["x", true],
      ["w", false],
    ]);
    expect(chosenText(chosen)).toBe("x,-w");
    expect(chosenOf("x,-w")).toEqual(chosen);
    expect([chosenText(new Map()), [...chosenOf(null)], [...chosenOf(",")]]).toEqual([null, [], []]);
    expect([rateText(0.1), rateText(0.03), rateOf(null), rateOf("0.03")]).toEqual([null, "0.03", 0.1, 0.03]);
  });
});

describe("the rate", () => {
  it("has a slider in tenths of a decade", () => {
    expect([-10, -20, 0, -5, 3].map(fromSlider)).toEqual([0.1, 0.01, 1, 0.32, 2]);
    expect([0.1, 0.32, 1, 1e-9, -1].map(toSlider)).toEqual([-10, -5, 0, -50, -50]);
  });
});

describe("the update", () => {
  it("is written with the program's names, and with numbers", () => {
    const w = linear().nodes.find((node) => node.name === "w");
    if (!w) throw new Error("no w");
    expect(rule(w, "L")).toBe("w \\leftarrow w - \\eta \\cdot \\frac{dL}{dw}");
    expect(withNumbers(w, 0.1)).toMatch(
      /^\\begin{aligned} & \\begin{bmatrix} 0 & 1 \\end{bmatrix} - 0\.1 \\cdot/,
    );
    expect(withNumbers({ ...w, grad: null }, 0.1)).toBeNull();
    const number = (data: number) => ({ shape: [], dtype: "float64" as const, data: [data] });
    const scalar = (slope: number) => ({ ...w, shape: [], value: number(2), grad: number(slope) });
    expect(withNumbers(scalar(-3), 0.5)).toContain("& 2 - 0.5 \\cdot (-3) \\\\ & = 3.5 \\");
    expect(withNumbers(scalar(3), 0.5)).toContain("& 2 - 0.5 \\cdot 3 \\\\ & = 0.5 \\");
    expect(withNumbers({ ...w, shape: [1, 1, 2] }, 0.1)).toBeNull();
  });

  it("writes powers of ten as such", () => {
    expect([0.00003, Number.NaN, Number.NEGATIVE_INFINITY, -2].map(numeral)).toEqual([
      "3 \\cdot 10^{-5}",
      "\\text{NaN}",
      "-\\infty",
      "-2",
    ]);
  });
});

describe("numbers written into the program", () => {
  it("stand where its own stood", () => {
    const one = linear();
    const found = written(one, '{"w":[0.5,-2],"y":[1,2,3,4e30]}');
    expect(found?.values).toBeNull();
    expect(found?.program).toContain("y = [1.0, 2.0, 3.0, 4e30]\nw = [0.5, -2.0]\n");
    expect(found?.program.split("\n")).toHaveLength(one.program.split("\n").length);
    expect(written(one, '{"y":[1,2,3,4e30],"w":[0.5,-2]}')).toEqual(found);
    const leaf = (id: string, column: number) => ({
      ...one.nodes[0],
      id,
      span: { line: 1, column, end_line: 1, end_column: column + 1 },
    });
    const row = { ...one, program: "a = 2; b = 3", leaves: { a: "n0", b: "n1" } };
    const both = { ...row, nodes: [leaf("n0", 5), leaf("n1", 12)] } as unknown as Graph;
    for (const text of ['{"a":0.125,"b":-7}', '{"b":-7,"a":0.125}'])
      expect(written(both, text)?.program).toBe("a = 0.125; b = -7.0");
  });

  it("are left as values where the program computes them, or cannot write them", () => {
    const network = graph("two-layer-network");
    expect(written(network, '{"b2":[1]}')).toBeNull();
    const one = linear();
    expect(written(one, '{"w":[0.5,"NaN"]}')).toBeNull();
    expect(written(one, '{"w":[0.5,"NaN"],"y":[1,1,1,1]}')?.values).toBe('{"w":[0.5,"NaN"]}');
  });
});
