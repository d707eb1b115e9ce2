/** Which cells a cell of a matrix product is made of. */

import type { Shape } from "../wire/graph";

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
