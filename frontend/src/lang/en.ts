import type { Costs } from "../wire/graph";
import { CHECK } from "./check";
import { CODING } from "./coding";
import { counted, total } from "./counts";
import type { Evaluation, Facts, Passing, Start } from "./facts";
import { JACOBIAN } from "./jacobian";
import type { Language } from "./language";
import { PRESENT } from "./present";

function evaluated(facts: Evaluation): string {
  const { result, operands } = facts;
  const [x = "", y = ""] = operands;
  const each = facts.cells ? ", cell by cell" : "";
  const along = facts.allAxes ? `all of ${x}` : `${x} along ${axes(facts.axes)}`;
  switch (facts.operation) {
    case "add":
      return `${result} is ${x} plus ${y}${each}.`;
    case "subtract":
      return `${result} is ${x} minus ${y}${each}.`;
    case "multiply":
      return `${result} is ${x} times ${y}${each}.`;
    case "divide":
      return `${result} is ${x} divided by ${y}${each}.`;
    case "power":
      return `${result} is ${x} to the power ${y}${each}.`;
    case "negative":
      return `${result} is ${x} with its sign changed.`;
    case "matmul":
    case "dot":
      return `${result} is the product of ${x} and ${y}: ${rowTimesColumn(facts)}.`;
    case "relu":
      return `${result} keeps what is positive in ${x}; the rest becomes 0.`;
    case "sum":
      return `${result} adds up ${along}.`;
    case "mean":
      return `${result} is the mean of ${along}.`;
    case "min":
      return `${result} is the smallest number of ${along}.`;
    case "max":
      return `${result} is the largest number of ${along}.`;
    case "reshape":
      return `${result} has the numbers of ${x}, in the same order, in the shape ${facts.to}.`;
    case "transpose":
      return `${result} is ${x} turned over: its axes in another order.`;
    case "broadcast_to":
      return broadcast(facts, x);
    case "getitem":
      return `${result} picks cells out of ${x}.`;
    case "detach":
      return `${result} has the numbers of ${x}, but lets no gradient pass.`;
    case "equal":
    case "not_equal":
    case "less":
    case "less_equal":
    case "greater":
    case "greater_equal":
      return `${result} compares ${x} with ${y}${each}: 1 is true, 0 is false.`;
    default:
      return `${result} is ${facts.operation}(${operands.join(", ")})${facts.pointwise ? each : ""}.`;
  }
}

function rowTimesColumn(facts: Evaluation): string {
  const [left = 0, right = 0] = facts.operandAxes;
  if (left === 1 && right === 1) return "the sum of the products of their cells";
  if (right === 1) return "each cell is a row of the first times the second";
  if (left === 1) return "each cell is the first times a column of the second";
  return "each cell is a row of the first times a column of the second";
}

function broadcast(facts: Evaluation, x: string): string {
  if (facts.axes.length === 0) return `${x} stays as it is.`;
  const why = facts.implicit ? "The shapes differ, so " : "";
  return `${why}${x} is copied along ${axes(facts.axes)}: ${facts.from} becomes ${facts.to}.`;
}

function axes(numbers: readonly number[]): string {
  return numbers.length === 1
    ? `axis ${numbers[0]}`
    : `axes ${numbers.slice(0, -1).join(", ")} and ${numbers.at(-1)}`;
}

function started(facts: Start): string {
  const { gradient, node, objective } = facts;
  switch (facts.seed) {
    case "itself":
      return `Going back starts at ${node}: ${gradient} is 1, because a change of ${objective} changes ${objective} by just as much.`;
    case "sum":
      return `${node} is not a single number, so going back starts from ${objective}, the sum of its cells: ${gradient} is 1 in each cell.`;
    case "own":
      return `Going back starts from the chosen seed S: ${objective} = ⟨S, ${node}⟩, so ${gradient} is S.`;
    default:
      return `The tangent of ${node} says in which direction it changes.`;
  }
}

function passed(facts: Passing): string {
  const sum = facts.expected > 1 ? ` ${accumulated(facts)}` : "";
  return `${facts.kind === "jvp" ? pushed(facts) : pulled(facts)}${sum}`;
}

function accumulated(facts: Passing): string {
  const { arrived, expected, total } = facts;
  if (arrived === 1) return `It is the first of ${expected} contributions to ${total}.`;
  const end = arrived === expected ? `, and ${total} is complete` : "";
  return `It is added to what came before: contribution ${arrived} of ${expected}${end}.`;
}

function unbroadcast({ axes: summed, from, to, source, upstream }: Passing): string {
  if (summed.length === 0) return `${upstream} goes back unchanged.`;
  return `${source} was copied along ${axes(summed)}, so the gradients of its copies add up: ${from} becomes ${to}.`;
}

function pulled(facts: Passing): string {
  const { upstream, source, target, other } = facts;
  const each = facts.cells ? ", cell by cell," : "";
  if (facts.kind === "unbroadcast") return unbroadcast(facts);
  if (facts.local === "pointwise") {
    if (facts.slope === "same")
      return `${target} changes exactly as ${source} does, so ${upstream} goes back unchanged.`;
    if (facts.slope === "opposite")
      return `${target} changes against ${source}, so ${upstream} goes back with its sign changed.`;
    return `${upstream} times the local derivative ∂${target}/∂${source}${each} goes back to ${source}.`;
  }
  if (facts.local === "matmul") {
    if (facts.outer) {
      const [left, right] = facts.argument === 0 ? [upstream, other] : [other, upstream];
      return `The outer product of ${left} and ${right} goes back to ${source}.`;
    }
    const factor = facts.otherIsMatrix ? `${other} transposed` : other;
    return facts.argument === 0
      ? `${upstream} times ${factor} goes back to ${source}.`
      : `${factor} times ${upstream} goes back to ${source}.`;
  }
  switch (facts.operation) {
    case "sum":
      return `Every cell of ${source} went into a sum, so ${upstream} is copied back to each.`;
    case "mean":
      return `Every cell of ${source} makes up 1/${facts.count} of a mean, so ${upstream} is divided by ${facts.count} and copied back to each.`;
    case "min":
      return `Only the smallest cells of ${source} count, so they alone get ${upstream}; ties share it.`;
    case "max":
      return `Only the largest cells of ${source} count, so they alone get ${upstream}; ties share it.`;
    case "getitem":
      return facts.twice
        ? `${upstream} goes back to the cells of ${source} that were picked: what was picked more than once gets the sum, the others get 0.`
        : `${upstream} goes back to the cells of ${source} that were picked; the others get 0.`;
    case "tile":
    case "repeat":
      return `${source} was copied, so the gradients of its copies add up.`;
    default:
      return otherwise(facts);
  }
}

function otherwise({ local, upstream, source, operation }: Passing): string {
  if (local === "reduction")
    return `Each cell of ${source} gets ${upstream}, times how much ${operation} changes with that cell.`;
  if (local === "shape" || local === "selection")
    return `Each number of ${upstream} goes back to where it came from in ${source}.`;
  return `${upstream} goes back through ${operation} to ${source}.`;
}

function pushed(facts: Passing): string {
  const { source, target } = facts;
  if (facts.local === "pointwise")
    return `The tangent of ${source} times ∂${target}/∂${source} goes on to ${target}.`;
  return `The tangent of ${source} goes through the operation to ${target}.`;
}

function sentence(facts: Facts): string {
  if (facts.kind === "evaluate") return evaluated(facts);
  return facts.kind === "seed" ? started(facts) : passed(facts);
}

function cost({ reverse, forward }: Costs): string {
  const passes = (count: number): string => `${counted(count, "en")} ${count === 1 ? "pass" : "passes"}`;
  const first = `${counted(total(reverse), "en")} ${total(reverse) === 1 ? "multiply-add" : "multiply-adds"}`;
  const second = counted(total(forward), "en");
  return `All derivatives: reverse mode ${passes(reverse.passes)}, ${first}; forward mode ${passes(forward.passes)}, ${second}.`;
}

export const en: Language = {
  code: "en",
  name: "English",
  view: {
    graph: "Computational graph",
    first: "First step",
    back: "Step back",
    play: "Play",
    pause: "Pause",
    forward: "Step forward",
    last: "Last step",
    nextPhase: "Next phase",
    speed: "Speed",
    step: "Step",
    zoomIn: "Zoom in",
    zoomOut: "Zoom out",
    fit: "Show all",
    overview: "Overview",
    forwardPass: "Forward",
    backwardPass: "Backward",
    loading: "Computing …",
    stale: "The last graph that worked",
    empty: "There is no graph yet.",
    before: "so far",
    added: "added",
    via: (name) => `through ${name}`,
    summed: (axes) => `Σ axis ${axes.join(", ")}`,
    rule: (mode, operation) => `${mode} of ${operation}`,
  },
  app: {
    tagline: "Backpropagation, step by step",
    program: "Program",
    examples: "Examples",
    output: "Differentiate",
    lastValue: "last line",
    share: "Share",
    shareTitle: "Share what is on the screen",
    shareLink: "Link",
    shareEmbed: "HTML for a page of your own",
    copy: "Copy",
    copyLatex: "Copy as LaTeX",
    toolStep: "Step",
    transcript: "All steps as text",
    download: "Download",
    copied: "Copied",
    close: "Close",
    help: "Help",
    helpTitle: "Keys and language",
    theme: "Light, dark or high contrast",
    language: "Español",
    explanation: "Explanation",
    rule: "The rule",
    ruleHere: "In this program",
    shapes: "Shapes",
    localDerivative: "Local derivative",
    selected: "Selected",
    contribution: "What this edge adds",
    total: "The sum of what comes back",
    noGradient: "No gradient passes here.",
    showProgram: "Show or hide the editor",
    showExplanation: "Show or hide the explanation",
    resize: "Width of the side panes",
    waiting: "Write a program, or choose an example.",
    keys: [
      ["→  Page Down", "one step forward"],
      ["←  Page Up", "one step back"],
      ["Space", "run and pause"],
      ["Home  End", "to either end"],
      ["+  −  0", "zoom in, out, show all"],
      ["Shift + arrows", "move the picture"],
      ["]  [", "select the next or previous node or edge"],
      ["O", "open or close the selected operation"],
      ["Ctrl + .", "begin or end a lecture"],
      ["Escape", "give up the selection, then the focus"],
    ],
    theLanguage: "The language",
    pieces: [
      ["W = randn(3, 2, seed=1)", "numbers, lists and creators with a name: a leaf, which gets a gradient"],
      ["def f(x, w=1.0):", "a function; each call of it is a frame in the graph"],
      ["for x in X:", "a loop over rows, over range(n), a list, zip, enumerate; each pass is a frame"],
      ["if n > 2:", "a choice by numbers, which leaves nothing in the graph"],
      ["[f(x) for x in xs]", "a list; stack(xs) makes a tensor of it, xs.append(x) lets it grow"],
      ["grad(L, w)", "a gradient as a tensor of the graph, to be used and differentiated again"],
      ["x.detach()", "no gradient passes here, nor below with no_grad():"],
      ["print(x)", "shows a value below the program"],
      ["#: text", "a caption for the steps of the line below"],
    ],
    operations: "Operations",
    findOperation: "Find an operation",
    noOperation: "No operation has that in its name or description.",
    families: {
      activations: "Activations",
      arithmetic: "Arithmetic",
      convolutions: "Convolutions",
      creation: "Creation",
      elementwise: "Cell by cell",
      "exponentials and roots": "Exponentials and roots",
      indexing: "Indexing",
      joining: "Joining and parting",
      layers: "Layers",
      logic: "Comparisons and logic",
      losses: "Losses",
      matrix: "Matrices",
      pooling: "Pooling",
      reductions: "Reductions",
      shaping: "Shapes",
      trigonometry: "Angles",
    },
    printed: "Printed",
    lastGood: "The graph shows the last program that worked.",
    brokenLink: "The link cannot be read: part of it is missing. This is the first example.",
    unreachable: "The service cannot be reached.",
    unreachableHint: "Check the connection; the next change tries again.",
  },
  check: CHECK.en,
  jacobian: JACOBIAN.en,
  present: PRESENT.en,
  coding: CODING.en,
  kinds: { leaf: "leaf", constant: "constant", operation: "operation", broadcast: "broadcast" },
  stepOf: (step, steps) => `Step ${step} of ${steps}`,
  line: (line) => `Line ${line}`,
  selectedTotal: (count) => (count === 1 ? "One contribution" : `The sum of ${count} contributions`),
  opening: ({ operation, isOpen }) => `${isOpen ? "Close" : "Open"} ${operation}`,
  cost,
  sentence,
};
