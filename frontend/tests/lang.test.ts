import { describe, expect, it } from "vitest";
import { matching } from "../src/app/help";
import { factsOf, LANGUAGES, languageFor } from "../src/lang";
import { CELL_BY_CELL } from "../src/lang/es/functions";
import { RULES } from "../src/lang/es/rules";
import { VALUES } from "../src/lang/es/values";
import { nameOf } from "../src/lang/facts";
import type { GraphNode } from "../src/wire/graph";
import { NAMES, operations, SAMPLES, sample, timeline } from "./graphs";

describe.each(Object.values(LANGUAGES))("$name", (language) => {
  it.each(NAMES)("tells every step of %s", (name) => {
    const one = timeline(name);
    for (const step of one.steps) {
      const sentence = language.sentence(factsOf(one, step));
      expect(sentence).toMatch(/^\S.*\.$/);
      expect(sentence).not.toMatch(/undefined|NaN|null|\[object| {2}|\\/);
    }
  });

  it.each(SAMPLES)("has a sentence of its own for every step of %s", (name) => {
    const one = sample(name);
    for (const step of one.steps) {
      const sentence = language.sentence(factsOf(one, step));
      expect(sentence).toMatch(/^\S.*\.$/);
      expect(sentence).not.toMatch(/undefined|NaN|null|\[object| {2}|\\|, ,| \./);
      expect(sentence).not.toMatch(
        / (is|es) \w+\(|goes back through \w+ to|vuelve por \w+ a|times how much|por lo que \w+ cambia/,
      );
    }
  });

  it("has a word for everything", () => {
    const words = [language.view, language.app, language.kinds].flatMap((part) =>
      Object.values(part).flat(2),
    );
    for (const word of words) expect(word).not.toBe("");
    expect(language.stepOf(3, 12)).toMatch(/3.*12/);
  });
});

describe("the cost of all derivatives", () => {
  const costs = (passes: number, work: number) => ({
    reverse: { passes: 1, multiply_adds: work },
    forward: { passes, multiply_adds: work },
  });

  it("is told for all passes of each mode", () => {
    expect(LANGUAGES.en.cost(costs(20, 30))).toBe(
      "All derivatives: reverse mode 1 pass, 30 multiply-adds; forward mode 20 passes, 600.",
    );
    expect(LANGUAGES.es.cost(costs(20, 30))).toBe(
      "Todas las derivadas: modo inverso, 1 pasada, 30 multiplicaciones y sumas; modo directo, 20 pasadas, 600.",
    );
    expect(LANGUAGES.en.cost(costs(1, 1))).toContain(
      "reverse mode 1 pass, 1 multiply-add; forward mode 1 pass,",
    );
  });

  it("has thin spaces between the thousands", () => {
    expect(LANGUAGES.en.cost(costs(1200, 30_000))).toMatch(
      /30\u202f000 .* 1\u202f200 .* 36\u202f000\u202f000/,
    );
    expect(LANGUAGES.es.cost(costs(1200, 30_000))).toMatch(/30\u202f000 .* 1200 .* 36\u202f000\u202f000/);
  });
});

/** Every place of a language, with what stands there: a text, or a function that makes one. */
function places(part: unknown, path = ""): readonly (readonly [string, unknown])[] {
  if (typeof part !== "object" || part === null) return [[path, part]];
  return Object.entries(part).flatMap(([name, inner]) => places(inner, `${path}.${name}`));
}

describe("the languages", () => {
  it("have words for the same things, none of them empty, and no phrase that was left untranslated", () => {
    const [en, es] = [new Map(places(LANGUAGES.en)), new Map(places(LANGUAGES.es))];
    expect([...es.keys()].sort()).toEqual([...en.keys()].sort());
    for (const [path, word] of en) {
      const other = es.get(path);
      expect(typeof other, path).toBe(typeof word);
      if (typeof word !== "string") continue;
      expect([word, other], path).toEqual([expect.stringMatching(/\S/), expect.stringMatching(/\S/)]);
      const isCode = /^\.app\.pieces\.\d+\.0$/.test(path);
      if (/\p{L}{2,} \p{L}{2,}/u.test(word) && !isCode) expect(other, path).not.toBe(word);
    }
  });

  it("differ in every sentence and in the names of the controls", () => {
    const one = timeline("two-layer-network");
    for (const step of one.steps) {
      const facts = factsOf(one, step);
      expect(LANGUAGES.en.sentence(facts)).not.toBe(LANGUAGES.es.sentence(facts));
    }
    const { en, es } = LANGUAGES;
    for (const name of ["first", "back", "play", "pause", "forward", "last", "step"] as const) {
      expect(en.view[name]).not.toBe(es.view[name]);
    }
  });

  it("count one equation and several", () => {
    const { en, es } = LANGUAGES;
    expect([en.whole.omitted(1), es.whole.omitted(1)]).toEqual([
      expect.stringContaining("one more equation,"),
      expect.stringContaining("una ecuación más,"),
    ]);
    expect([en.whole.omitted(2), es.whole.omitted(2)]).toEqual([
      expect.stringContaining("2 more equations,"),
      expect.stringContaining("2 ecuaciones más,"),
    ]);
  });

  it("are chosen by their tag", () => {
    expect(["es", "es-MX", "ES", "en-GB", "de", "", null].map((tag) => languageFor(tag).code)).toEqual([
      "es",
      "es",
      "es",
      "en",
      "en",
      "en",
      "en",
    ]);
  });

  it("call the controls what the contract says", () => {
    const { view, app } = LANGUAGES.en;
    expect([
      view.forward,
      view.back,
      view.play,
      view.pause,
      view.first,
      view.last,
      view.step,
      app.program,
    ]).toEqual(["Step forward", "Step back", "Play", "Pause", "First step", "Last step", "Step", "Program"]);
  });
});

describe("the list of operations", () => {
  const all = operations();

  it("has a heading for every family in both languages", () => {
    for (const { family } of all) {
      expect(LANGUAGES.en.app.families[family], family).toBeTruthy();
      expect(LANGUAGES.es.app.families[family], family).toBeTruthy();
    }
  });

  it("is searched by name, other spelling and description", () => {
    const names = (sought: string): string[] => matching(all, sought).map((operation) => operation.name);
    expect(names("")).toHaveLength(all.length);
    expect(names(" Softmax ")).toEqual(expect.arrayContaining(["softmax", "log_softmax"]));
    expect(names("swish")).toEqual(["silu"]);
    expect(names("hadamard")).toEqual(["multiply"]);
    expect(names("no such thing")).toEqual([]);
  });
});

describe("what was picked", () => {
  const last = (name: string): string => {
    const one = timeline(name);
    const step = one.steps.at(-1);
    return step ? LANGUAGES.en.sentence(factsOf(one, step)) : "";
  };

  it("gets the sum where it was picked more than once", () => {
    expect(last("lookup")).toContain("what was picked more than once gets the sum, the others get 0.");
  });
});

describe("names", () => {
  it("are the program's own, or a number below", () => {
    const [node] = timeline("product").graph.nodes;
    const called = (name: string | null, label: string) => nameOf({ ...node, name, label } as GraphNode);
    expect([called(null, "v12"), called("v12", "v12"), called(null, "2.5")]).toEqual(["v₁₂", "v12", "2.5"]);
  });
});

describe("the sentences", () => {
  function sentences(name: string): readonly string[] {
    const one = timeline(name);
    return one.steps.map((step) => LANGUAGES.en.sentence(factsOf(one, step)));
  }

  it("say why there is a sum in the gradient of a bias", () => {
    expect(sentences("bias").at(-1)).toBe(
      "b was copied along axis 0, so the gradients of its copies add up: (4,\u00a03) becomes (3,).",
    );
  });

  it("say which factor is transposed, and where it stands", () => {
    expect(sentences("matmul").slice(-2)).toEqual([
      "dL/dZ times Y transposed goes back to X.",
      "X transposed times dL/dZ goes back to Y.",
    ]);
  });

  it("count contributions", () => {
    const told = sentences("reuse").filter((sentence) => sentence.includes("contribution"));
    expect(told).toEqual([
      "dL/dc times the local derivative ∂c/∂a goes back to a. It is the first of 2 contributions to dL/da.",
      "dL/db times the local derivative ∂b/∂a goes back to a. It is added to what came before: contribution 2 of 2, and dL/da is complete.",
    ]);
  });

  it("say where going back starts", () => {
    expect(sentences("product")[1]).toContain("dz/dz is 1, because");
    expect(sentences("vectors").find((sentence) => sentence.includes("not a single number"))).toContain(
      "the sum of its cells",
    );
    expect(sentences("own-seed").find((sentence) => sentence.includes("seed S"))).toContain("⟨S, z⟩");
  });
});

describe("Spanish", () => {
  const { es } = LANGUAGES;
  const evaluated = (left: string, right: string): string => {
    const one = timeline("matmul");
    const step = one.steps.find(({ kind }) => kind === "evaluate");
    if (!step) throw new Error("no step");
    const facts = factsOf(one, step);
    return es.sentence(facts.kind === "evaluate" ? { ...facts, operands: [left, right] } : facts);
  };

  it("says e before the sound of an i", () => {
    for (const name of ["Y", "y", "y1", "i", "hidden"])
      expect(evaluated("X", name)).toContain(`de X e ${name}:`);
    for (const name of ["W", "yhat", "ion", "hielo", "v₁"])
      expect(evaluated("X", name)).toContain(`de X y ${name}:`);
  });

  it("has one word for one thing", () => {
    expect(texts(es).filter((text) => OTHER_WORDS.test(text))).toEqual([]);
    expect(texts(es).length).toBeGreaterThan(200);
    expect(
      texts(CELL_BY_CELL)
        .concat(texts(RULES), texts(VALUES))
        .filter((text) => OTHER_WORDS.test(text)),
    ).toEqual([]);
  });
});

/** What would be a second word for what the Spanish sentences have one for, and a space before an ellipsis. */
const OTHER_WORDS = /jacobiano|traspuest|respecto a |hacia delante|cociente de diferencias|[a-z] …$/;

/** Every sentence in an object, those within a function as the function is written. */
function texts(all: unknown): readonly string[] {
  if (typeof all === "string") return [all];
  if (typeof all === "function") return [String(all)];
  return all && typeof all === "object" ? Object.values(all).flatMap(texts) : [];
}

describe.each(Object.values(LANGUAGES))("one of a thing in $name", ({ code, modes, jacobian }) => {
  const one = { en: "1 multiply-add,", es: "1 multiplicación y suma," }[code];
  const counts = { rows: 2, columns: 2, possible: 1, work: 1, forward: false, whole: true };

  it("is no plural", () => {
    expect(modes.soFar({ done: 0, work: 1, passed: 0, edges: 2 })).toContain(one);
    expect(jacobian.counts(counts)).toContain(one);
    expect(LANGUAGES.es.jacobian.counts(counts)).toContain("1 puede no ser 0");
  });

  it("is never how many times less there is to do", () => {
    const told = (times: number): string =>
      modes.verdict({ inputs: 26, outputs: 25, winner: "reverse", times }).split(". ").at(-1) ?? "";
    expect(told(26 / 25)).toContain(" 1.04 ");
    expect(told(1.5)).toContain(" 1.5 ");
    expect(told(1000.4)).toContain({ en: " 1\u202f000 ", es: " 1000 " }[code]);
  });
});
