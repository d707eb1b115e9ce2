/**
 * The entries of an edge's local Jacobian, one cell of the operand and one of the result at a time. For operations
 * that multiply, move, copy or add cells they can be read off the graph; for the others the service is asked.
 */

import { size } from "../wire/arrays";
import type { ArrayJson, GraphEdge, GraphNode, Shape } from "../wire/graph";
import { grouped } from "../wire/grouped";
import type { CellRef } from "./cells";
import { contracted, isContraction } from "./contractions";
import { type Routes, routes, routesAlong } from "./routes";
import type { Timeline } from "./timeline";

/** What a cell of the result changes by, for each unit of a cell of the operand. */
export interface Entry {
  readonly operand: number;
  readonly result: number;
  readonly slope: number;
  /** The cell that holds the slope, where one does. */
  readonly factor: CellRef | null;
  /** The products of cells that add up to the slope, where it is made of several or of none. */
  readonly parts?: readonly (readonly CellRef[])[];
}

/** Only the entries that can differ from zero. */
export interface Entries {
  readonly ofResult: (cell: number) => readonly Entry[];
  readonly ofOperand: (cell: number) => readonly Entry[];
}

/** A Jacobian as the service answers it, with its structure. */
export interface JacobianJson {
  readonly matrix: ArrayJson;
  readonly structure?: ArrayJson;
}

/** Return the entries of an edge, or null where the graph alone does not tell them. */
export function entriesOf(timeline: Timeline, edge: GraphEdge): Entries | null {
  const { local } = edge;
  const [source, target] = [timeline.node(edge.source), timeline.node(edge.target)];
  if (isPart(source.value) || isPart(target.value)) return null;
  if (local.kind === "none") return besideGradients(timeline, source, target);
  if (local.kind === "pointwise") return pointwise(timeline, edge);
  if (local.kind === "matmul") return product(timeline, edge);
  if (isContraction(target)) return contracted(timeline, edge);
  const found = routesAlong(timeline, edge) ?? (edge.argument === 0 ? routes(target, source.shape) : null);
  const slope = found && slopeAlong(timeline, edge, found);
  return slope && found ? routed(found, slope) : null;
}

function isPart(array: ArrayJson): boolean {
  return "preview" in array;
}

// What no gradient passes.

const ALL_OF_IT = /^(arg|any$|all$|count_|slogdet|one_hot|topk|has_no_inverse)/;

/** A comparison looks at the cells at its own place, though it has no derivative. */
function besideGradients(timeline: Timeline, source: GraphNode, target: GraphNode): Entries | null {
  const others = (timeline.inputs.get(target.id) ?? []).map((edge) => edge.local.kind);
  const cellByCell = others.every((kind) => kind === "pointwise" || kind === "none");
  const alike = cellByCell && source.shape.join() === target.shape.join();
  return alike && !ALL_OF_IT.test(target.operation ?? "") ? diagonal(() => 0, null) : null;
}

// Cell by cell.

function pointwise(timeline: Timeline, edge: GraphEdge): Entries | null {
  const { value } = edge.local;
  if (!value || isPart(value)) return null;
  const { data } = timeline.cells(value);
  const slope = (cell: number): number => data[cell] ?? Number.NaN;
  const other = timeline.node(edge.target).operation === "multiply" ? otherOperand(timeline, edge) : null;
  return diagonal(slope, other && ((cell) => ({ node: other.id, array: "value", cell })));
}

function diagonal(slope: (cell: number) => number, factor: ((cell: number) => CellRef) | null): Entries {
  const at = (cell: number): readonly Entry[] => [
    { operand: cell, result: cell, slope: slope(cell), factor: factor?.(cell) ?? null },
  ];
  return { ofResult: at, ofOperand: at };
}

function otherOperand(timeline: Timeline, edge: GraphEdge): GraphNode | null {
  const other = timeline.inputs.get(edge.target)?.find((one) => one.argument !== edge.argument);
  return other ? timeline.node(other.source) : null;
}

// Matrix products.

/** How the cells of both factors and of the product are counted: in slices, rows and columns. */
interface Product {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  readonly slices: number;
  /** How many slices each factor has: one, or as many as the product. */
  readonly own: readonly [number, number];
}

function productOf(left: Shape, right: Shape, result: Shape): Product | null {
  const [rows, inner] = [left.length > 1 ? (left.at(-2) ?? 1) : 1, left.at(-1) ?? 1];
  const columns = right.length > 1 ? (right.at(-1) ?? 1) : 1;
  const slices = size(result) / Math.max(rows * columns, 1);
  const own = [size(left.slice(0, -2)), size(right.slice(0, -2))] as const;
  const fits = own.every((count) => count === 1 || count === slices);
  return fits ? { rows, inner, columns, slices, own } : null;
}

function product(timeline: Timeline, edge: GraphEdge): Entries | null {
  const other = otherOperand(timeline, edge);
  const [source, target] = [timeline.node(edge.source), timeline.node(edge.target)];
  if (!other || isPart(other.value)) return null;
  if (target.operation === "dot" && Math.max(source.shape.length, other.shape.length) > 2) return null;
  const first = edge.argument === 0;
  const [left, right] = first ? [source, other] : [other, source];
  const sizes = productOf(left.shape, right.shape, target.shape);
  if (!sizes) return null;
  const { data } = timeline.cells(other.value);
  const entry = (slice: number, row: number, k: number, column: number): Entry => {
    const at = factorCells(sizes, slice, row, k, column);
    const [operand, cell] = first ? [at.left, at.right] : [at.right, at.left];
    const factor: CellRef = { node: other.id, array: "value", cell };
    return { operand, result: at.result, slope: data[cell] ?? Number.NaN, factor };
  };
  return {
    ofResult: (cell) => {
      const [slice, row, column] = split(cell, sizes.rows, sizes.columns);
      return along(sizes.inner, (k) => entry(slice, row, k, column));
    },
    ofOperand: (cell) => (first ? ofLeft(sizes, entry, cell) : ofRight(sizes, entry, cell)),
  };
}

type EntryAt = (slice: number, row: number, k: number, column: number) => Entry;

function ofLeft(sizes: Product, entry: EntryAt, cell: number): readonly Entry[] {
  const [slice, row, k] = split(cell, sizes.rows, sizes.inner);
  const inSlice = (at: number): Entry[] => along(sizes.columns, (column) => entry(at, row, k, column));
  return sizes.own[0] === sizes.slices ? inSlice(slice) : along(sizes.slices, inSlice).flat();
}

function ofRight(sizes: Product, entry: EntryAt, cell: number): readonly Entry[] {
  const [slice, k, column] = split(cell, sizes.inner, sizes.columns);
  const inSlice = (at: number): Entry[] => along(sizes.rows, (row) => entry(at, row, k, column));
  return sizes.own[1] === sizes.slices ? inSlice(slice) : along(sizes.slices, inSlice).flat();
}

function factorCells(
  { rows, inner, columns, own }: Product,
  slice: number,
  row: number,
  k: number,
  column: number,
): { readonly left: number; readonly right: number; readonly result: number } {
  const [left, right] = own.map((count) => (count === 1 ? 0 : slice)) as [number, number];
  return {
    left: (left * rows + row) * inner + k,
    right: (right * inner + k) * columns + column,
    result: (slice * rows + row) * columns + column,
  };
}

function split(cell: number, rows: number, columns: number): readonly [number, number, number] {
  const inSlice = cell % (rows * columns);
  return [Math.floor(cell / (rows * columns)), Math.floor(inSlice / columns), inSlice % columns];
}

function along<Item>(count: number, item: (at: number) => Item): Item[] {
  return Array.from({ length: count }, (_, at) => item(at));
}

// Cells that travel.

type Slope = (from: number, to: number) => number;

const ADDING = new Set(["sum", "trace", "cumsum"]);
const CHOOSING = new Set(["max", "min"]);

/** Return what each route multiplies by, or null where the routes alone do not tell. */
function slopeAlong(timeline: Timeline, edge: GraphEdge, found: Routes): Slope | null {
  const [source, target] = [timeline.node(edge.source), timeline.node(edge.target)];
  if (edge.local.kind === "shape" || edge.local.kind === "selection") return () => 1;
  if (ADDING.has(target.operation ?? "")) return () => 1;
  if (target.operation === "mean") {
    const share = Math.max(size(target.shape), 1) / size(source.shape);
    return () => share;
  }
  return CHOOSING.has(target.operation ?? "") ? shareOfChosen(timeline, source, target, found) : null;
}

/** The cells that are the largest, or smallest, share the gradient among them. */
function shareOfChosen(timeline: Timeline, source: GraphNode, target: GraphNode, found: Routes): Slope {
  const [cells, chosen] = [timeline.cells(source.value).data, timeline.cells(target.value).data];
  const ties = new Map<number, number>();
  found.from.forEach((from, route) => {
    const to = found.to[route] ?? 0;
    if (cells[from] === chosen[to]) ties.set(to, (ties.get(to) ?? 0) + 1);
  });
  return (from, to) => (cells[from] === chosen[to] ? 1 / (ties.get(to) ?? 1) : 0);
}

function routed({ from, to }: Routes, slope: Slope): Entries {
  const all = Array.from(from, (operand, route): Entry => {
    const result = to[route] ?? 0;
    return { operand, result, slope: slope(operand, result), factor: null };
  });
  return listed(all);
}

function listed(all: readonly Entry[]): Entries {
  const [results, operands] = [grouped(all, (one) => one.result), grouped(all, (one) => one.operand)];
  return {
    ofResult: (cell) => results.get(cell) ?? [],
    ofOperand: (cell) => operands.get(cell) ?? [],
  };
}

// What the service answers.

/**
 * Return the entries of a Jacobian: its rows are the cells of the result. Null where only a part of it came. What
 * only selects cells has all its slopes in those that it selects.
 */
export function entriesOfJacobian(edge: GraphEdge, { matrix, structure }: JacobianJson): Entries | null {
  if (!("data" in matrix)) return null;
  const columns = matrix.shape[1] ?? 0;
  const pattern = edge.local.kind !== "selection" && structure && "data" in structure ? structure.data : null;
  const all: Entry[] = [];
  matrix.data.forEach((number, at) => {
    const slope = Number(number);
    const can = pattern ? Boolean(Number(pattern[at])) : slope !== 0;
    if (can) all.push({ operand: at % columns, result: Math.floor(at / columns), slope, factor: null });
  });
  return listed(all);
}
