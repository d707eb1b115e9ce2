import { describe, expect, it } from "vitest";
import { shareFormula, valueFormula } from "../src/app/tools/reason/symbols";
import { type CellRef, cellWord } from "../src/timeline/cells";
import { contractionOf, productsOf } from "../src/timeline/contractions";
import { entriesOf } from "../src/timeline/entries";
import { Known } from "../src/timeline/known";
import { reasonFor } from "../src/timeline/reasons";
import type { Timeline } from "../src/timeline/timeline";
import { sample } from "./graphs";

const named = (one: Timeline, name: string) => {
  const node = one.graph.nodes.find((node) => node.name === name);
  if (!node) throw new Error(`no ${name}`);
  return node;
};

/** The cells of each product, as links write them, with names for ids. */
function products(one: Timeline, name: string, cell: number): readonly string[] {
  const node = named(one, name);
  const contraction = contractionOf(one, node);
  const found = contraction && productsOf(contraction, node.shape, cell);
  return (found ?? []).map((cells) =>
    cells.map((ref) => cellWord({ ...ref, node: one.node(ref.node).name ?? "" })).join(" "),
  );
}

function formulas(one: Timeline, name: string, cell: number, array: CellRef["array"]): readonly string[] {
  const ref = { node: named(one, name).id, array, cell };
  const reason = reasonFor(one, ref, one.steps.length - 1, new Known(one).entries);
  if (reason.kind === "shares") return reason.shares.map((share) => shareFormula(one, ref, share));
  return [valueFormula(one, ref, reason) ?? ""];
}

describe("a contraction", () => {
  it("multiplies a cell of each operand for every index that is summed", () => {
    expect(products(sample("einsum"), "L", 1)).toEqual(["x.value.0 y.value.1", "x.value.1 y.value.3"]);
    expect(products(sample("einsum-three"), "L", 1)).toEqual([
      "A.value.2 B.value.0 c.value.0",
      "A.value.2 B.value.1 c.value.1",
      "A.value.2 B.value.2 c.value.2",
      "A.value.3 B.value.3 c.value.0",
      "A.value.3 B.value.4 c.value.1",
      "A.value.3 B.value.5 c.value.2",
    ]);
    expect(products(sample("tensordot-pairs"), "L", 1)).toEqual([
      "x.value.0 y.value.1",
      "x.value.1 y.value.7",
      "x.value.2 y.value.4",
      "x.value.3 y.value.10",
    ]);
  });

  it("takes the diagonal where an operand has an index twice, and copies an axis of size 1", () => {
    const one = sample("einsum-copied");
    expect(products(one, "L", 2)).toEqual(["x.value.2 y.value.2", "x.value.2 y.value.5"]);
    const diagonal = sample("einsum-diagonal");
    const einsum = diagonal.graph.nodes.find((node) => node.operation === "einsum");
    expect(einsum && contractionOf(diagonal, einsum)?.subscripts).toEqual([["a", "i", "i"]]);
    const edge = diagonal.graph.edges.find(({ source }) => source === named(diagonal, "x").id);
    const entries = edge && entriesOf(diagonal, edge);
    expect(entries?.ofOperand(1)).toEqual([]);
    expect(entries?.ofOperand(3)).toMatchObject([{ operand: 3, result: 0, slope: 1, factor: null }]);
  });

  it("has a formula for a value and for what goes back", () => {
    const one = sample("einsum-three");
    expect(formulas(one, "L", 1, "value")).toEqual(["L[1] = \\sum_{j,k} A[1,j] \\, B[j,k] \\, c[k]"]);
    expect(formulas(one, "B", 4, "grad")).toEqual([
      "\\frac{dJ}{dB[1,1]} = \\sum_{i} \\frac{dJ}{dL[i]} \\, A[i,1] \\, c[1]",
    ]);
    const pairs = sample("tensordot-pairs");
    expect(formulas(pairs, "L", 1, "value")).toEqual(["L[0,1] = \\sum_{j,k} x[0,j,k] \\, y[k,j,1]"]);
    const [offDiagonal] = formulas(sample("einsum-diagonal"), "x", 1, "grad");
    expect(offDiagonal).toMatch(/ = 0$/);
    expect(formulas(sample("einsum-copied"), "x", 2, "grad")[0]).toMatch(
      /= \\sum_\{i\} .*L\[2\].* y\[i,2\]$/,
    );
  });

  it("is left to the service where its products are too many", () => {
    const one = sample("einsum-hidden");
    const node = named(one, "L");
    const contraction = contractionOf(one, node);
    if (!contraction) throw new Error("no contraction");
    const many = { ...contraction, sizes: new Map([...contraction.sizes, ["i", 5000]]) };
    expect(productsOf(many, node.shape, 0)).toBeNull();
    expect(productsOf(contraction, node.shape, 0)).toHaveLength(6);
  });
});
