import ELK from "elkjs/lib/elk.bundled.js";
import { describe, expect, it, vi } from "vitest";

vi.mock("elkjs/lib/elk-worker.min.js?url", () => ({ default: "worker.js" }));

import { type Direction, elkGraph, placed } from "../src/layout/elk";
import { Scene } from "../src/view/scene";
import { svg } from "../src/view/svg";
import { NAMES, timeline } from "./graphs";

const elk = new ELK();
const names = { node: () => "", edge: () => "" };

async function laidOut(name: string, direction: Direction) {
  const scene = new Scene(timeline(name), svg("g"), names);
  const { boxes, edges } = scene.toPlace(false);
  const root = await elk.layout(elkGraph(boxes, edges, direction));
  return { scene, boxes, edges, result: placed(root, direction) };
}

const CASES = NAMES.filter((name) => !name.endsWith("-forward")).flatMap((name) =>
  (["RIGHT", "DOWN"] as const).map((direction) => ({ name, direction })),
);

describe.each(CASES)("the layout of $name, $direction", ({ name, direction }) => {
  it("places every box and every edge, apart from each other, left operand first", async () => {
    const { boxes, edges, result } = await laidOut(name, direction);
    expect(result.boxes.size).toBe(boxes.length);
    expect([...result.edges.keys()].sort()).toEqual(edges.map((edge) => edge.id).sort());

    const rectangles = [...result.boxes.values()];
    rectangles.forEach((a, index) => {
      for (const b of rectangles.slice(index + 1)) {
        const apart =
          a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
        expect(apart).toBe(true);
      }
    });

    for (const box of boxes) {
      const ends = box.inputs.map((edge) => result.edges.get(edge)?.at(-1));
      const along = ends.map((end) => (direction === "DOWN" ? end?.x : end?.y) ?? Number.NaN);
      expect([...along].sort((a, b) => a - b)).toEqual(along);
    }

    for (const edge of edges) {
      const [start, end] = [result.edges.get(edge.id)?.[0], result.edges.get(edge.id)?.at(-1)];
      const [from, to] = [result.boxes.get(edge.source), result.boxes.get(edge.target)];
      if (!start || !end || !from || !to) throw new Error("an edge without ends");
      if (direction === "DOWN") {
        expect(start.y).toBeCloseTo(from.y + from.height, 3);
        expect(end.y).toBeCloseTo(to.y, 3);
      } else {
        expect(start.x).toBeCloseTo(from.x + from.width, 3);
        expect(end.x).toBeCloseTo(to.x, 3);
      }
    }
  });
});
