/** Arrays of the graph JSON as numbers. */

import type { ArrayJson, GraphNode, Shape } from "./graph";

/** The cells that are known of an array: all of them, or those of its preview. Row-major order. */
export interface Cells {
  /** The array's own shape. */
  readonly shape: Shape;
  /** The shape of `data`; differs from `shape` in a preview. */
  readonly shown: Shape;
  readonly data: Float64Array;
  readonly preview: boolean;
}

export function size(shape: Shape): number {
  return shape.reduce((product, one) => product * one, 1);
}

/** Words such as "NaN" are what `Number` reads them as. */
export function decode(array: ArrayJson): Cells {
  const part = "preview" in array ? array.preview : array;
  const data = Float64Array.from(part.data, Number);
  return { shape: array.shape, shown: part.shape, data, preview: "preview" in array };
}

/** Return a + b, cell by cell; both show the same cells. */
export function sum(a: Cells, b: Cells): Cells {
  return { ...a, data: a.data.map((cell, index) => cell + (b.data[index] ?? Number.NaN)) };
}

/** Return the number of axes and their sizes as a person reads them: 4 × 3. */
export function spoken(shape: Shape): string {
  return shape.join(" × ");
}

/** Return a shape as Python writes it: (3,) and (4, 3). */
export function tuple(shape: Shape): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
}

/** Return the axes that an operation names, or null if it names none: one number, several, or all. */
export function namedAxes(node: GraphNode): readonly number[] | null {
  const axis = node.attributes["axis"] as number | readonly number[] | null | undefined;
  return typeof axis === "number" ? [axis] : (axis ?? null);
}

/** Return the transpose: the last two axes swapped. */
export function turn(cells: Cells): Cells {
  const rows = cells.shown.at(-2) ?? 1;
  const columns = cells.shown.at(-1) ?? 1;
  const data = cells.data.map((_, index) => cells.data[turnedIndex(index, rows, columns)] ?? Number.NaN);
  return { ...cells, shape: swapped(cells.shape), shown: swapped(cells.shown), data };
}

/** Return the index in an array of `rows` × `columns` matrices of a cell of its transpose. */
export function turnedIndex(index: number, rows: number, columns: number): number {
  const inSlice = rows * columns;
  const slice = Math.floor(index / inSlice);
  const row = Math.floor((index % inSlice) / rows);
  const column = index % rows;
  return slice * inSlice + column * columns + row;
}

function swapped(shape: Shape): Shape {
  return [...shape.slice(0, -2), shape.at(-1) ?? 1, shape.at(-2) ?? 1];
}
