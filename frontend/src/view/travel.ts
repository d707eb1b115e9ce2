/** Copies of cells under way on the workbench, and where they are when a line has come so far. */

import type { Line, Part } from "../timeline/scenes";
import { turnedIndex } from "../wire/arrays";
import { drawArray } from "./array";
import { cellAt, type Grid, tintScale } from "./grid";
import { mark } from "./marks";
import { eased, type Motion, within } from "./motion";
import type { Palette } from "./palette";
import { type Bench, cellPoint, type Placed, type Traveller } from "./placed";
import { set } from "./svg";

/** When a factor turns over, as a share of its line's time. */
const TURNING = [0.14, 0.5] as const;

export function travellersOf(
  line: Line,
  parts: readonly Placed[],
  result: Placed,
  palette: Palette,
): Traveller[] {
  const [source] = parts;
  if (line.way.kind !== "travel" || !source) return turnersOf(parts, palette);
  if (source.grid.style === "heat" || result.grid.style === "heat" || result.grid.style === "empty")
    return [];
  const { routes, adds } = line.way;
  const firsts = new Map<number, number>();
  const copies = Array.from(routes.from, (origin, route): Traveller => {
    const goal = routes.to[route] ?? 0;
    if (!firsts.has(goal)) firsts.set(goal, origin);
    const start = cellPoint(source, origin);
    const meeting = adds ? cellPoint(source, firsts.get(goal) ?? origin) : start;
    const group = copyOf(source.part, source.grid, origin, palette);
    const leg = adds ? "first" : "both";
    const delay = line.arrow === "T" ? rowOf(source.grid, origin) / source.grid.rows : 0;
    return { group, start, meeting, end: cellPoint(result, goal), leg, delay };
  });
  return adds ? [...copies, ...sumsOf(firsts, source, result, palette)] : copies;
}

/** Where copies have met they are one cell: their sum, which goes on to the result. */
function sumsOf(
  firsts: ReadonlyMap<number, number>,
  source: Placed,
  result: Placed,
  palette: Palette,
): Traveller[] {
  return Array.from(firsts, ([goal, origin]) => {
    const start = cellPoint(source, origin);
    const group = copyOf(result.part, result.grid, goal, palette);
    return { group, start, meeting: start, end: cellPoint(result, goal), leg: "second" as const, delay: 0 };
  });
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

/** Put a line into the state it has when it has come as far as `progress`. */
export function move(bench: Bench, progress: number, motion: Motion): void {
  const { line, parts, result, travellers } = bench;
  bench.marks.replaceChildren();
  set(bench.group, { opacity: progress <= 0 ? 0.001 : null });
  if (motion === "fade" || progress >= 1) {
    for (const one of travellers) set(one.group, { display: "none" });
    for (const placed of parts) set(placed.group, { opacity: null });
    for (const child of result.group.children) child.removeAttribute("opacity");
    set(result.group, { opacity: progress >= 1 ? null : progress });
    return;
  }
  if (line.way.kind === "travel" && travellers.length > 0) travel(bench, progress);
  else appear(bench, progress);
}

/** Copies slide together where they add up, go over to the result, and become it. */
function travel(bench: Bench, progress: number): void {
  const together = eased(within(progress, 0.12, 0.5));
  const adds = bench.travellers.some((one) => one.leg === "first");
  const added = adds ? within(progress, 0.48, 0.56) : 0;
  const turns = bench.travellers.some((one) => one.delay > 0);
  const done = within(progress, 0.84, 0.96);
  for (const { group, start, meeting, end, leg, delay } of bench.travellers) {
    const across = eased(
      turns ? late(progress, 0.15, 0.84, delay) : within(progress, adds ? 0.6 : 0.15, 0.84),
    );
    const x = mix(mix(start.x, meeting.x, together), end.x, across);
    const y = mix(mix(start.y, meeting.y, together), end.y, across);
    const seen = { first: 1 - added, second: added, both: 1 }[leg];
    set(group, { display: null, transform: `translate(${x} ${y})`, opacity: seen * (1 - done) });
  }
  for (const placed of bench.parts) set(placed.group, { opacity: 0.35 + 0.65 * done });
  set(bench.result.group, { opacity: done });
}

/** What turns over does so first; then the result appears, cell by cell. */
function appear(bench: Bench, progress: number): void {
  const turning = bench.travellers.length > 0;
  const turned = within(progress, ...TURNING);
  for (const { group, start, end, delay } of bench.travellers) {
    const still = turned >= 1;
    const moved = eased(late(progress, ...TURNING, delay));
    const place = `translate(${mix(start.x, end.x, moved)} ${mix(start.y, end.y, moved)})`;
    set(group, { display: still ? "none" : null, transform: place });
  }
  for (const placed of bench.parts)
    set(placed.group, { opacity: turning && placed.part.turned && turned < 1 ? 0 : null });
  const shown = within(progress, turning ? 0.5 : 0.25, 0.97);
  set(bench.result.group, { opacity: null });
  const cells = bench.result.group.children;
  const count = bench.result.part.cells.data.length;
  [...cells].forEach((child, position) => {
    const index = bench.result.grid.style === "numbers" ? Math.floor(position / 2) : position;
    set(child, { opacity: within(shown * count, index, index + 1) });
  });
  const current = Math.floor(shown * count);
  if (shown > 0 && current < count && bench.result.grid.style !== "heat") mark(bench, current);
}

/** Return how far something has come that takes half of the time and sets out the later, the larger `delay`. */
function late(progress: number, start: number, end: number, delay: number): number {
  const half = (end - start) / 2;
  return within(progress, start + half * delay, start + half * (1 + delay));
}

function rowOf(grid: Grid, index: number): number {
  return Math.floor(index / grid.columns) % grid.rows;
}

function mix(a: number, b: number, t: number): number {
  return a + (b - a) * t;
}
