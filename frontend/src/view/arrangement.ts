/** How much room the lines of the workbench need, and how they are best arranged in the room there is. */

import type { Line, Part } from "../timeline/scenes";
import { bracketRoom } from "./brackets";
import { gridFor, turningRoom } from "./grid";
import { mathWidth } from "./mathtext";
import { textWidth } from "./measure";
import { noteText, type Words } from "./words";

export const BENCH = {
  label: 13,
  labelRoom: 20,
  widestLabel: 104,
  sign: 17,
  note: 11.5,
  gap: 12,
  rowGap: 10,
  lineGap: 18,
  besideGap: 56,
  padding: 8,
  largest: 1.15,
} as const;

/** How much larger everything must get for another arrangement than the plain one. */
const WORTH_ANOTHER_WAY = 1.2;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The room that there is; in it, everything is to be `type` times as large as usual. */
export interface Room extends Size {
  readonly type: number;
}

/** What a line needs: before its arrow or equals sign, and after it. */
export interface LineSize {
  readonly start: Size;
  readonly end: Size;
}

export function lineSize(line: Line, words: Words): LineSize {
  const sizes = line.parts.map(roomFor);
  const signs = total(line.signs.map(signWidth));
  const start = {
    width: total(sizes.map((grid) => grid.width + BENCH.gap)) + signs,
    height: Math.max(...sizes.map((grid) => grid.height), 0) + BENCH.labelRoom,
  };
  const result = roomFor(line.result);
  return {
    start,
    end: { width: result.width + betweenWidth(line, words), height: result.height + BENCH.labelRoom },
  };
}

/** Return the room of a part on its line: its cells, what stands beside them, and most of its symbol. */
export function roomFor(part: Part): Size {
  const grid = gridFor([part.cells]);
  const { width, height } = part.turned && grid.style === "numbers" ? turningRoom(grid) : grid;
  const beside = bracketRoom(part, grid);
  const symbol = part.role === null ? Math.min(mathWidth(part.latex, BENCH.label), BENCH.widestLabel) : 0;
  return { width: Math.max(width + beside.left, symbol - BENCH.gap), height: height + beside.top };
}

/** A line in one row, or with its result in a second. */
export function rowed({ start, end }: LineSize, wraps: boolean): Size {
  return wraps
    ? { width: Math.max(start.width, end.width), height: start.height + end.height + BENCH.rowGap }
    : { width: start.width + end.width, height: Math.max(start.height, end.height) };
}

export function overall(sizes: readonly Size[], stacked: boolean): Size {
  const gaps = Math.max(sizes.length - 1, 0);
  const widths = sizes.map((size) => size.width);
  const heights = sizes.map((size) => size.height);
  const size = stacked
    ? { width: Math.max(...widths, 1), height: total(heights) + gaps * BENCH.lineGap }
    : { width: total(widths) + gaps * BENCH.besideGap, height: Math.max(...heights, 1) };
  return { width: size.width + 2 * BENCH.padding, height: size.height + 2 * BENCH.padding };
}

/** Return how large a picture of `size` is shown in a room. */
export function scaleIn(size: Size, room: Room): number {
  return Math.min(room.width / size.width, room.height / size.height, BENCH.largest * room.type);
}

/** Return whether lines are best stacked or side by side, in one row or two: however they are largest. */
export function arrangement(
  lines: readonly LineSize[],
  room: Room,
): { wraps: boolean; stacked: boolean; size: Size } {
  const ways = [false, true].flatMap((wraps) =>
    [true, false].map((stacked) => {
      const size = overall(
        lines.map((line) => rowed(line, wraps)),
        stacked,
      );
      return { wraps, stacked, size, scale: scaleIn(size, room) };
    }),
  );
  return ways.reduce((best, way) => (way.scale > best.scale * WORTH_ANOTHER_WAY ? way : best));
}

function total(lengths: readonly number[]): number {
  return lengths.reduce((sum, length) => sum + length, 0);
}

export function signWidth(text: string): number {
  return text === "" ? 0 : textWidth(text, isWord(text) ? "code" : "roman", BENCH.sign - 3) + 4 + BENCH.gap;
}

export function betweenWidth(line: Line, words: Words): number {
  if (line.parts.length === 0) return 0;
  return line.arrow === null
    ? signWidth("=")
    : Math.max(textWidth(noteText(line.arrow, words), "text", BENCH.note) + 22, 36) + BENCH.gap;
}

export function isWord(text: string): boolean {
  return /[a-z]{2}/.test(text);
}

/** Return how much height the lines want in a workbench of at most this size. */
export function benchHeight(lines: readonly Line[], room: Room, words: Words): number {
  const sizes = lines.map((line) => lineSize(line, words));
  const { size } = arrangement(sizes, room);
  return size.height * scaleIn(size, room);
}
