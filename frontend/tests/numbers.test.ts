/** What stands on the page for a leaf's numbers: the fields that change them, and the notice that they differ. */

import { render } from "lit";
import { describe, expect, it } from "vitest";
import { type CellsDeeds, type CellsShown, cells } from "../src/app/descent/cells";
import { written } from "../src/app/descent/literal";
import { numbersNotice } from "../src/app/descent/notice";
import { fromSlider, rateField } from "../src/app/descent/rate";
import { type Query, queryOf } from "../src/app/query";
import { LANGUAGES } from "../src/lang";
import type { Graph } from "../src/wire/graph";
import { graph } from "./graphs";

describe("the notice that numbers differ", () => {
  const one: Graph = graph("linear-regression");
  const shown = (values: string | null, program = one.program) => {
    const changes: Partial<Query>[] = [];
    const room = document.createElement("div");
    const query = { ...queryOf({}, program), values };
    render(
      numbersNotice(query, one, LANGUAGES.en, (change) => changes.push(change)),
      room,
    );
    return { changes, text: room.textContent?.trim(), buttons: [...room.querySelectorAll("button")] };
  };

  it("is nothing while they do not", () => {
    expect([shown(null).text, shown("{}").buttons]).toEqual(["", []]);
  });

  it("names the leaves, writes their numbers down and gives them up", () => {
    const { text, buttons, changes } = shown('{"w":[1,2]}');
    expect(text).toContain(": w.");
    for (const button of buttons) button.click();
    expect(changes).toEqual([written(one, '{"w":[1,2]}'), { values: null }]);
  });

  it("writes nothing into a text that has become another", () => {
    const { buttons, changes } = shown('{"w":[1,2]}', "w = 3");
    for (const button of buttons) button.click();
    expect(changes).toEqual([{ values: null }]);
  });
});

describe("the fields of a leaf", () => {
  const fields = (more: Partial<CellsShown>) => {
    const told: unknown[] = [];
    const room = document.createElement("div");
    const deeds: CellsDeeds = {
      set: (cell, number) => told.push(["set", cell, number]),
      type: () => {},
      show: (cell) => told.push(["show", cell]),
    };
    const shown = { name: "w", shape: [2, 2], numbers: [1, 2, 3, 4], whole: false, typed: null, cell: 0 };
    render(cells({ ...shown, ...more }, deeds, LANGUAGES.en), room);
    return { told, inputs: [...room.querySelectorAll("input")] };
  };
  const press = (input: HTMLInputElement | undefined, key: string, more: KeyboardEventInit = {}) =>
    input?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, ...more }));

  it("hold the text that is typed in one of them, and say where it is no number", () => {
    const { inputs } = fields({ typed: { cell: 1, text: "two" } });
    expect(inputs.map((input) => input.value)).toEqual(["1", "two", "3", "4"]);
    expect(inputs.map((input) => input.getAttribute("aria-invalid"))).toEqual([null, "true", null, null]);
    expect(inputs.map((input) => input.getAttribute("aria-label"))).toEqual([
      "w[0, 0]",
      "w[0, 1]",
      "w[1, 0]",
      "w[1, 1]",
    ]);
  });

  it("go up and down by a step of their size, with Shift by ten, with Alt by a tenth; whole ones by 1", () => {
    const { inputs, told } = fields({});
    for (const more of [{}, { shiftKey: true }, { altKey: true }]) press(inputs[2], "ArrowDown", more);
    press(inputs[2], "ArrowRight");
    expect(told).toEqual([
      ["set", 2, 2.9],
      ["set", 2, 2],
      ["set", 2, 2.99],
    ]);
    const labels = fields({ whole: true });
    for (const more of [{}, { shiftKey: true }, { altKey: true }]) press(labels.inputs[0], "ArrowUp", more);
    expect(labels.told).toEqual([
      ["set", 0, 2],
      ["set", 0, 11],
      ["set", 0, 2],
    ]);
  });

  it("are one, found by its place, where there are too many of them or too many beside each other", () => {
    for (const shape of [
      [9, 8],
      [2, 9],
    ]) {
      const numbers = Array.from({ length: (shape[0] ?? 0) * (shape[1] ?? 0) }, (_, cell) => cell);
      const { inputs, told } = fields({ shape, numbers, cell: 10 });
      expect(inputs).toHaveLength(3);
      expect(inputs.map((input) => input.value)).toEqual(
        shape[1] === 8 ? ["1", "2", "10"] : ["1", "1", "10"],
      );
      const [row, column] = inputs;
      if (!row || !column) throw new Error("no fields for the place");
      for (const [input, text] of [
        [row, "0"],
        [column, "99"],
        [column, "-3"],
      ] as const) {
        input.value = text;
        input.dispatchEvent(new Event("input", { bubbles: true }));
      }
      const columns = shape[1] ?? 0;
      expect(told).toEqual([
        ["show", 10 % columns],
        ["show", 2 * columns - 1],
        ["show", columns],
      ]);
    }
    expect(fields({ shape: [2, 2, 9], numbers: Array<number>(36).fill(0) }).inputs).toHaveLength(4);
    expect(fields({ shape: [8, 8], numbers: Array<number>(64).fill(0) }).inputs).toHaveLength(64);
  });
});

describe("the learning rate", () => {
  it("is typed or slid, and stays where what is typed is no finite number", () => {
    const rates: number[] = [];
    const room = document.createElement("div");
    render(
      rateField(0.1, LANGUAGES.en, (rate) => rates.push(rate)),
      room,
    );
    const [field, slider] = room.querySelectorAll("input");
    if (!field || !slider) throw new Error("no fields");
    expect([field.value, slider.value, slider.getAttribute("aria-valuetext")]).toEqual(["0.1", "-10", "0.1"]);
    for (const text of ["0,5", "two", "inf", "nan", ""]) {
      field.value = text;
      field.dispatchEvent(new Event("change"));
    }
    slider.value = "-3";
    slider.dispatchEvent(new Event("input"));
    expect(rates).toEqual([0.5, fromSlider(-3)]);
  });
});
