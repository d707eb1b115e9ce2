/** Where the numbers and lines of a scalar picture stand, and what each number is. */

import { type CellRef, derivativeOf, numberIn } from "../../timeline/cells";
import type { Link, Scalars } from "../../timeline/scalars";
import type { Timeline } from "../../timeline/timeline";

export type Way = "forward" | "backward";

/** One number of the picture. */
export interface Spot {
  readonly column: number;
  readonly pile: number;
  readonly cell: number;
  readonly ref: CellRef;
  /** The value, or on the way back what arrives at it along the lines of the picture. */
  readonly number: number | null;
  readonly x: number;
  readonly y: number;
}

export interface Line {
  readonly link: Link;
  readonly from: Spot;
  readonly to: Spot;
}

export interface Plan {
  readonly spots: readonly Spot[];
  readonly lines: readonly Line[];
  readonly width: number;
  readonly height: number;
}

export const BOX = { height: 26, pitch: 34, gap: 22, margin: 12 } as const;

export function spotKey(column: number, pile: number, cell: number): string {
  return `${column} ${pile} ${cell}`;
}

/** How wide a number's box is, and how far the columns are from one another. */
export interface Widths {
  readonly box: number;
  readonly between: number;
}

export function plan(timeline: Timeline, scalars: Scalars, way: Way, { box, between }: Widths): Plan {
  const { columns, links } = scalars;
  const heights = columns.map((piles) =>
    piles.reduce((sum, pile) => sum + pile.cells.length * BOX.pitch + BOX.gap, -BOX.gap),
  );
  const height = Math.max(...heights, BOX.pitch);
  const numbers = way === "backward" ? arriving(timeline, scalars) : null;
  const spots = columns.flatMap((piles, column) => {
    let y = BOX.margin + (height - (heights[column] ?? 0)) / 2;
    return piles.flatMap((pile, place) => {
      const found = pile.cells.map((cell, row): Spot => {
        const held = way === "forward" ? "value" : derivativeOf(timeline.graph);
        const ref: CellRef = { node: pile.node, array: held, cell };
        const key = spotKey(column, place, cell);
        const number = numbers ? (numbers.get(key) ?? 0) : numberIn(timeline, ref);
        const x = BOX.margin + column * (box + between);
        return { column, pile: place, cell, ref, number, x, y: y + row * BOX.pitch };
      });
      y += pile.cells.length * BOX.pitch + BOX.gap;
      return found;
    });
  });
  const places = new Map(spots.map((spot) => [spotKey(spot.column, spot.pile, spot.cell), spot]));
  const lines = links.flatMap((some, column) => linesOf(some, column, places));
  const width = 2 * BOX.margin + columns.length * box + (columns.length - 1) * between;
  return { spots, lines, width, height: height + 2 * BOX.margin };
}

function linesOf(links: readonly Link[], column: number, places: ReadonlyMap<string, Spot>): Line[] {
  return links.flatMap((link) => {
    const from = places.get(spotKey(column, link.from.pile, link.from.cell));
    const to = places.get(spotKey(column + 1, link.to.pile, link.to.cell));
    return from && to ? [{ link, from, to }] : [];
  });
}

/** Return what arrives at each number on the way back: upstream times the derivative at the line, added up. */
function arriving(timeline: Timeline, { columns, links }: Scalars): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  const last = columns.length - 1;
  columns[last]?.forEach((pile, place) => {
    for (const cell of pile.cells) {
      const ref: CellRef = { node: pile.node, array: derivativeOf(timeline.graph), cell };
      numbers.set(spotKey(last, place, cell), numberIn(timeline, ref) ?? 0);
    }
  });
  for (let column = last - 1; column >= 0; column -= 1) {
    for (const { from, to, slope } of links[column] ?? []) {
      const key = spotKey(column, from.pile, from.cell);
      const upstream = numbers.get(spotKey(column + 1, to.pile, to.cell)) ?? 0;
      numbers.set(key, (numbers.get(key) ?? 0) + upstream * slope);
    }
  }
  return numbers;
}
