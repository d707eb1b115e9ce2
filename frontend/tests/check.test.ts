import { render } from "lit";
import { describe, expect, it } from "vitest";
import { arrayGrid, levelOf, placeOf, scaleOf } from "../src/app/arraygrid";
import { plot } from "../src/app/check/plot";
import { LANGUAGES } from "../src/lang";
import { scientific } from "../src/lang/scientific";
import { curveOf } from "../src/timeline/differences";
import type { Sweep } from "../src/wire/schema";

const STEPS = Array.from({ length: 13 }, (_, index) => Number(`1e-${index + 1}`));

function sweep(error: (h: number) => number | null, more: Partial<Sweep> = {}): Sweep {
  const points = STEPS.map((h) => {
    const off = error(h);
    return {
      h,
      numeric: off === null ? null : 2 + off,
      difference: off,
      relative: off === null ? null : off / 2,
    };
  });
  return { node: "n0", cell: 0, gradient: 2, mark: "agrees", points, ...more };
}

const valley = sweep((h) => 0.2 * h ** 2 + 4e-16 / h);

describe("the errors for every step", () => {
  it("are a valley between truncation and rounding", () => {
    const curve = curveOf(valley);
    expect(curve.shape).toBe("valley");
    expect(curve.best?.h).toBe(1e-5);
    expect(curve.truncation).toBeCloseTo(0.1, 2);
    expect(curve.rounding).toBeCloseTo(2e-16, 17);
  });

  it("are rounding alone where the curve is a parabola", () => {
    const curve = curveOf(sweep((h) => 4e-16 / h));
    expect([curve.shape, curve.truncation]).toEqual(["rounding", null]);
  });

  it("are measured by themselves where the gradient is 0", () => {
    const curve = curveOf(sweep((h) => h ** 2, { gradient: 0 }));
    expect([curve.relative, curve.points[0]?.error]).toEqual([false, 0.1 ** 2]);
    expect(curveOf(valley).points[0]?.error).toBe((valley.points[0]?.difference ?? 0) / 2);
  });

  it.each([
    ["exact", sweep(() => 0)],
    ["bend", sweep(() => 1, { mark: "kink" })],
    ["bend", sweep((h) => 1 / h, { mark: "jump" })],
    ["apart", sweep(() => 1, { mark: "differs" })],
    ["none", sweep(() => null, { mark: "undefined" })],
    ["none", sweep(() => 0, { points: [] })],
  ])("are %s", (shape, given) => {
    expect(curveOf(given).shape).toBe(shape);
  });
});

describe("the plot", () => {
  const drawn = (given: Sweep): HTMLElement => {
    const room = document.createElement("div");
    render(plot(curveOf(given), 1e-5, { title: "title", error: "error" }), room);
    return room;
  };

  it("has a point for every step, and rings the best", () => {
    const room = drawn(valley);
    expect(room.querySelectorAll("[data-h]")).toHaveLength(13);
    expect(room.querySelector(".best")?.getAttribute("data-h")).toBe("0.00001");
    expect([...room.querySelectorAll(".guide text")].map((text) => text.textContent)).toEqual([
      "∝ h²",
      "∝ 1/h",
    ]);
  });

  it("puts points below each other as their errors are", () => {
    const circles = [...drawn(valley).querySelectorAll(".dot")].map((dot) => Number(dot.getAttribute("cy")));
    expect(circles[0]).toBeLessThan(circles[1] ?? 0);
    expect(circles[1]).toBeLessThan(circles[2] ?? 0);
    expect(circles.at(-1)).toBeLessThan(circles[4] ?? 0);
  });

  it("leaves out what is no number, and marks what is exact", () => {
    const room = drawn(sweep((h) => (h > 1e-2 ? null : h > 1e-4 ? 0 : 1e-16 / h)));
    expect(room.querySelectorAll("[data-h]")).toHaveLength(12);
    expect(room.querySelectorAll(".zero")).toHaveLength(2);
    expect(room.innerHTML).not.toMatch(/NaN|Infinity|undefined/);
  });
});

describe("an array in a pane", () => {
  it("has a place for each cell", () => {
    expect(placeOf(5, [2, 3])).toBe("[1, 2]");
    expect(placeOf(7, [2, 2, 2])).toBe("[1, 1, 1]");
    expect(placeOf(0, [])).toBe("");
  });

  it("is tinted by its largest number", () => {
    expect(scaleOf([1, -4, Number.POSITIVE_INFINITY], [2])).toBe(4);
    expect(scaleOf([0])).toBe(1);
    expect([4, -4, 2, 0, Number.NaN, Number.NEGATIVE_INFINITY].map((one) => levelOf(one, 4))).toEqual([
      8, -8, 4, 0, 0, -8,
    ]);
  });

  it("is walked with the arrows, and leaves out the rows that are not known", () => {
    const room = document.createElement("div");
    const picked: number[] = [];
    render(
      arrayGrid({
        ...{ label: "Gradient", name: "X", shape: [4, 2], data: [1, -2, 3], scale: 3, quantity: "grad" },
        ...{
          picked: 1,
          pick: (index: number) => picked.push(index),
          remark: (index: number) => (index === 2 ? "odd" : null),
        },
      }),
      room,
    );
    expect(room.querySelectorAll("tr")).toHaveLength(2);
    const cells = [...room.querySelectorAll("[data-cell]")];
    expect(cells.map((cell) => cell.getAttribute("aria-label"))).toEqual([
      "X[0, 0] = 1",
      "X[0, 1] = −2",
      "X[1, 0] = 3, odd",
    ]);
    expect(cells.map((cell) => cell.getAttribute("tabindex"))).toEqual(["-1", "0", "-1"]);
    const press = (key: string) =>
      cells[1]?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    for (const key of ["ArrowLeft", "ArrowRight", "ArrowDown", "Home", "ArrowUp"]) press(key);
    expect(picked).toEqual([0, 2, 0]);
    (cells[2] as HTMLElement).click();
    expect(picked.at(-1)).toBe(2);
  });
});

describe.each(Object.values(LANGUAGES))("verification in $name", (language) => {
  const words = language.check;

  it("has a sentence for every verdict, step and curve", () => {
    for (const mark of Object.keys(words.marks) as (keyof typeof words.marks)[]) {
      expect(words.meaning(mark, "W1")).toMatch(/^\S.*\.$/);
    }
    expect(new Set([1e-1, 1e-5, 1e-9].map(words.aboutStep)).size).toBe(3);
    for (const given of [valley, sweep((h) => 1e-16 / h), sweep(() => 0), sweep(() => null)]) {
      expect(words.curve(curveOf(given))).toMatch(/^\S.*\.$/);
    }
    expect(words.curve(curveOf(valley))).toContain("10⁻⁵");
  });
});

describe("numbers with a power of ten", () => {
  it("are set as a textbook does", () => {
    expect([2.24e-11, 1e-5, -3e7, 0.25, 0, 12].map(scientific)).toEqual([
      "2.2\u00a0·\u00a010⁻¹¹",
      "10⁻⁵",
      "−3\u00a0·\u00a010⁷",
      "0.25",
      "0",
      "12",
    ]);
  });
});
