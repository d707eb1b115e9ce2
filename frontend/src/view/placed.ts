/** What is on the workbench: arrays in their places, lines of them, and copies of cells under way. */

import type { Line, Part } from "../timeline/scenes";
import { cellAt, type Grid } from "./grid";

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Placed {
  readonly part: Part;
  readonly grid: Grid;
  readonly x: number;
  readonly y: number;
  readonly group: SVGGElement;
}

/** One line with everything in its place. */
export interface Bench {
  readonly line: Line;
  readonly parts: readonly Placed[];
  readonly result: Placed;
  readonly group: SVGGElement;
  readonly width: number;
  readonly height: number;
  readonly travellers: readonly Traveller[];
  /** The sums of the first parts, at the result's place, where the parts are added up one after the other. */
  readonly sums: readonly SVGGElement[];
  readonly marks: SVGGElement;
}

/** A copy of a cell under way. */
export interface Traveller {
  readonly group: SVGGElement;
  readonly start: Point;
  /** Where the cells that add up meet, before they go on together. */
  readonly meeting: Point;
  readonly end: Point;
  /** Whether it is on its way before the meeting, after it, or all along. */
  readonly leg: "first" | "second" | "both";
  /** How late it sets out, from 0 to 1: of a matrix that turns over, row after row becomes a column. */
  readonly delay: number;
}

/** Return the top left corner of a cell, on the line. */
export function cellPoint(placed: Placed, index: number): { readonly x: number; readonly y: number } {
  const { x, y } = cellAt(placed.grid, index);
  return { x: placed.x + x, y: placed.y + y };
}
