/** What brackets pick: whole numbers, slices, new axes and lists of positions. */

import type { Shape } from "../wire/graph";
import { aligned, fromResult, type Routes, ravel } from "./indexing";

/** Positions along an axis, as nested lists. */
type Positions = readonly (number | Positions)[];
interface Slice {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

export type Entry = number | null | Slice | Positions | { readonly shape: Shape };

/** Whole numbers beside lists are taken together with them: one place in the result stands for all of these. */
export function picked(result: Shape, operand: Shape, entries: readonly Entry[]): Routes | null {
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
