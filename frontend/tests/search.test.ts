import { describe, expect, it } from "vitest";
import { found } from "../src/timeline/search";
import { graph } from "./graphs";

const functions = graph("functions");

function named(text: string, of = functions): string[] {
  const nodes = new Map(of.nodes.map((node) => [node.id, node.label]));
  const groups = new Map(of.groups.map((group) => [group.id, `${group.label}()`]));
  return found(of, text).map((id) => nodes.get(id) ?? groups.get(id) ?? "?");
}

describe("the search", () => {
  it("finds names, operations and their signs, whatever the case", () => {
    expect(named("W")).toContain("W");
    expect(named("TANH")).toEqual(
      functions.nodes.filter((node) => node.operation === "tanh").map((node) => node.label),
    );
    expect(found(functions, "@").length).toBe(2);
    expect(found(functions, "matmul")).toEqual(found(functions, "@"));
  });

  it.each(["2x2", "2 × 2", "(2, 2)", "(2,2)", "2X2"])("finds the shape %s", (text) => {
    const wanted = functions.nodes.filter((node) => node.shape.join() === "2,2").map((node) => node.id);
    expect(wanted.length).toBeGreaterThan(0);
    expect(found(functions, text)).toEqual(wanted);
  });

  it("finds scalars, vectors, and what has all that is asked for", () => {
    const scalars = functions.nodes.filter((node) => node.shape.length === 0).map((node) => node.id);
    expect(found(functions, "()")).toEqual(scalars);
    const recurrent = graph("recurrent");
    const vectors = recurrent.nodes.filter((node) => node.shape.join() === "2");
    expect(found(recurrent, "(2,)")).toEqual(vectors.map((node) => node.id));
    const tanh = vectors.filter((node) => node.operation === "tanh").map((node) => node.id);
    expect(found(recurrent, "tanh (2,)")).toEqual(tanh);
    expect(found(recurrent, "tanh (7,)")).toEqual([]);
  });

  it("begins with what has just that name", () => {
    const long = graph("long-loop");
    const [first] = found(long, "L");
    expect(first).toBe(long.output);
    expect(found(long, "L").length).toBeGreaterThan(50);
  });

  it("finds calls by name, each before its nodes", () => {
    expect(named("layer")).toEqual(["layer()", "layer()"]);
  });

  it("finds nothing where nothing is asked for, or nothing is like it", () => {
    expect(found(functions, "  ")).toEqual([]);
    expect(found(functions, "nobody")).toEqual([]);
  });
});
