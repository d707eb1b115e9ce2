import { describe, expect, it } from "vitest";
import { fragmentOf, packedFragment, readLink } from "../src/app/link";
import { linkOf, queryOf } from "../src/app/query";

const STATE = {
  program: "x = [1, 2]\n#: ñ & ½ + % #\ny = x ** 2",
  output: "y",
  opened: "gelu,softmax",
  step: 3,
  hide: "program explanation",
  mode: "forward",
} as const;

describe("a link", () => {
  it("says the same in the open and compressed", async () => {
    expect(await readLink({ hash: `#${fragmentOf(STATE)}`, search: "" })).toEqual(STATE);
    const packed = await packedFragment(STATE);
    expect(packed).toMatch(/^z=[\w-]+$/);
    expect(await readLink({ hash: `#${packed}`, search: "" })).toEqual(STATE);
  });

  it("says how a descent goes", async () => {
    const state = { program: "w = 2", rate: "0.03", moving: "x,-w", tool: "descent" } as const;
    expect(await readLink({ hash: `#${fragmentOf(state)}`, search: "" })).toEqual(state);
    expect(linkOf(queryOf(state, ""))).toEqual({ program: "w = 2", rate: "0.03", moving: "x,-w" });
    expect(await readLink({ hash: "#rate=1e-3", search: "" })).toEqual({ rate: "0.001" });
    for (const rate of ["", " ", "fast", "1e999", "NaN"])
      expect(await readLink({ hash: `#rate=${rate}`, search: "" })).toEqual({});
  });

  it("has no letter that an address would change", async () => {
    for (let number = 0; number < 40; number += 1) {
      const numbers = Array.from({ length: 30 }, (_, index) => Math.sin(31 * number + index));
      const state = { program: `x = [${numbers.join(", ")}]` };
      const packed = await packedFragment(state);
      expect(packed).toMatch(/^z=[\w-]+$/);
      expect(await readLink({ hash: `#${packed}`, search: "" })).toEqual(state);
    }
  });

  it("is shorter compressed, where there is something to compress", async () => {
    const state = { program: "h = tanh(X @ W + b)\n".repeat(20) };
    expect((await packedFragment(state)).length).toBeLessThan(fragmentOf(state).length / 4);
  });

  it("may be a plain query, which the fragment overrides", async () => {
    const search = "?program=x+%3D+1&step=2&theme=dark&lang=es";
    expect(await readLink({ hash: "", search })).toEqual({
      program: "x = 1",
      step: 2,
      theme: "dark",
      lang: "es",
    });
    expect(await readLink({ hash: "#step=5", search })).toMatchObject({ program: "x = 1", step: 5 });
  });

  it("says nothing where it cannot be read", async () => {
    for (const hash of ["#step=-1&step=x", "#mode=sideways&theme=pink", ""]) {
      expect(await readLink({ hash, search: "" })).toEqual({});
    }
    for (const hash of ["#z=%%%", "#z=AAAA", "#z="]) {
      expect(await readLink({ hash, search: "" })).toEqual({ broken: true });
    }
  });

  it("says nothing if its text is no text", async () => {
    const stored = [1, 9, 0, 0xf6, 0xff, ...new TextEncoder().encode("program="), 0xff];
    const packed = btoa(String.fromCharCode(...stored))
      .replaceAll("/", "_")
      .replaceAll("+", "-");
    expect(await readLink({ hash: `#z=${packed}`, search: "" })).toEqual({ broken: true });
  });

  it("leaves out what is not set", () => {
    expect(fragmentOf({ program: "x = 1", output: "", step: 0 })).toBe("program=x+%3D+1&step=0");
  });
});
