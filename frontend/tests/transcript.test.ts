import { describe, expect, it } from "vitest";
import { transcript, written } from "../src/app/transcript";
import { LANGUAGES } from "../src/lang";
import { NAMES, timeline } from "./graphs";

const cells = (data: readonly number[], shape: readonly number[], preview = false) => ({
  shape,
  shown: shape,
  data: Float64Array.from(data),
  preview,
});

describe("all steps as text", () => {
  it.each(NAMES)("have a line for each step of %s, and numbers", (name) => {
    const one = timeline(name);
    for (const language of Object.values(LANGUAGES)) {
      const lines = transcript(one, language).split("\n");
      const steps = lines.filter((line) => /^\d+\. /.test(line));
      expect(steps.map((line) => Number.parseInt(line, 10))).toEqual(one.steps.map((step) => step.index + 1));
      expect(
        lines.filter((line) => line.startsWith("   ") && line.includes(" = ")).length,
      ).toBeGreaterThanOrEqual(steps.length);
      expect(lines.join("\n")).not.toMatch(/undefined|\[object|null/);
      expect(lines[0]).toBe(one.graph.program.split("\n")[0]);
    }
  });

  it("tell values, contributions and the gradients that they add up to", () => {
    const [reuse] = [timeline("reuse")];
    const text = transcript(reuse, LANGUAGES.en);
    expect(text).toContain(" += ");
    expect(text).toMatch(/\n\nForward\n\n1\. /);
    expect(text).toMatch(/\n\nBackward\n\n\d+\. /);
    expect(text.endsWith("\n")).toBe(true);
  });

  it("give a caption once for the steps below it", () => {
    const lines = transcript(timeline("linear-regression"), LANGUAGES.en).split("\n");
    const caption = "# Compare with the truth: the mean squared error.";
    expect(lines.filter((line) => line === caption)).toHaveLength(1);
  });
});

describe("an array as text", () => {
  it("is written as Python writes it", () => {
    expect(written(cells([1.23456789], []))).toBe("1.23457");
    expect(written(cells([1, 2, 3, 4, 5, 6], [2, 3]))).toBe("[[1, 2, 3], [4, 5, 6]]");
    expect(written(cells([], [0, 3]))).toBe("[]");
    expect(written(cells([Number.NaN, Number.NEGATIVE_INFINITY], [2]))).toBe("[NaN, -Infinity]");
  });

  it("is told by its shape and its first numbers where it is large", () => {
    const large = Array.from({ length: 120 }, (_, index) => index);
    expect(written(cells(large, [120]))).toMatch(/^\(120,\): 0, 1, .*, 99, …$/);
    expect(written(cells([1, 2], [2], true))).toBe("(2,): 1, 2, …");
  });
});
