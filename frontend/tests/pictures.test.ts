/**
 * The pictures on the workbench, pinned: each operation's step and each argument's way back, half way and at the end.
 * A picture is written with a line for each thing that is seen, its numbers cut to three digits. When pictures are
 * meant to change, `npx vitest run -u` writes them anew, to be looked over in the diff.
 */

import { describe, expect, it } from "vitest";
import { LANGUAGES } from "../src/lang";
import { linesOf } from "../src/timeline/scenes";
import type { Timeline } from "../src/timeline/timeline";
import type { Motion } from "../src/view/motion";
import { PALETTES } from "../src/view/palette";
import { Stage } from "../src/view/stage";
import { svg } from "../src/view/svg";
import type { Step } from "../src/wire/graph";
import { operations, SAMPLES, sample } from "./graphs";

function stage(timeline: Timeline, step: Step, progress: number, motion: Motion): SVGSVGElement {
  const root = svg("svg");
  new Stage(root).show(linesOf(timeline, step), progress, motion, PALETTES.light, LANGUAGES.en.view);
  return root;
}

function trimmed(text: string): string {
  return text.replace(/-?\d+\.?\d*(e-?\d+)?/g, (number) => String(Number(Number(number).toPrecision(3))));
}

const SHOWN = ["transform", "x", "y", "width", "height", "d", "opacity"] as const;

function isSeen(element: Element): boolean {
  const hidden = element.getAttribute("display") === "none" || element.getAttribute("opacity") === "0";
  return !hidden && (element.tagName !== "g" || [...element.children].some(isSeen));
}

/** Write what is seen: a line for each leaf, with its place and its text, indented below the groups it is in. */
function written(element: Element, depth = 0): string[] {
  const seen = [...element.children].filter(isSeen);
  const lines = seen.flatMap((one, at): string[] => {
    const [before, after] = [seen[at - 1], seen[at + 1]];
    if (one.tagName === "rect" && after?.tagName === "text") return []; // a cell's box: its number has its place
    if (one.tagName === "text" && before?.tagName === "rect")
      return [`${" ".repeat(depth)}${placed(before, ["x", "y", "opacity"])} ${text(one)}`];
    const line = `${" ".repeat(depth)}${one.tagName} ${placed(one, SHOWN)} ${text(one)}`.trimEnd();
    return one.tagName === "text" ? [line] : [line, ...written(one, depth + 1)];
  });
  return lines;
}

function placed(element: Element, names: readonly string[]): string {
  const shown = names.flatMap((name) => {
    const value = element.getAttribute(name);
    return value === null
      ? []
      : [name === "x" || name === "y" ? trimmed(value) : `${name}=${trimmed(value)}`];
  });
  return shown.join(" ");
}

function text(element: Element): string {
  return element.tagName === "text" ? JSON.stringify(trimmed(element.textContent ?? "")) : "";
}

/** The steps that a sample is about: those of the operation that it is named after, and what comes of copies. */
function steps(name: string, timeline: Timeline): readonly Step[] {
  const [operation = ""] = name.split("-");
  return timeline.steps.filter((step) => {
    const node = timeline.node(step.edge === null ? step.node : timeline.edge(step.edge).target);
    if (operation === "accumulate") return step.edge !== null;
    if (operation === "unbroadcast") return node.operation === "broadcast_to";
    if (operation === "split" || operation === "unbind") return node.operation === "getitem";
    return node.operation === operation && step.kind !== "seed";
  });
}

/** Half way and the end; where there are two lines, the second is half way later. */
function moments(timeline: Timeline, step: Step): readonly number[] {
  return linesOf(timeline, step).length > 1 ? [0.5, 0.75, 1] : [0.5, 1];
}

describe("the workbench shows", () => {
  it.each(SAMPLES)("%s", async (name) => {
    const timeline = sample(name);
    const shown = steps(name, timeline);
    expect(shown.length).toBeGreaterThan(name.endsWith("-constant") ? 0 : 1);
    const pictures = shown.flatMap((step) =>
      moments(timeline, step).map((progress) => {
        const title = `${step.kind} ${step.node} ${step.edge ?? ""} at ${progress}`;
        return [title, ...written(stage(timeline, step, progress, "full"))].join("\n");
      }),
    );
    await expect(`${pictures.join("\n\n")}\n`).toMatchFileSnapshot(`pictures/${name}.txt`);
  });

  it("every operation that a gradient passes", () => {
    const names = new Set(SAMPLES.map((name) => name.split("-")[0]));
    const elsewhere = new Set(["array_split", "chunk", "meshgrid", "slogdet", "topk"]); // made of other operations
    const missing = operations().filter(
      ({ name, differentiable }) => differentiable && !names.has(name) && !elsewhere.has(name),
    );
    expect(missing.map(({ name }) => name)).toEqual([]);
  });
});

describe("with reduced motion", () => {
  it.each(SAMPLES)("nothing moves in %s: the result fades in where it stays", (name) => {
    const timeline = sample(name);
    for (const step of steps(name, timeline)) {
      const [half, end] = [0.5, 1].map((progress) => stage(timeline, step, progress, "fade"));
      expect(places(end).join("\n")).toContain(places(half).join("\n")); // a second line comes after the first
      expect(half?.querySelectorAll("[opacity]").length).toBeGreaterThan(0);
      expect(end?.querySelectorAll("[opacity]").length).toBe(0);
    }
  });

  function places(root: Element | undefined): readonly string[] {
    return (root ? written(root) : []).map((line) => line.replace(/ opacity=[\d.]+/, ""));
  }
});
