import { describe, expect, it } from "vitest";
import { openedNames, openGroups, openingsAt, sameNode, sameStep, toggled } from "../src/timeline/openings";
import { Timeline } from "../src/timeline/timeline";
import { graph, timeline } from "./graphs";

const [closed, opened] = [timeline("closed"), timeline("opened")];
const OPEN = { operation: "gelu", isOpen: false };
const CLOSE = { operation: "gelu", isOpen: true };

function named(one: Timeline, name: string): string {
  return one.graph.nodes.find((node) => node.name === name)?.id ?? "";
}

function steps(one: Timeline, phase: "forward" | "backward", line: number): readonly number[] {
  const about = one.steps.filter((step) => step.phase === phase && one.node(step.node).span.line === line);
  return about.map((step) => step.index);
}

describe("what a node offers", () => {
  it("is to open the composite that it is, and to close the one that it is in", () => {
    expect(openingsAt(closed, named(closed, "y"))).toEqual([OPEN]);
    expect(openingsAt(opened, named(opened, "y"))).toEqual([CLOSE]);
    for (const one of [closed, opened]) expect(openingsAt(one, named(one, "x"))).toEqual([]);
    expect(openingsAt(closed, null)).toEqual([]);
  });

  it("is to close all that it is in, from the inside out", () => {
    const inner = opened.graph.groups[0];
    if (!inner) throw new Error("nothing is open");
    const outer = { ...inner, id: "outer", label: "cross_entropy" };
    const groups = [outer, { ...inner, parent: "outer" }];
    const nested = new Timeline({ ...opened.graph, groups });
    expect(openingsAt(nested, named(nested, "y")).map(({ operation }) => operation)).toEqual([
      "gelu",
      "cross_entropy",
    ]);
  });

  it("is not to close a function of the program", () => {
    const one = graph("opened");
    const groups = one.groups.map((group) => ({ ...group, operation: null }));
    expect(openGroups({ ...one, groups }).size).toBe(0);
    expect(openGroups(one).size).toBe(2);
  });
});

describe("the names of what is open", () => {
  it("are words with commas or spaces between", () => {
    expect(openedNames("gelu, softmax gelu,")).toEqual(["gelu", "softmax"]);
    expect(openedNames("<b>,a-b")).toEqual([]);
    expect(openedNames(null)).toEqual([]);
  });

  it("get one more or one fewer", () => {
    expect(toggled(null, closed.graph, OPEN)).toBe("gelu");
    expect(toggled("softmax", closed.graph, OPEN)).toBe("softmax,gelu");
    expect(toggled("gelu", opened.graph, CLOSE)).toBeNull();
    expect(toggled("softmax,gelu", opened.graph, CLOSE)).toBe("softmax");
    expect(toggled("all", opened.graph, CLOSE)).toBeNull();
  });
});

describe("when an operation is opened or closed", () => {
  it("the step is about the same place, and as far", () => {
    const [inside, back] = [steps(opened, "forward", 2), steps(opened, "backward", 2)];
    const [value, gradient] = [steps(closed, "forward", 2)[0] ?? -1, steps(closed, "backward", 2)[0] ?? -1];
    expect(inside.length).toBeGreaterThan(1);
    expect(sameStep(closed, opened, value)).toBe(inside.at(-1));
    expect(sameStep(closed, opened, gradient)).toBe(back.at(-1));
    for (const index of inside) expect(sameStep(opened, closed, index)).toBe(value);
    for (const index of back) expect(sameStep(opened, closed, index)).toBe(gradient);
  });

  it("no step moves in a graph that stays as it is", () => {
    for (const { index } of opened.steps) expect(sameStep(opened, timeline("opened"), index)).toBe(index);
  });

  it("the phase stays, even where there is nothing to compare with", () => {
    const other = timeline("product");
    for (const { index, phase } of opened.steps)
      expect(other.step(sameStep(opened, other, index)).phase).toBe(phase);
  });

  it("the selection stays with what it shows", () => {
    for (const name of ["x", "y", "L"]) {
      expect(sameNode(closed, opened, named(closed, name))).toBe(named(opened, name));
      expect(sameNode(opened, closed, named(opened, name))).toBe(named(closed, name));
    }
    const inside = opened.graph.nodes.filter((node) => node.group === "g0");
    for (const node of inside) expect(sameNode(opened, closed, node.id)).toBe(named(closed, "y"));
    expect(sameNode(closed, opened, "e0")).toBeNull();
  });
});
