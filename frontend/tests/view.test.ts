import { zoomIdentity } from "d3-zoom";
import { describe, expect, it } from "vitest";
import type { Box } from "../src/layout/elk";
import { around, fit, fitsWell, follow, seen, touches } from "../src/view/camera";
import { CARD, card } from "../src/view/card";
import { roundedPath } from "../src/view/edge";
import { fold } from "../src/view/folding";
import { cellAt, gridFor, indexAt, tintScale } from "../src/view/grid";
import { mathPlain, mathRuns } from "../src/view/mathtext";
import { PALETTES, THEMES } from "../src/view/palette";
import { decode, sum, turn, turnedIndex } from "../src/wire/arrays";
import type { GraphEdge, GraphNode } from "../src/wire/graph";
import { full, short } from "../src/wire/numbers";
import { graph, NAMES, operations, timeline } from "./graphs";

describe("numbers", () => {
  it.each([
    [0, "0"],
    [-0, "0"],
    [12, "12"],
    [12345, "12345"],
    [-0.12345, "−0.123"],
    [99.96, "100"],
    [0.00012, "1.2e−4"],
    [1e-7, "1e−7"],
    [123456, "1.23e5"],
    [200000.5, "2e5"],
    [-1.204e8, "−1.2e8"],
    [-2.5e300, "−2.5e300"],
    [Number.NaN, "NaN"],
    [Number.POSITIVE_INFINITY, "∞"],
    [Number.NEGATIVE_INFINITY, "−∞"],
  ])("%d is short as %s", (number, text) => {
    expect(short(number)).toBe(text);
  });

  it("are told in full", () => {
    expect([0.1, -1 / 3, Number.NaN, Number.POSITIVE_INFINITY].map(full)).toEqual([
      "0.1",
      "-0.3333333333333333",
      "NaN",
      "Infinity",
    ]);
  });
});

describe("formulas as text", () => {
  const latex = new Set(
    NAMES.map(graph).flatMap((one) => [
      one.objective.latex,
      ...(one.objective.equation ? [one.objective.equation] : []),
      ...one.nodes.map((node) => node.latex),
      ...one.edges.flatMap(({ local }) => [local.latex, local.rule_latex, local.vjp_latex]),
      ...one.steps.map((step) => step.latex),
    ]),
  );
  for (const entry of operations()) for (const text of [entry.latex, entry.vjp_latex]) latex.add(text);

  it("cover everything that the service writes", () => {
    expect(latex.size).toBeGreaterThan(200);
    for (const text of latex) {
      const plain = mathPlain(text);
      expect(plain).not.toMatch(/[\\{}]/);
      if (text !== "") expect(plain).not.toBe("");
    }
  });

  it.each([
    [String.raw`\frac{dL}{dX}`, "dL/dX"],
    [String.raw`\frac{\partial z}{\partial x} = y`, "∂z/∂x = y"],
    [String.raw`\frac{1}{2 v_{1}}`, "1/(2v1)"],
    [String.raw`G \mapsto X^{\top} \, G`, "G ↦ X⊤\u2009G"],
    [String.raw`\frac{dL}{da} \mathrel{+}= -\frac{dL}{db}`, "dL/da += −dL/db"],
    [String.raw`\frac{y}{x^{2} + y^{2}}`, "y/(x2 + y2)"],
    [String.raw`\sqrt[3]{x}`, "∛(x)"],
    [String.raw`\lfloor x \rfloor`, "⌊x⌋"],
    [String.raw`\mathrm{loss}_{2} \odot \alpha`, "loss2 ⊙ α"],
    [String.raw`\frac{\partial z}{\partial h''} = -h''`, "∂z/∂h′′ = −h′′"],
  ])("%s reads %s", (text, plain) => {
    expect(mathPlain(text)).toBe(plain);
  });

  it("put letters in italics, words and digits upright, and accents over the whole of a name", () => {
    expect(
      mathRuns(String.raw`x_{1} + \mathrm{rate}`).map((run) => [run.text, run.italic, run.shift]),
    ).toEqual([
      ["x", true, "none"],
      ["1", false, "sub"],
      [" + rate", false, "none"],
    ]);
    expect(mathRuns("h''")).toMatchObject([{ text: "h" }, { text: "′′", shift: "sup", italic: false }]);
    expect(mathRuns(String.raw`\hat{\mathrm{rows}}`)).toMatchObject([{ text: "rows", accent: "ˆ" }]);
  });

  it("refuse what they do not know", () => {
    expect(() => mathRuns(String.raw`\unknown`)).toThrow(/unknown/);
  });
});

function cells(shape: readonly number[], data: readonly number[]) {
  return { shape, shown: shape, data: Float64Array.from(data), preview: false };
}

describe("grids", () => {
  it("lay vectors out as a row, matrices in rows, more axes in slices", () => {
    const count = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);
    const grids = [[], [3], [2, 3], [2, 2, 3]].map((shape) =>
      gridFor([cells(shape, new Array(count(shape)).fill(1))]),
    );
    expect(grids.map(({ style, slices, rows, columns }) => [style, slices, rows, columns])).toEqual([
      ["number", 1, 1, 1],
      ["numbers", 1, 1, 3],
      ["numbers", 1, 2, 3],
      ["numbers", 2, 2, 3],
    ]);
  });

  it("show numbers where there is room, a heatmap where there is not, a sign where there is nothing", () => {
    const style = (shape: readonly number[], length: number) =>
      gridFor([cells(shape, new Array(length).fill(0))]).style;
    expect(style([6, 6], 36)).toBe("numbers");
    expect(style([7, 6], 42)).toBe("heat");
    expect(style([9], 9)).toBe("heat");
    expect(style([0, 3], 0)).toBe("empty");
  });

  it("find a cell by its place and a place by its cell", () => {
    const grid = gridFor([cells([2, 2, 3], new Array(12).fill(1))]);
    for (let index = 0; index < 12; index += 1) {
      const { x, y } = cellAt(grid, index);
      expect(indexAt(grid, x + 1, y + 1)).toBe(index);
    }
    expect(indexAt(grid, -1, 5)).toBeNull();
    expect(indexAt(grid, 3 * grid.cellWidth + 2, 5)).toBeNull();
  });

  it("are as wide as the widest number ever shown in them", () => {
    const narrow = gridFor([cells([2], [1, 2])]);
    const wide = gridFor([cells([2], [1, 2]), cells([2], [-0.123, 5])]);
    expect(wide.cellWidth).toBeGreaterThan(narrow.cellWidth);
  });

  it("let few extremes not pale all the others", () => {
    const data = Float64Array.from({ length: 100 }, (_, index) => (index === 7 ? 1000 : 1));
    expect(tintScale(data)).toBe(2);
    expect(tintScale(Float64Array.from([0, 0]))).toBe(1);
    expect(tintScale(Float64Array.from([Number.NaN, Number.POSITIVE_INFINITY, -4]))).toBe(4);
  });
});

describe("arrays", () => {
  it("read the words for what JSON lacks", () => {
    expect([...decode({ shape: [3], dtype: "float64", data: ["NaN", "-Infinity", 1] }).data]).toEqual([
      Number.NaN,
      Number.NEGATIVE_INFINITY,
      1,
    ]);
  });

  it("keep their own shape beside the shape of their preview", () => {
    const value = graph("large").nodes.find((node) => node.name === "X")?.value;
    const one = value && decode(value);
    expect(one?.preview).toBe(true);
    expect(one?.shape).toEqual([64, 784]);
    expect(one?.data.length).toBe((one?.shown[0] ?? 0) * (one?.shown[1] ?? 0));
  });

  it("add up and turn over", () => {
    const a = cells([2, 3], [1, 2, 3, 4, 5, 6]);
    expect([...sum(a, a).data]).toEqual([2, 4, 6, 8, 10, 12]);
    const turned = turn(a);
    expect(turned.shape).toEqual([3, 2]);
    expect([...turned.data]).toEqual([1, 4, 2, 5, 3, 6]);
    expect([0, 1, 2, 3, 4, 5].map((index) => turnedIndex(index, 2, 3))).toEqual([0, 3, 1, 4, 2, 5]);
  });
});

describe("folding", () => {
  it("puts a number used once into the card of its operation, with its broadcast", () => {
    const folded = fold(graph("vectors"));
    expect(folded.inside.size).toBe(0);
    const square = fold(graph("linear-regression"));
    const [user] = [...square.chips.keys()];
    expect(square.chips.get(user ?? "")).toMatchObject([{ argument: 1, broadcast: { implicit: true } }]);
    expect(square.boxes.every((node) => node.kind !== "constant")).toBe(true);
  });

  it("leaves a number with a name, and one that is used twice, in a box of its own", () => {
    const [user] = graph("reuse").nodes.filter((node) => node.operation === "multiply");
    const constant = {
      ...graph("reuse").nodes.find((node) => node.kind === "constant"),
      id: "k",
    } as GraphNode;
    const edge = (id: string) =>
      ({ ...graph("reuse").edges[0], id, source: "k", target: user?.id }) as GraphEdge;
    const boxes = (node: GraphNode, ...edges: GraphEdge[]) =>
      fold({ ...graph("reuse"), nodes: [node, user as GraphNode], edges }).boxes.map((box) => box.id);
    expect(boxes(constant, edge("e"))).toEqual([user?.id]);
    expect(boxes({ ...constant, name: "eta" }, edge("e"))).toEqual(["k", user?.id]);
    expect(boxes(constant, edge("e"), edge("f"))).toEqual(["k", user?.id]);
  });

  it.each(NAMES)("of %s leaves every node and edge in a box or in a card", (name) => {
    const one = graph(name);
    const folded = fold(one);
    const all = [...one.nodes, ...one.edges].map((part) => part.id);
    const drawn = [...folded.boxes, ...folded.edges].map((part) => part.id);
    expect(new Set([...drawn, ...folded.inside.keys()])).toEqual(new Set(all));
    expect(drawn.length + folded.inside.size).toBe(all.length);
    const boxes = new Set(folded.boxes.map((node) => node.id));
    for (const edge of folded.edges) {
      expect(boxes.has(edge.source)).toBe(true);
      expect(boxes.has(edge.target)).toBe(true);
    }
  });
});

describe("cards", () => {
  it("say what the operation is", () => {
    const sign = (name: string, operation: string) => {
      const one = timeline(name);
      const chips = fold(one.graph).chips;
      const node = one.graph.nodes.find((candidate) => candidate.operation === operation);
      return node
        ? card(node, chips.get(node.id) ?? [], one)
            .sign.map((part) => part.text)
            .join(" ")
        : null;
    };
    expect(sign("reuse", "power")).toBe("** 2");
    expect(sign("reuse", "multiply")).toBe("5 *");
    expect(sign("sums", "sum")).toBe("sum axis 1");
    expect(sign("linear-regression", "mean")).toBe("mean");
    expect(sign("shapes", "getitem")).toBe("[:, 0]");
    expect(sign("index", "getitem")).toBe("[1, 2::-2, None, 1:]");
  });

  it("have room for a gradient exactly where there will be one", () => {
    const one = timeline("linear-regression");
    for (const node of fold(one.graph).boxes) {
      const { totalLabel, height, grid } = card(node, [], one);
      expect(totalLabel !== null).toBe(node.grad !== null);
      expect(height > 2 * grid.height + CARD.header).toBe(node.grad !== null);
    }
  });

  it("keep their width while a number gets a little wider", () => {
    for (const node of timeline("linear-regression").graph.nodes)
      expect(card(node, [], timeline("linear-regression")).width % CARD.widthStep).toBe(0);
  });
});

describe("the camera", () => {
  const screen = { width: 800, height: 600 };

  it("shows all of a picture that can be read so", () => {
    const picture = { width: 900, height: 500 };
    expect(fitsWell(picture, screen)).toBe(true);
    const camera = fit(picture, screen);
    const view = seen(camera, screen);
    expect(view.x).toBeLessThanOrEqual(0.01);
    expect(view.x + view.width).toBeGreaterThanOrEqual(899.99);
  });

  it("goes to what a step is about, and stays if it is seen already", () => {
    const picture = { width: 4000, height: 600 };
    const box = { x: 3000, y: 100, width: 300, height: 200 };
    const at = (one: typeof box) => ({ all: one, heart: one });
    const camera = follow(zoomIdentity, at(box), picture, screen);
    const view = seen(camera, screen);
    expect(view.x).toBeLessThan(3000);
    expect(view.x + view.width).toBeGreaterThan(3300);
    expect(follow(camera, at({ ...box, x: 3050 }), picture, screen)).toBe(camera);
  });

  it("goes to the one node that a step is about, where the others are too far away to be read beside it", () => {
    const picture = { width: 9000, height: 600 };
    const heart = { x: 5000, y: 100, width: 200, height: 100 };
    const view = (all: Box) => seen(follow(zoomIdentity, { all, heart }, picture, screen), screen);
    expect(view({ x: 0, y: 0, width: 5200, height: 200 }).x).toBeGreaterThan(4000);
    expect(view({ x: 4000, y: 0, width: 1200, height: 200 }).x).toBeLessThan(4000);
  });

  it("does not look past the picture's ends", () => {
    const picture = { width: 4000, height: 600 };
    const box = { x: 3900, y: 0, width: 100, height: 100 };
    const camera = follow(zoomIdentity, { all: box, heart: box }, picture, screen);
    const view = seen(camera, screen);
    expect(view.x + view.width).toBeCloseTo(4000, 6);
  });

  it("knows what is around and what touches", () => {
    const boxes = [
      { x: 0, y: 0, width: 10, height: 10 },
      { x: 20, y: 30, width: 5, height: 5 },
    ];
    expect(around(boxes)).toEqual({ x: 0, y: 0, width: 25, height: 35 });
    expect(around([])).toBeNull();
    expect(touches(boxes[0] as never, { x: 9, y: 9, width: 5, height: 5 })).toBe(true);
    expect(touches(boxes[0] as never, { x: 10, y: 0, width: 5, height: 5 })).toBe(false);
  });
});

describe("the palette", () => {
  function luminance(colour: string): number {
    const channels = /^#/.test(colour)
      ? [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
      : (colour.match(/\d+(\.\d+)?/g) ?? []).slice(0, 3).map(Number);
    const [r = 0, g = 0, b = 0] = channels.map((channel) => {
      const part = channel / 255;
      return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }
  function contrast(a: string, b: string): number {
    const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
    return (light + 0.05) / (dark + 0.05);
  }

  it.each(THEMES)("keeps numbers readable on every tint (%s)", (theme) => {
    const palette = PALETTES[theme];
    for (const quantity of ["value", "grad"] as const) {
      for (const ratio of [-2, -1, -0.5, 0, 0.5, 1, 2]) {
        expect(contrast(palette.ink, palette.tint(quantity, ratio))).toBeGreaterThan(4.5);
      }
    }
  });

  it.each(THEMES)("keeps text readable (%s)", (theme) => {
    const { canvas, card: paper, ink, muted, forward, backward, forwardSoft, backwardSoft } = PALETTES[theme];
    for (const [text, ground] of [
      [ink, canvas],
      [ink, paper],
      [muted, paper],
      [muted, canvas],
      [forward, paper],
      [backward, paper],
      [backward, backwardSoft],
      [ink, forwardSoft],
    ] as const) {
      expect(contrast(text, ground)).toBeGreaterThan(4.5);
    }
  });

  it.each(THEMES)("tells signs apart and is symmetric about zero (%s)", (theme) => {
    const { heat, tint } = PALETTES[theme];
    expect(heat("value", 0)).toBe(heat("value", -0));
    expect(heat("value", 1)).not.toBe(heat("value", -1));
    expect(heat("value", 5)).toBe(heat("value", 1));
    expect(tint("value", 1)).not.toBe(tint("grad", 1));
  });
});

describe("edges", () => {
  it("turn their corners round", () => {
    const path = roundedPath([
      { x: 0, y: 0 },
      { x: 100, y: 0 },
      { x: 100, y: 50 },
    ]);
    expect(path).toBe("M0 0L92 0Q100 0 100 8L100 50");
  });
});
