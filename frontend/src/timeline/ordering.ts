/** Operations in which numbers decide what goes where: positions in another tensor, or the order of the cells. */

import { type Cells, size } from "../wire/arrays";
import type { Shape } from "../wire/graph";
import { fromResult, type Routes, ravel, unravel } from "./indexing";

/** Whole slices along an axis, by their positions; without an axis, cells by their places in a row. */
export function taken(
  result: Shape,
  operand: Shape,
  positions: Cells | null,
  axis: number | null,
): Routes | null {
  if (!positions) return null;
  const row = axis === null ? [size(operand)] : operand;
  const at = axis ?? 0;
  const { shape, data } = positions;
  return fromResult(result, (index) => {
    const position = data[ravel(index.slice(at, at + shape.length), shape)] ?? 0;
    const length = row[at] ?? 1;
    const source = index.toSpliced(at, shape.length, position < 0 ? position + length : position);
    return ravel(source, row);
  });
}

/** One cell for each position, all along one axis. */
export function along(
  result: Shape,
  operand: Shape,
  positions: Cells | null,
  axis: number | null,
): Routes | null {
  if (!positions) return null;
  const row = axis === null ? [size(operand)] : operand;
  const at = axis ?? 0;
  return fromResult(result, (index, flat) => {
    const position = positions.data[flat] ?? 0;
    return ravel(index.with(at, position < 0 ? position + (row[at] ?? 1) : position), row);
  });
}

/** The cells in order, or the first of them. Equal numbers keep their places; NaN counts as the largest. */
export function ranked(
  result: Shape,
  operand: Shape,
  numbers: Cells | null,
  axis: number | null,
  descending: boolean,
): Routes | null {
  if (!numbers) return null;
  const row = axis === null ? [size(operand)] : operand;
  const at = axis ?? 0;
  const orders = new Map<number, readonly number[]>();
  return fromResult(result, (index) => {
    const first = ravel(index.with(at, 0), row);
    const order = orders.get(first) ?? orderFrom(first, row, at, numbers, descending);
    orders.set(first, order);
    return order[index[at] ?? 0] ?? -1;
  });
}

/** Return the cells of one row along the axis, in order. */
function orderFrom(
  first: number,
  shape: Shape,
  axis: number,
  numbers: Cells,
  descending: boolean,
): readonly number[] {
  const start = unravel(first, shape);
  const cells = Array.from({ length: shape[axis] ?? 1 }, (_, place) => ravel(start.with(axis, place), shape));
  const number = (cell: number): number => numbers.data[cell] ?? Number.NaN;
  const sign = descending ? -1 : 1;
  return cells.sort((a, b) => sign * compared(number(a), number(b)));
}

function compared(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a === b ? 0 : a < b ? -1 : 1;
}
