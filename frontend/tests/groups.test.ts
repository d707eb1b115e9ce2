import { render } from "lit";
import { describe, expect, it } from "vitest";
import { leaving, selectedGroup, within } from "../src/app/tools/group";
import { LANGUAGES } from "../src/lang";
import { Timeline } from "../src/timeline/timeline";
import { captionOf } from "../src/view/group";
import { graph } from "./graphs";

const captions = (name: string): readonly string[] => graph(name).groups.map(captionOf);

describe("the caption of a frame", () => {
  it("is a call with what it was called with", () => {
    expect(captions("functions")).toEqual(["layer(x, W, tanh)", "layer(h, W, sigmoid)"]);
  });

  it("is the head of a loop, and each pass with its variables", () => {
    expect(captions("loops")).toEqual([
      "for i, x in enumerate(X)",
      ...["i = 0, x = (2,)", "i = 1, x = (2,)", "i = 2, x = (2,)"],
    ]);
    expect(captions("training").slice(0, 4)).toEqual([
      ...["for step in range(2)", "step = 0", "loss(w)", "grad(loss(w), w)"],
    ]);
  });

  it("is an opened operation by its name alone", () => {
    expect(captions("opened")).toEqual(["gelu", "gelu"]);
  });

  it("is short", () => {
    const [call] = graph("functions").groups;
    if (!call) throw new Error("there is no call");
    const long = Array.from({ length: 9 }, () => ({ name: "x", text: "weights" }));
    expect(captionOf({ ...call, arguments: long })).toBe("layer(…)");
    expect(
      captionOf({ ...call, kind: "loop", label: "for a_long_name in another_long_name_still" }),
    ).toHaveLength(36);
  });
});

describe("what a group holds", () => {
  const timeline = new Timeline(graph("loops"));
  const [loop, pass] = timeline.graph.groups;

  it("are its own nodes and those of the groups within it", () => {
    if (!loop || !pass) throw new Error("there is no loop");
    const inside = within(timeline, loop);
    const parts = timeline.graph.groups.filter((group) => group.parent === loop.id);
    expect(parts.length).toBeGreaterThan(1);
    const held = parts.flatMap((part) => within(timeline, part));
    expect(new Set(held)).toEqual(new Set(inside));
    expect(inside.length).toBeLessThan(timeline.graph.nodes.length);
  });

  it("comes out where it is used outside, or is the output", () => {
    if (!loop) throw new Error("there is no loop");
    const all = timeline.graph.nodes;
    expect(leaving(timeline, all).map((node) => node.id)).toEqual([timeline.graph.output]);
    const inside = within(timeline, loop);
    const ids = new Set(inside.map((node) => node.id));
    for (const node of leaving(timeline, inside)) {
      const used = timeline.graph.edges.some((edge) => edge.source === node.id && !ids.has(edge.target));
      expect(used || node.id === timeline.graph.output).toBe(true);
    }
    expect(leaving(timeline, inside).length).toBeGreaterThan(0);
    expect(leaving(timeline, inside).length).toBeLessThan(inside.length);
  });
});

describe("a group that is selected", () => {
  function told(name: string, at: number): readonly string[] {
    const one = new Timeline(graph(name));
    const group = one.graph.groups[at];
    if (!group) throw new Error("there is no such group");
    const room = document.createElement("div");
    render(selectedGroup(one, group, LANGUAGES.en), room);
    return [...room.querySelectorAll("p, h3")].map((part) => part.textContent ?? "");
  }

  it("says what it is, what goes in by which name, and what comes out of it", () => {
    expect(told("functions", 1)).toEqual([
      ...["Selectedlayer", "Call of a function, 2 nodes"],
      ...["What goes in", "x = h", "W = W", "act = sigmoid"],
      ...["What comes out", "v₃ (1, 2)"],
    ]);
    expect(told("loops", 1).slice(1)).toEqual([
      ...["Pass of a loop, 3 nodes", "What goes in", "i = 0", "x = (2,)"],
      ...["What comes out", "h′ (2,)"],
    ]);
  });

  it("has nothing that goes in where it has no names of its own", () => {
    expect(told("loops", 0).slice(1)).toEqual(["Loop, 7 nodes", "What comes out", "h″ (2,)"]);
    expect(told("opened", 0).slice(1)).toEqual([
      "An operation, opened, 11 nodes",
      "What comes out",
      "y (2,)",
    ]);
  });
});
