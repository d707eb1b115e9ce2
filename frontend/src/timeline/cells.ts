/** One cell of one array of the graph: how it is named, where it stands, which number it holds. */

import { size } from "../wire/arrays";
import type { ArrayJson, Graph, GraphNode, Shape } from "../wire/graph";
import { ravel, unravel } from "./indexing";
import type { Timeline } from "./timeline";

/** The arrays that a node holds. */
export type Held = "value" | "grad" | "tangent";

export interface CellRef {
  readonly node: string;
  readonly array: Held;
  /** Row-major, in the whole array. */
  readonly cell: number;
}

const WORD = /^(\w+)\.(value|grad|tangent)\.(\d{1,9})$/;

/** Return a cell as links and attributes write it: `n5.grad.3`. */
export function cellWord({ node, array, cell }: CellRef): string {
  return `${node}.${array}.${cell}`;
}

/** Return the cell that a word names, or null if it names none. */
export function cellFrom(word: string | null | undefined): CellRef | null {
  const [, node, array, cell] = WORD.exec(word ?? "") ?? [];
  return node && array && cell ? { node, array: array as Held, cell: Number(cell) } : null;
}

export function sameCell(a: CellRef | null, b: CellRef | null): boolean {
  return a === b || (a !== null && b !== null && cellWord(a) === cellWord(b));
}

/** Return what the backward pass (forward mode: the one pass there is) adds up in a node. */
export function derivativeOf(graph: Graph): "grad" | "tangent" {
  return graph.mode === "reverse" ? "grad" : "tangent";
}

export function arrayOf(node: GraphNode, held: Held): ArrayJson | null {
  return held === "value" ? node.value : node[held];
}

/** Return whether a graph has such a cell. */
export function hasCell(timeline: Timeline, { node, array, cell }: CellRef): boolean {
  const found = timeline.nodes.get(node);
  const known = found && (array === "value" || array === derivativeOf(timeline.graph));
  return Boolean(known && arrayOf(found, array)) && cell < size(found?.shape ?? []);
}

/** Return where a cell stands, one position for each axis. */
export function positions(shape: Shape, cell: number): readonly number[] {
  return unravel(cell, shape);
}

/** Return where a cell stands as Python writes it, `[0, 1]`; nothing for a single number. */
export function subscript(shape: Shape, cell: number): string {
  return shape.length === 0 ? "" : `[${positions(shape, cell).join(", ")}]`;
}

/** Return where a cell is among those that are shown of its array, or -1 if it is not among them. */
export function shownPlace(array: ArrayJson, cell: number): number {
  if (!("preview" in array)) return cell;
  const { index, shape } = array.preview;
  const places = positions(array.shape, cell).map((at, axis) => (index[axis] ?? []).indexOf(at));
  if (places.includes(-1)) return -1;
  return ravel(places, shape);
}

/** Return which cell of its array stands at a place among those that are shown. */
export function cellShown(array: ArrayJson, place: number): number {
  if (!("preview" in array)) return place;
  const { index, shape } = array.preview;
  const at = positions(shape, place).map((one, axis) => index[axis]?.[one] ?? 0);
  return ravel(at, array.shape);
}

/** Return the number in a cell as it is at the end of step `index`, or null where it is not known (yet). */
export function numberIn(timeline: Timeline, ref: CellRef, index = timeline.steps.length - 1): number | null {
  const node = timeline.node(ref.node);
  const array = arrayOf(node, ref.array);
  if (!array) return null;
  const place = shownPlace(array, ref.cell);
  if (ref.array !== "value") return timeline.total(ref.node, index)?.cells.data[place] ?? null;
  return timeline.hasValue(ref.node, index) ? (timeline.cells(array).data[place] ?? null) : null;
}

/** Return a step at which all of a cell's number is known. */
export function stepKnowing(timeline: Timeline, { node, array }: CellRef): number {
  const known = timeline.steps.filter((step) => {
    if (array === "value") return step.kind === "evaluate" && step.node === node;
    if (step.edge === null) return step.kind === "seed" && step.node === node;
    return timeline.addsTo(timeline.edge(step.edge)) === node;
  });
  return known.at(-1)?.index ?? 0;
}

/** Return whether every array is there with all its cells. */
export function isWhole(graph: Graph): boolean {
  const held = graph.nodes.flatMap((node) => [node.value, node.grad, node.tangent]);
  return held.every((array) => array === null || !("preview" in array));
}
