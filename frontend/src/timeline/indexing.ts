/** Cells by their indices and by their places in a row, and the routes that connect them. */

import { size } from "../wire/arrays";
import type { Shape } from "../wire/graph";

export interface Routes {
  /** Row-major indices in the operand, one for each route. */
  readonly from: Int32Array;
  /** Row-major indices in the result, one for each route. */
  readonly to: Int32Array;
}

export type Index = readonly number[];

export function unravel(flat: number, shape: Shape): number[] {
  const index = new Array<number>(shape.length);
  for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
    const length = shape[axis] ?? 1;
    index[axis] = flat % length;
    flat = Math.floor(flat / length);
  }
  return index;
}

export function ravel(index: Index, shape: Shape): number {
  return shape.reduce((flat, length, axis) => flat * length + (index[axis] ?? 0), 0);
}

/** Take each cell of the result and say which cell of the operand it is; -1 for none. */
export function fromResult(shape: Shape, source: (index: number[], flat: number) => number): Routes {
  const to = Int32Array.from({ length: size(shape) }, (_, flat) => flat);
  return kept({ from: to.map((flat) => source(unravel(flat, shape), flat)), to });
}

/** Take each cell of the operand and say which cell of the result it goes into; -1 for none. */
export function fromOperand(shape: Shape, goal: (index: number[], flat: number) => number): Routes {
  const { from, to } = fromResult(shape, goal);
  return { from: to, to: from };
}

function kept({ from, to }: Routes): Routes {
  if (from.every((flat) => flat >= 0)) return { from, to };
  return { from: from.filter((flat) => flat >= 0), to: to.filter((_, route) => (from[route] ?? -1) >= 0) };
}

/** Return the routes that start in some of the operand's cells. */
export function startingIn({ from, to }: Routes, wanted: (cell: number) => boolean): Routes {
  const open = Array.from(from, wanted);
  return { from: from.filter((_, route) => open[route]), to: to.filter((_, route) => open[route]) };
}

/** Return the same routes, from the result to the operand. */
export function reversed({ from, to }: Routes): Routes {
  return { from: to, to: from };
}

/** Return whether several routes end in the same cell. */
export function meets({ to }: Routes): boolean {
  return new Set(to).size < to.length;
}

/** Return where in an array of `shape` the cell is that broadcasting brings to `index`. */
export function aligned(index: Index, shape: Shape): number[] {
  const fresh = index.length - shape.length;
  return shape.map((length, axis) => (length === 1 ? 0 : (index[axis + fresh] ?? 0)));
}
