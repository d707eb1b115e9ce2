/** How an array is laid out on paper: rows and columns of cells, three axes and more as a row of slices. */

import type { Cells } from "../wire/arrays";
import { size } from "../wire/arrays";
import type { Shape } from "../wire/graph";
import { short } from "../wire/numbers";
import { textWidth } from "./measure";

export type Style = "number" | "numbers" | "heat" | "empty";

export interface Grid {
  readonly style: Style;
  readonly slices: number;
  readonly rows: number;
  readonly columns: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
  readonly width: number;
  readonly height: number;
}

export interface CellBox {
  readonly x: number;
  readonly y: number;
}

export const NUMBER_SIZE = 12;
const CELL_HEIGHT = 20;
const SLICE_GAP = 8;
const MOST_ROWS = 6;
const MOST_COLUMNS = 8;
const MOST_SLICES = 4;
const HEAT_SIDE = 132;
const THINNEST = 3;
const EMPTY_SIZE = 18;

/** Return the number of slices, rows and columns of a shape; a vector is a row. */
export function axes(shape: Shape): { slices: number; rows: number; columns: number } {
  return {
    slices: size(shape.slice(0, -2)),
    rows: shape.at(-2) ?? 1,
    columns: shape.at(-1) ?? 1,
  };
}

/** Return the grid for arrays that all show the same cells: a value, its gradient, the sums on the way there. */
export function gridFor(arrays: readonly Cells[]): Grid {
  const first = arrays[0];
  if (!first) throw new RangeError("no array to lay out");
  const { slices, rows, columns } = axes(first.shown);
  if (first.data.length === 0) return sized("empty", 1, 1, 1, EMPTY_SIZE, EMPTY_SIZE);
  if (first.shape.length === 0) return sized("number", 1, 1, 1, numberWidth(arrays), CELL_HEIGHT);
  const numbers = !first.preview && rows <= MOST_ROWS && columns <= MOST_COLUMNS && slices <= MOST_SLICES;
  if (numbers) return sized("numbers", slices, rows, columns, numberWidth(arrays), CELL_HEIGHT);
  const across = columns * slices;
  const side = Math.min(Math.max(HEAT_SIDE / Math.max(across, rows), 1), 14);
  const thin = rows === 1 ? Math.max(side, 12) : Math.max(side, rows < 4 ? THINNEST * 2 : 1);
  return sized("heat", slices, rows, columns, side, thin);
}

function sized(
  style: Style,
  slices: number,
  rows: number,
  columns: number,
  cellWidth: number,
  cellHeight: number,
): Grid {
  const width = slices * columns * cellWidth + (slices - 1) * SLICE_GAP;
  return { style, slices, rows, columns, cellWidth, cellHeight, width, height: rows * cellHeight };
}

function numberWidth(arrays: readonly Cells[]): number {
  let widest = 0;
  for (const array of arrays) {
    for (const cell of array.data) widest = Math.max(widest, textWidth(short(cell), "text", NUMBER_SIZE));
  }
  return Math.max(Math.ceil(widest) + 10, 26);
}

/** Return the room that an array needs while it turns over: that of either way it stands. */
export function turningRoom(grid: Grid): { readonly width: number; readonly height: number } {
  return {
    width: Math.max(grid.width, grid.slices > 1 ? 0 : grid.rows * grid.cellWidth),
    height: Math.max(grid.height, grid.slices > 1 ? 0 : grid.columns * grid.cellHeight),
  };
}

/** Return where the cell with a row-major index stands in its grid. */
export function cellAt(grid: Grid, index: number): CellBox {
  const inSlice = grid.rows * grid.columns;
  const slice = Math.floor(index / inSlice);
  const row = Math.floor((index % inSlice) / grid.columns);
  const column = index % grid.columns;
  const sliceWidth = grid.columns * grid.cellWidth + SLICE_GAP;
  return { x: slice * sliceWidth + column * grid.cellWidth, y: row * grid.cellHeight };
}

/** Return the row-major index of the cell at a point, or null beside the cells. */
export function indexAt(grid: Grid, x: number, y: number): number | null {
  const sliceWidth = grid.columns * grid.cellWidth + SLICE_GAP;
  const slice = Math.floor(x / sliceWidth);
  const column = Math.floor((x - slice * sliceWidth) / grid.cellWidth);
  const row = Math.floor(y / grid.cellHeight);
  const outside =
    slice < 0 || slice >= grid.slices || column < 0 || column >= grid.columns || row < 0 || row >= grid.rows;
  return outside ? null : slice * grid.rows * grid.columns + row * grid.columns + column;
}

/** Return where each slice starts. */
export function sliceOffsets(grid: Grid): readonly number[] {
  return Array.from(
    { length: grid.slices },
    (_, slice) => slice * (grid.columns * grid.cellWidth + SLICE_GAP),
  );
}

/**
 * Return what a full tint stands for: the largest magnitude, or where few cells are far beyond the rest, a bound
 * that the others are well seen under. Cells beyond it are marked as clipped.
 */
export function tintScale(data: Float64Array): number {
  const magnitudes = data.map(Math.abs).filter(Number.isFinite).sort();
  const largest = magnitudes.at(-1) ?? 0;
  const usual = magnitudes[Math.floor(magnitudes.length * 0.95)] ?? largest;
  return magnitudes.length >= 40 && largest > 4 * usual && usual > 0 ? 2 * usual : largest || 1;
}
