/** One line of the workbench: the arrays that go in, the signs between them, the array that comes out, and the way. */

import type { Cells } from "../wire/arrays";
import type { GraphEdge, GraphNode } from "../wire/graph";
import type { Routes } from "./indexing";
import type { Timeline } from "./timeline";

export type Quantity = "value" | "grad";

export interface Part {
  readonly cells: Cells;
  readonly quantity: Quantity;
  /** The symbol under the array. */
  readonly latex: string;
  /** The cells are the transpose of the array as it stands: it is shown to turn over. */
  readonly turned: boolean;
  /** What to say of it instead of its symbol: the gradient so far, what is added, or the way it came. */
  readonly role: "before" | "added" | { readonly via: string } | null;
  /** Cells that let nothing pass are struck out, those that do have a frame; null where that is not the point. */
  readonly gate: ReadonlySet<number> | null;
  /** Axes along which it holds copies of something smaller. */
  readonly grown: readonly number[];
}

/** Cells of one part on their way to the result. */
export interface Flow {
  readonly part: number;
  readonly routes: Routes;
}

/** How the result comes about from the parts. */
export type Way =
  | { readonly kind: "appear" }
  /** Each cell is a row of the first part times a column of the second; what other parts have beside it is added. */
  | { readonly kind: "product" }
  /** Cells travel from the parts to the result; where several meet, they add up. */
  | { readonly kind: "travel"; readonly flows: readonly Flow[]; readonly adds: boolean }
  /** The parts are added up one after the other. */
  | { readonly kind: "accumulate" }
  /** Cells of the first part travel to those of the second that they are multiplied by, and on to the same cells. */
  | { readonly kind: "through"; readonly routes: Routes };

/** What is done on the way, over an arrow. */
export type Note =
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "sum"; readonly axes: readonly number[] }
  | { readonly kind: "rule"; readonly of: string; readonly mode: "vjp" | "jvp" };

export interface Line {
  readonly parts: readonly Part[];
  /** What stands before each part, and after the last. */
  readonly signs: readonly string[];
  readonly result: Part;
  readonly way: Way;
  /** Null where the line is an equation. */
  readonly arrow: Note | null;
}

const PLAIN = { turned: false, role: null, gate: null, grown: [] } as const;

export function ofNode(timeline: Timeline, node: GraphNode): Part {
  return { ...PLAIN, cells: timeline.cells(node.value), quantity: "value", latex: node.latex };
}

export function value(cells: Cells, latex: string): Part {
  return { ...PLAIN, cells, quantity: "value", latex };
}

export function grad(cells: Cells, latex: string, role: Part["role"] = null): Part {
  return { ...PLAIN, cells, quantity: "grad", latex, role };
}

/** Return the signs of a line with the same one between all of its parts. */
export function between(parts: readonly Part[], sign: string, before = ""): readonly string[] {
  return [before, ...parts.slice(1).map(() => sign), ""];
}

/** Return a line whose result simply appears. */
export function equation(parts: readonly Part[], signs: readonly string[], result: Part): Line {
  return { parts, signs, result, way: { kind: "appear" }, arrow: null };
}

export function code(text: string): Note {
  return { kind: "code", text };
}

export function totalSymbol(timeline: Timeline, node: GraphNode): string {
  const { graph } = timeline;
  return graph.mode === "reverse"
    ? `\\frac{d${graph.objective.latex}}{d${node.latex}}`
    : `\\dot{${node.latex}}`;
}

/** One of several contributions is not the gradient yet: it is called by the way on which it comes. */
export function via(timeline: Timeline, edge: GraphEdge): Part["role"] {
  const from = timeline.graph.mode === "reverse" ? edge.target : edge.source;
  return { via: timeline.node(from).latex };
}
