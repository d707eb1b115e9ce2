import { describe, expect, it } from "vitest";
import { effort } from "../src/layout/effort";
import type { Box, Direction } from "../src/layout/elk";
import { quickLayout } from "../src/layout/quick";
import { foldsOf } from "../src/timeline/folds";
import { touches } from "../src/view/camera";
import { Culling } from "../src/view/culling";
import { fold } from "../src/view/folding";
import { Scene } from "../src/view/scene";
import { svg } from "../src/view/svg";
import { timeline } from "./graphs";

const names = {
  node: () => "",
  line: () => "",
  caption: () => ({ label: "", closes: null }),
  folded: () => ({ name: "", opens: "", nodes: "", more: () => "" }),
};

function laidOut(name: string, direction: Direction, folded: string) {
  const one = timeline(name);
  const scene = new Scene(one, svg("g"), names, foldsOf(one.graph, folded, fold(one.graph).boxes));
  const { boxes, edges, groups } = scene.toPlace(false);
  return { boxes, edges, groups, result: quickLayout(boxes, edges, direction, groups) };
}

function contains(outer: Box | undefined, inner: Box | undefined): boolean {
  if (!outer || !inner) return false;
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

const CASES = ["recurrent", "loops", "training", "attention", "two-layer-network", "long-loop"].flatMap(
  (name) =>
    (["RIGHT", "DOWN"] as const).flatMap((direction) =>
      ["none", "all"].map((folded) => ({ name, direction, folded })),
    ),
);

describe.each(CASES)(
  "the quick layout of $name, $direction, folded: $folded",
  ({ name, direction, folded }) => {
    const { boxes, edges, groups, result } = laidOut(name, direction, folded);

    it("keeps all boxes apart, each in its frame, and each frame in the one around it", () => {
      const places = [...result.boxes.values()];
      expect(places.length).toBe(boxes.length);
      places.forEach((a, index) => {
        for (const b of places.slice(index + 1)) expect(touches(a, b)).toBe(false);
      });
      const whole = { x: 0, y: 0, width: result.width, height: result.height };
      const frame = (id: string | null | undefined): Box | undefined =>
        id ? (result.groups.get(id) ?? whole) : whole;
      for (const box of boxes) {
        expect(contains(frame(box.group), result.boxes.get(box.id))).toBe(true);
        for (const { id } of groups) {
          const place = result.boxes.get(box.id);
          const own = result.groups.get(id);
          if (place && own && touches(place, own)) expect(contains(own, place)).toBe(true);
        }
      }
      for (const group of groups)
        expect(contains(frame(group.parent), result.groups.get(group.id))).toBe(true);
    });

    it("runs lines from box to box, with the flow, operands in order", () => {
      for (const edge of edges) {
        const [start, end] = [result.edges.get(edge.id)?.[0], result.edges.get(edge.id)?.at(-1)];
        const [from, to] = [result.boxes.get(edge.source), result.boxes.get(edge.target)];
        if (!start || !end || !from || !to) throw new Error("an edge without ends");
        if (direction === "RIGHT") {
          expect([start.x, end.x]).toEqual([from.x + from.width, to.x]);
          expect(end.x).toBeGreaterThan(start.x);
        } else {
          expect([start.y, end.y]).toEqual([from.y + from.height, to.y]);
          expect(end.y).toBeGreaterThan(start.y);
        }
      }
      for (const box of boxes) {
        const ends = box.inputs.map((id) => result.edges.get(id)?.at(-1));
        const along = ends.map((end) => (direction === "DOWN" ? end?.x : end?.y) ?? Number.NaN);
        expect([...along].sort((a, b) => a - b)).toEqual(along);
      }
    });
  },
);

describe("the effort of a layout", () => {
  it("counts boxes and the layers that lines pass", () => {
    const box = (id: string, ...inputs: string[]) => ({ id, width: 1, height: 1, inputs });
    const edge = (id: string, source: string, target: string) => ({ id, source, target, label: null });
    const boxes = [box("a"), box("b", "ab"), box("c", "bc"), box("d", "cd", "ad")];
    const edges = [edge("ab", "a", "b"), edge("bc", "b", "c"), edge("cd", "c", "d"), edge("ad", "a", "d")];
    expect(effort(boxes, edges)).toBe(4 + 2);
  });

  it("is small once a long loop is folded", () => {
    const open = laidOut("long-loop", "RIGHT", "none");
    const folded = laidOut("long-loop", "RIGHT", "all");
    expect(effort(open.boxes, open.edges)).toBeGreaterThan(5000);
    expect(effort(folded.boxes, folded.edges)).toBeLessThan(20);
  });
});

describe("what is seen of a large graph", () => {
  const { result } = laidOut("long-loop", "RIGHT", "none");
  const culling = new Culling(result);

  it("is what touches the screen, and the lines across it", () => {
    const [id, box] = [...result.boxes][5] ?? [];
    if (!id || !box) throw new Error("no box");
    const seen = culling.seen(box, 100);
    expect(seen.far).toBe(false);
    expect([...seen.boxes]).toEqual([id]);
    const [line, points] = [...result.edges].find(([, points]) => points.length === 4) ?? [];
    const turn = points?.[1];
    if (!line || !turn) throw new Error("no line");
    expect(culling.seen({ ...turn, width: 1, height: 1 }, 100).lines.has(line)).toBe(true);
  });

  it("is drawn from far away where it is too much", () => {
    const whole = { x: 0, y: 0, width: result.width, height: result.height };
    expect(culling.seen(whole, 100)).toMatchObject({ far: true, boxes: new Set() });
    expect(culling.seen(whole, 1e6).boxes.size).toBe(result.boxes.size);
  });
});
