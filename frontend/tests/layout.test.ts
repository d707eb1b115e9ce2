import ELK from "elkjs/lib/elk.bundled.js";
import { describe, expect, it, vi } from "vitest";

vi.mock("elkjs/lib/elk-worker.min.js?url", () => ({ default: "worker.js" }));

import { type BoxToPlace, type Direction, elkGraph, LayoutEngine, placed } from "../src/layout/elk";
import { touches } from "../src/view/camera";
import { Scene } from "../src/view/scene";
import { svg } from "../src/view/svg";
import { NAMES, timeline } from "./graphs";

const elk = new ELK();
const names = {
  node: () => "",
  line: () => "",
  caption: () => ({ label: "", closes: null }),
  folded: () => ({ name: "", opens: "", nodes: "", more: () => "" }),
};

async function laidOut(name: string, direction: Direction) {
  const scene = new Scene(timeline(name), svg("g"), names);
  const { boxes, edges, groups } = scene.toPlace(false);
  const root = await elk.layout(elkGraph(boxes, edges, direction, groups));
  return { scene, boxes, edges, groups, result: placed(root, direction) };
}

/** What ELK is not asked to lay out. */
const TOO_MUCH = ["long-loop"];
const NAMED = NAMES.filter((name) => !name.endsWith("-forward") && !TOO_MUCH.includes(name));
const CASES = NAMED.flatMap((name) => (["RIGHT", "DOWN"] as const).map((direction) => ({ name, direction })));

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

describe.each(["RIGHT", "DOWN"] as const)("the frames of opened operations, %s", (direction) => {
  it("hold what belongs to them and nothing else", async () => {
    const { boxes, groups, result } = await laidOut("opened", direction);
    expect(groups.length).toBe(2);
    for (const { id, caption } of groups) {
      const frame = result.groups.get(id);
      if (!frame) throw new Error("a group without a frame");
      expect(frame.width).toBeGreaterThanOrEqual(caption.width);
      for (const box of boxes) {
        const place = result.boxes.get(box.id);
        const inside =
          place &&
          place.x >= frame.x &&
          place.x + place.width <= frame.x + frame.width &&
          place.y >= frame.y + caption.height &&
          place.y + place.height <= frame.y + frame.height;
        const meets = place && touches(place, frame);
        expect([inside, meets]).toEqual(box.group === id ? [true, true] : [false, false]);
      }
    }
  });

  it("stand within the frames that they are in", async () => {
    const caption = { width: 40, height: 20 };
    const groups = [
      { id: "inner", parent: "outer", caption },
      { id: "outer", parent: null, caption },
    ];
    const box: BoxToPlace = { id: "a", width: 50, height: 30, inputs: [], group: "inner" };
    const result = placed(await elk.layout(elkGraph([box], [], direction, groups)), direction);
    const [inner, outer] = [result.groups.get("inner"), result.groups.get("outer")];
    expect((inner?.y ?? 0) - (outer?.y ?? 0)).toBeGreaterThanOrEqual(caption.height);
    expect(outer?.width).toBeGreaterThan(inner?.width ?? 0);
  });
});

/** Answers as ELK's worker does, without moving anything, and counts what it is asked. */
function countingWorker() {
  let count = 0;
  const worker = {
    onmessage: (_: { data: unknown }) => {},
    postMessage({ id, cmd, graph }: { id: number; cmd: string; graph?: unknown }) {
      if (cmd === "layout") count += 1;
      queueMicrotask(() => worker.onmessage({ data: { id, data: graph } }));
    },
    terminate: () => {},
  };
  return { start: () => worker as unknown as Worker, count: () => count };
}

describe("the layout engine", () => {
  const box = (width: number): BoxToPlace => ({ id: "a", width, height: 10, inputs: [] });

  it("lays the same boxes out once", async () => {
    const worker = countingWorker();
    const engine = new LayoutEngine(worker.start);
    const first = await engine.place([box(10)], [], "RIGHT");
    expect(await engine.place([box(10)], [], "RIGHT")).toBe(first);
    expect(worker.count()).toBe(1);
    expect((await engine.place([box(20)], [], "RIGHT")).boxes.get("a")?.width).toBe(20);
    await engine.place([box(10)], [], "DOWN");
    expect(worker.count()).toBe(3);
  });

  it("tries again what has failed", async () => {
    let fails = true;
    const worker = {
      onmessage: (_: { data: unknown }) => {},
      postMessage({ id, cmd, graph }: { id: number; cmd: string; graph?: unknown }) {
        const failed = cmd === "layout" && fails;
        queueMicrotask(() => worker.onmessage({ data: failed ? { id, error: {} } : { id, data: graph } }));
      },
      terminate: () => {},
    };
    const engine = new LayoutEngine(() => worker as unknown as Worker);
    await expect(engine.place([box(10)], [], "RIGHT")).rejects.toBeDefined();
    fails = false;
    expect((await engine.place([box(10)], [], "RIGHT")).boxes.size).toBe(1);
  });

  it("forgets what was not asked for longest", async () => {
    const worker = countingWorker();
    const engine = new LayoutEngine(worker.start);
    for (let width = 1; width <= 16; width += 1) await engine.place([box(width)], [], "RIGHT");
    await engine.place([box(1)], [], "RIGHT");
    expect(worker.count()).toBe(16);
    await engine.place([box(17)], [], "RIGHT");
    await engine.place([box(1)], [], "RIGHT");
    expect(worker.count()).toBe(17);
    await engine.place([box(2)], [], "RIGHT");
    expect(worker.count()).toBe(18);
  });
});
