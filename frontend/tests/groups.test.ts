import { describe, expect, it } from "vitest";
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
