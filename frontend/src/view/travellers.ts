/** Copies of cells that go from their places in the parts of a line to their places in the result. */

import type { Flow, Line, Part } from "../timeline/scenes";
import { turnedIndex } from "../wire/arrays";
import { drawArray } from "./array";
import { cellAt, type Grid, tintScale } from "./grid";
import type { Palette } from "./palette";
import { cellPoint, type Placed, type Point, type Traveller } from "./placed";
import { set } from "./svg";

/** More copies than this are a swarm in which none can be followed. */
const MOST_TRAVELLERS = 400;

export function travellersOf(
  line: Line,
  parts: readonly Placed[],
  result: Placed,
  palette: Palette,
): Traveller[] {
  const { way } = line;
  if (way.kind === "travel") {
    const count = way.flows.reduce((sum, flow) => sum + flow.routes.from.length, 0);
    if (count > MOST_TRAVELLERS || !hasCells(result)) return [];
    const isTurned = line.arrow?.kind === "code" && line.arrow.text === "T";
    return way.flows.flatMap((flow) => {
      const source = parts[flow.part];
      if (!source || !hasCells(source)) return [];
      return way.adds
        ? meeting(flow, source, result, palette)
        : flying(flow, source, result, isTurned, palette);
    });
  }
  const [first, second] = parts;
  if (way.kind === "through" && first && second) {
    const drawn = [first, second, result].every(hasCells) && way.routes.from.length <= MOST_TRAVELLERS;
    return drawn ? through({ part: 0, routes: way.routes }, first, second, result, palette) : [];
  }
  return turnersOf(parts, palette);
}

function hasCells({ grid }: Placed): boolean {
  return grid.style === "numbers" || grid.style === "number";
}

/** Each cell goes straight to its place; of a matrix that turns over, row after row becomes a column. */
function flying(flow: Flow, source: Placed, result: Placed, turns: boolean, palette: Palette): Traveller[] {
  return Array.from(flow.routes.from, (origin, route) => {
    const start = cellPoint(source, origin);
    return {
      group: copyOf(source.part, source.grid, origin, palette),
      start,
      meeting: start,
      end: cellPoint(result, flow.routes.to[route] ?? 0),
      leg: "both",
      delay: turns ? rowOf(source.grid, origin) / source.grid.rows : 0,
    };
  });
}

/** Cells that add up slide together, and their sum goes on. Where one goes into several sums, they meet at these. */
function meeting(flow: Flow, source: Placed, result: Placed, palette: Palette): Traveller[] {
  const firsts = new Map<number, number>();
  flow.routes.from.forEach((origin, route) => {
    const goal = flow.routes.to[route] ?? 0;
    if (!firsts.has(goal)) firsts.set(goal, origin);
  });
  const apart = new Set(firsts.values()).size === firsts.size;
  const place = (goal: number): Point =>
    apart ? cellPoint(source, firsts.get(goal) ?? 0) : cellPoint(result, goal);
  const copies = Array.from(flow.routes.from, (origin, route): Traveller => {
    const goal = flow.routes.to[route] ?? 0;
    const group = copyOf(source.part, source.grid, origin, palette);
    const start = cellPoint(source, origin);
    return { group, start, meeting: place(goal), end: cellPoint(result, goal), leg: "first", delay: 0 };
  });
  return [...copies, ...Array.from(firsts.keys(), (goal) => sumOf(goal, place(goal), result, palette))];
}

/** Cells go to what they are multiplied by; the products go on, and what a gate stops does not. */
function through(flow: Flow, source: Placed, gate: Placed, result: Placed, palette: Palette): Traveller[] {
  const copies = Array.from(flow.routes.from, (origin, route): Traveller => {
    const start = cellPoint(source, origin);
    const met = cellPoint(gate, flow.routes.to[route] ?? 0);
    const group = copyOf(source.part, source.grid, origin, palette);
    return { group, start, meeting: met, end: met, leg: "first", delay: 0 };
  });
  const passed = [...new Set(flow.routes.to)].filter((cell) => !gate.part.gate || gate.part.gate.has(cell));
  return [...copies, ...passed.map((cell) => sumOf(cell, cellPoint(gate, cell), result, palette))];
}

/** Where copies have met they are one cell of the result, which goes to its place. */
function sumOf(goal: number, start: Point, result: Placed, palette: Palette): Traveller {
  const group = copyOf(result.part, result.grid, goal, palette);
  return { group, start, meeting: start, end: cellPoint(result, goal), leg: "second", delay: 0 };
}

/** The cells of a factor that turns over travel within it, from where they stand in the array to its transpose. */
function turnersOf(parts: readonly Placed[], palette: Palette): Traveller[] {
  return parts
    .filter((placed) => placed.part.turned && placed.grid.style !== "heat")
    .flatMap((placed) => Array.from(placed.part.cells.data, (_, index) => turnerOf(placed, index, palette)));
}

function turnerOf(placed: Placed, index: number, palette: Palette): Traveller {
  const { grid } = placed;
  const flat = { ...grid, rows: grid.columns, columns: grid.rows };
  const before = cellAt(flat, turnedIndex(index, grid.columns, grid.rows));
  const offset = {
    x: placed.x + (grid.width - flat.columns * grid.cellWidth) / 2,
    y: placed.y + (grid.height - flat.rows * grid.cellHeight) / 2,
  };
  const start =
    grid.slices > 1 ? cellPoint(placed, index) : { x: offset.x + before.x, y: offset.y + before.y };
  const group = copyOf(placed.part, grid, index, palette);
  const delay = (index % grid.columns) / grid.columns;
  return { group, start, meeting: start, end: cellPoint(placed, index), leg: "both", delay };
}

/** Draw one cell of an array by itself, at the origin. */
function copyOf(part: Part, grid: Grid, index: number, palette: Palette): SVGGElement {
  const one = { ...grid, style: "numbers" as const, slices: 1, rows: 1, columns: 1 };
  const cells = { ...part.cells, shown: [], data: part.cells.data.subarray(index, index + 1) };
  const group = drawArray(cells, one, {
    palette,
    quantity: part.quantity,
    scale: tintScale(part.cells.data),
  });
  for (const text of group.querySelectorAll("[data-cell]")) text.removeAttribute("data-cell");
  set(group, { "aria-hidden": "true" });
  return group;
}

function rowOf(grid: Grid, index: number): number {
  return Math.floor(index / grid.columns) % grid.rows;
}
