import { describe, expect, it } from "vitest";
import { shapesOf } from "../src/app/shapes";
import { timeline } from "./graphs";

function told(name: string): readonly (string | null)[] {
  const one = timeline(name);
  return one.steps.map((step) => shapesOf(one, step));
}

describe("the shapes of a step", () => {
  it("are checked like units", () => {
    expect(told("matmul").slice(-2)).toEqual(["(2, 4) · (3, 4)ᵀ → (2, 3)", "(2, 3)ᵀ · (2, 4) → (3, 4)"]);
    expect(told("bias").at(-1)).toBe("(4, 3) → Σ 0 → (3,)");
    expect(told("hadamard").slice(-1)).toEqual(["(3, 4) ⊙ (3, 4) → (3, 4)"]);
  });

  it("name the outer product of two vectors by its own sign", () => {
    expect(told("logistic-network")).toContain("(3,) ⊗ (3,) → (3, 3)");
  });

  it("stand side by side where operands are not taken cell by cell", () => {
    expect(told("closed-attention")[0]).toBe("(3, 4), (3, 4), (3, 4) → (3, 4)");
    expect(told("hadamard")[0]).toBe("(3, 4) ⊙ (3, 4) → (3, 4)");
  });

  it("are not told of single numbers", () => {
    expect(told("product")).toEqual([null, null, null, null]);
  });
});
