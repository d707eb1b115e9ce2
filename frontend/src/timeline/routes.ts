/**
 * Which cells an operation connects: for those that move, copy or gather numbers, each cell of the operand with
 * each cell of the result that it goes into. A gradient goes back along the same routes.
 */

import { size } from "../wire/arrays";
import type { GraphNode, Shape } from "../wire/graph";

export interface Routes {
  /** Row-major indices in the operand, one for each route. */
  readonly from: Int32Array;
  /** Row-major indices in the result, one for each route. */
  readonly to: Int32Array;
}

type Index = readonly number[];
/** Positions along an axis, as nested lists. */
type Positions = readonly (number | Positions)[];
interface Slice {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

type Entry = number | null | Slice | Positions | { readonly shape: Shape };

/** Return the routes through `node` from an operand of `shape`, or null where cells do not simply travel. */
export function routes(node: GraphNode, shape: Shape): Routes | null {
  switch (node.operation) {
    case "reshape":
      return fromResult(node.shape, (_index, flat) => flat);
    case "transpose":
      return transposed(node.shape, shape, node.attributes["axes"] as Index);
    case "broadcast_to":
      return broadcast(node.shape, shape);
    case "getitem":
      return picked(node.shape, shape, node.attributes["index"] as readonly Entry[]);
    case "sum":
    case "mean":
    case "max":
      return reduced(shape, node.attributes["axis"] as Index);
    default:
      return null;
  }
}

function unravel(flat: number, shape: Shape): number[] {
  const index = new Array<number>(shape.length);
  for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
    const length = shape[axis] ?? 1;
    index[axis] = flat % length;
    flat = Math.floor(flat / length);
  }
  return index;
}

function ravel(index: Index, shape: Shape): number {
  return shape.reduce((flat, length, axis) => flat * length + (index[axis] ?? 0), 0);
}

/** Take each cell of the result and say which cell of the operand it is. */
function fromResult(shape: Shape, source: (index: number[], flat: number) => number): Routes {
  const to = Int32Array.from({ length: size(shape) }, (_, flat) => flat);
  return { from: to.map((flat) => source(unravel(flat, shape), flat)), to };
}

function transposed(result: Shape, operand: Shape, order: Index): Routes {
  return fromResult(result, (index) => {
    const source = new Array<number>(operand.length);
    order.forEach((axis, position) => {
      source[axis] = index[position] ?? 0;
    });
    return ravel(source, operand);
  });
}

function broadcast(result: Shape, operand: Shape): Routes {
  return fromResult(result, (index) => ravel(aligned(index, operand), operand));
}

/** Whole numbers beside lists are taken together with them: one place in the result stands for all of these. */
function picked(result: Shape, operand: Shape, entries: readonly Entry[]): Routes | null {
  const hidden = entries.some((entry) => entry !== null && typeof entry === "object" && "shape" in entry);
  const used = entries.filter((entry) => entry !== null).length;
  if (hidden || used !== operand.length) return null;
  const lists = entries.map((entry) => (isList(entry) ? flattened(entry) : null));
  const together = broadcastOf(lists.filter((list) => list !== null).map((list) => list.shape));
  const places = entries.flatMap((entry, at) =>
    lists[at] || (together && typeof entry === "number") ? [at] : [],
  );
  const first = places[0] ?? 0;
  const apart = places.length > 0 && (places.at(-1) ?? 0) - first + 1 !== places.length;
  const before = entries.slice(0, first).filter((entry) => typeof entry !== "number").length;
  const start = together && !apart ? before : 0;
  const length = together?.length ?? 0;
  return fromResult(result, (index) => {
    const within = index.slice(start, start + length);
    const rest = [...index.slice(0, start), ...index.slice(start + length)];
    const source: number[] = [];
    let axis = 0;
    entries.forEach((entry, at) => {
      const list = lists[at];
      if (entry === null) axis += 1;
      else if (typeof entry === "number") source.push(entry);
      else if (list) source.push(list.cells[ravel(aligned(within, list.shape), list.shape)] ?? 0);
      else {
        const { start: from, step } = entry as Slice;
        source.push(from + step * (rest[axis] ?? 0));
        axis += 1;
      }
    });
    return ravel(source, operand);
  });
}

function isList(entry: Entry): entry is Positions {
  return Array.isArray(entry);
}

interface List {
  readonly shape: Shape;
  readonly cells: readonly number[];
}

function flattened(positions: Positions): List {
  const shape: number[] = [];
  for (let part: number | Positions | undefined = positions; Array.isArray(part); part = part[0])
    shape.push(part.length);
  return { shape, cells: inRow(positions) };
}

function inRow(positions: Positions): number[] {
  return positions.flatMap((part) => (typeof part === "number" ? [part] : inRow(part)));
}

/** Return the shape that all broadcast to, or null if there is none to broadcast. */
function broadcastOf(shapes: readonly Shape[]): Shape | null {
  if (shapes.length === 0) return null;
  const axes = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: axes }, (_, axis) => {
    const sizes = shapes.map((shape) => shape[axis - axes + shape.length] ?? 1);
    return sizes.find((length) => length !== 1) ?? 1;
  });
}

/** Return where in an array of `shape` the cell is that broadcasting brings to `index`. */
function aligned(index: Index, shape: Shape): number[] {
  const fresh = index.length - shape.length;
  return shape.map((length, axis) => (length === 1 ? 0 : (index[axis + fresh] ?? 0)));
}

function reduced(operand: Shape, axes: Index): Routes {
  const kept = operand.map((length, axis) => (axes.includes(axis) ? 1 : length));
  const from = Int32Array.from({ length: size(operand) }, (_, flat) => flat);
  const to = from.map((flat) => {
    const index = unravel(flat, operand).map((position, axis) => (axes.includes(axis) ? 0 : position));
    return ravel(index, kept);
  });
  return { from, to };
}

/** Return the cells along a matrix product's sum: row and column of one cell of the result. */
export function factors(
  left: Shape,
  right: Shape,
  result: Shape,
  cell: number,
): { left: number[]; right: number[] } {
  const inner = left.at(-1) ?? 1;
  const columns = right.length > 1 ? (right.at(-1) ?? 1) : 1;
  const rows = left.length > 1 ? (left.at(-2) ?? 1) : 1;
  const inSlice = rows * columns;
  const slice = Math.floor(cell / inSlice);
  const row = Math.floor((cell % inSlice) / columns);
  const column = cell % columns;
  const leftStart = left.length > 2 && result.length > 2 ? slice * rows * inner : 0;
  const rightStart = right.length > 2 && result.length > 2 ? slice * inner * columns : 0;
  const along = Array.from({ length: inner }, (_, k) => k);
  return {
    left: along.map((k) => leftStart + row * inner + k),
    right: along.map((k) => rightStart + k * columns + column),
  };
}
