import { describe, expect, it } from "vitest";
import { freeCorner } from "../src/element/corner";

const screen = { width: 800, height: 500 };
const map = { width: 120, height: 60 };
const box = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });

describe("the corner of the overview map", () => {
  it("is at the bottom right as long as nothing of the step is there", () => {
    expect(freeCorner(screen, map, [])).toBe("bottom right");
    expect(freeCorner(screen, map, [box(300, 100, 200, 200), box(0, 0, 80, 500)])).toBe("bottom right");
  });

  it("is free though all that takes part has it within its outline", () => {
    expect(freeCorner(screen, map, [box(700, 0, 100, 100), box(0, 400, 300, 100)])).toBe("bottom right");
  });

  it("is another one where a card of the step is", () => {
    expect(freeCorner(screen, map, [box(700, 400, 100, 100)])).toBe("bottom left");
    expect(freeCorner(screen, map, [box(0, 420, 800, 80)])).toBe("top left");
  });

  it("is where least is covered if all are taken, and none on a narrow screen", () => {
    const taken = [box(700, 440, 100, 60), box(0, 400, 200, 100), box(0, 0, 200, 100)];
    expect(freeCorner(screen, map, taken)).toBe("bottom right");
    expect(freeCorner({ width: 390, height: 300 }, map, [box(0, 20, 390, 240)])).toBeNull();
    expect(freeCorner({ width: 390, height: 300 }, map, [box(0, 0, 100, 100)])).toBe("bottom right");
  });

  it("is none where the map would cover nothing but cards", () => {
    expect(freeCorner(screen, map, [box(0, 0, 800, 500)])).toBeNull();
  });
});
