/** The workbench below the graph: the arrays of one step side by side, and how the one becomes the other. */

import { factors } from "../timeline/routes";
import type { Line, Part } from "../timeline/scenes";
import { turnedIndex } from "../wire/arrays";
import { drawArray } from "./array";
import { cellAt, type Grid, gridFor, indexAt, tintScale } from "./grid";
import { mathText } from "./mathtext";
import { textWidth } from "./measure";
import { eased, type Motion, within } from "./motion";
import { FONTS, type Palette } from "./palette";
import { set, svg } from "./svg";

const LABEL = 13;
const LABEL_ROOM = 20;
const SIGN = 17;
const NOTE = 11.5;
const GAP = 12;
const ROW_GAP = 10;
const WORTH_ANOTHER_WAY = 1.2;
const LINE_GAP = 18;
const BESIDE_GAP = 56;
const PADDING = 8;
const LARGEST = 1.15;

export interface Words {
  readonly before: string;
  readonly added: string;
}

interface Placed {
  readonly part: Part;
  readonly grid: Grid;
  readonly x: number;
  readonly y: number;
  readonly group: SVGGElement;
}

/** One line with everything in its place. */
interface Bench {
  readonly line: Line;
  readonly parts: readonly Placed[];
  readonly result: Placed;
  readonly group: SVGGElement;
  readonly width: number;
  readonly height: number;
  readonly travellers: readonly Traveller[];
  readonly marks: SVGGElement;
}

/** A copy of a cell under way. */
interface Traveller {
  readonly group: SVGGElement;
  readonly start: Point;
  /** Where the cells that add up meet, before they go on together. */
  readonly meeting: Point;
  readonly end: Point;
  /** Whether it is on its way before the meeting, after it, or all along. */
  readonly leg: "first" | "second" | "both";
}

interface Point {
  readonly x: number;
  readonly y: number;
}

export class Stage {
  #benches: Bench[] = [];
  #key: readonly Line[] | null = null;
  #theme = "";

  constructor(readonly root: SVGSVGElement) {
    root.addEventListener("pointermove", (event) => this.#pick(event));
    root.addEventListener("pointerleave", () => this.#unmark());
  }

  /** Show `lines` as they are when the step has come as far as `progress`. */
  show(lines: readonly Line[], progress: number, motion: Motion, palette: Palette, words: Words): void {
    if (lines !== this.#key || palette.theme !== this.#theme) {
      this.#key = lines;
      this.#theme = palette.theme;
      this.#build(lines, palette, words);
    }
    const share = 1 / Math.max(this.#benches.length, 1);
    this.#benches.forEach((bench, index) => {
      move(bench, within(progress, index * share, (index + 1) * share), motion);
    });
  }

  #build(lines: readonly Line[], palette: Palette, words: Words): void {
    const room = { width: this.root.clientWidth || 600, height: this.root.clientHeight || 150 };
    const { wraps, stacked } = arrangement(lines.map(lineSize), room);
    this.#benches = lines.map((line) => build(line, wraps, palette, words));
    const size = stand(this.#benches, stacked);
    this.root.replaceChildren(...this.#benches.map((bench) => bench.group));
    const scale = Math.min(scaleIn(size, room), LARGEST);
    const [width, height] = [room.width / scale, room.height / scale];
    set(this.root, { viewBox: `${(size.width - width) / 2} ${(size.height - height) / 2} ${width} ${height}` });
  }

  /** A picked cell of the result shows the cells that it is made of. */
  #pick(event: PointerEvent): void {
    this.#unmark();
    for (const bench of this.#benches) {
      const { result, marks } = bench;
      const matrix = result.group.getScreenCTM();
      if (!matrix) continue;
      const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
      const index = indexAt(result.grid, point.x, point.y);
      if (index !== null && result.grid.style !== "heat") mark(bench, index, marks, "currentColor");
    }
  }

  #unmark(): void {
    for (const bench of this.#benches) bench.marks.replaceChildren();
  }
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** What a line needs: before its arrow or equals sign, and after it. */
interface LineSize {
  readonly start: Size;
  readonly end: Size;
}

function lineSize(line: Line): LineSize {
  const sizes = line.parts.map((part) => gridFor([part.cells]));
  const signs = signWidth(line.before) + Math.max(sizes.length - 1, 0) * signWidth(line.sign);
  const start = {
    width: total(sizes.map((grid) => grid.width + GAP)) + signs,
    height: Math.max(...sizes.map((grid) => grid.height), 0) + LABEL_ROOM,
  };
  const result = gridFor([line.result.cells]);
  return { start, end: { width: result.width + betweenWidth(line), height: result.height + LABEL_ROOM } };
}

/** A line in one row, or with its result in a second. */
function rowed({ start, end }: LineSize, wraps: boolean): Size {
  return wraps
    ? { width: Math.max(start.width, end.width), height: start.height + end.height + ROW_GAP }
    : { width: start.width + end.width, height: Math.max(start.height, end.height) };
}

function overall(sizes: readonly Size[], stacked: boolean): Size {
  const gaps = Math.max(sizes.length - 1, 0);
  const widths = sizes.map((size) => size.width);
  const heights = sizes.map((size) => size.height);
  const size = stacked
    ? { width: Math.max(...widths, 1), height: total(heights) + gaps * LINE_GAP }
    : { width: total(widths) + gaps * BESIDE_GAP, height: Math.max(...heights, 1) };
  return { width: size.width + 2 * PADDING, height: size.height + 2 * PADDING };
}

function scaleIn(size: Size, room: Size): number {
  return Math.min(room.width / size.width, room.height / size.height);
}

/** Return whether lines are best stacked or side by side, in one row or two: however they are largest. */
function arrangement(lines: readonly LineSize[], room: Size): { wraps: boolean; stacked: boolean; size: Size } {
  const ways = [false, true].flatMap((wraps) =>
    [true, false].map((stacked) => {
      const size = overall(
        lines.map((line) => rowed(line, wraps)),
        stacked,
      );
      return { wraps, stacked, size, scale: Math.min(scaleIn(size, room), LARGEST) };
    }),
  );
  return ways.reduce((best, way) => (way.scale > best.scale * WORTH_ANOTHER_WAY ? way : best));
}

/** Put the lines into their places; returns the size of all. */
function stand(benches: readonly Bench[], stacked: boolean): Size {
  const size = overall(benches, stacked);
  let at = PADDING;
  for (const bench of benches) {
    const x = stacked ? (size.width - bench.width) / 2 : at;
    const y = stacked ? at : (size.height - bench.height) / 2;
    set(bench.group, { transform: `translate(${x} ${y})` });
    at += stacked ? bench.height + LINE_GAP : bench.width + BESIDE_GAP;
  }
  return size;
}

function total(lengths: readonly number[]): number {
  return lengths.reduce((sum, length) => sum + length, 0);
}

function signWidth(text: string): number {
  return text === "" ? 0 : textWidth(text, isWord(text) ? "code" : "roman", SIGN - 3) + 4 + GAP;
}

function betweenWidth(line: Line): number {
  if (line.parts.length === 0) return 0;
  return line.arrow === null ? signWidth("=") : Math.max(textWidth(line.arrow, "text", NOTE) + 8, 30) + GAP;
}

function isWord(text: string): boolean {
  return /[a-z]{2}/.test(text);
}

/** Sets the parts of a line one after the other, in one row or two. */
class Setter {
  readonly group = svg("g");
  readonly placed: Placed[] = [];
  x = 0;
  #top = 0;

  constructor(
    readonly palette: Palette,
    readonly words: Words,
    public tallest: number,
  ) {}

  /** Go on in a row below. */
  wrap(tallest: number): void {
    this.#top += this.tallest + LABEL_ROOM + ROW_GAP;
    this.tallest = tallest;
    this.x = 0;
  }

  get #middle(): number {
    return this.#top + this.tallest / 2;
  }

  sign(text: string): void {
    const width = signWidth(text);
    if (width === 0) return;
    this.group.append(signText(text, this.x + (width - GAP) / 2, this.#middle, this.palette));
    this.x += width;
  }

  between(line: Line): void {
    const width = betweenWidth(line);
    if (line.parts.length === 0) return;
    if (line.arrow === null) this.sign("=");
    else {
      this.group.append(...arrow(line.arrow, this.x, width - GAP, this.#middle, this.palette));
      this.x += width;
    }
  }

  part(part: Part): Placed {
    const grid = gridFor([part.cells]);
    const at = { x: this.x, y: this.#middle - grid.height / 2 };
    const drawn = drawArray(part.cells, grid, { palette: this.palette, quantity: part.quantity });
    set(drawn, { transform: `translate(${at.x} ${at.y})` });
    const label = labelOf(part, this.palette, this.words);
    set(label, { x: at.x + grid.width / 2, y: this.#top + this.tallest + LABEL_ROOM - 5 });
    this.group.append(drawn, label);
    this.x += grid.width + GAP;
    const placed = { part, grid, ...at, group: drawn };
    this.placed.push(placed);
    return placed;
  }
}

function build(line: Line, wraps: boolean, palette: Palette, words: Words): Bench {
  const heights = line.parts.map((part) => gridFor([part.cells]).height);
  const last = gridFor([line.result.cells]).height;
  const setter = new Setter(palette, words, Math.max(...heights, wraps ? 0 : last));
  setter.sign(line.before);
  line.parts.forEach((part, index) => {
    if (index > 0) setter.sign(line.sign);
    setter.part(part);
  });
  if (wraps) setter.wrap(last);
  setter.between(line);
  const parts = [...setter.placed];
  const result = setter.part(line.result);
  const marks = svg("g", { color: palette.ink, "pointer-events": "none" });
  const travellers = travellersOf(line, parts, result, palette);
  setter.group.append(...travellers.map((one) => one.group), marks);
  return { line, parts, result, group: setter.group, ...rowed(lineSize(line), wraps), travellers, marks };
}

/** Cells that only travel make no equation: an arrow says where they go, and what is done on the way. */
function arrow(note: string, x: number, width: number, y: number, palette: Palette): SVGElement[] {
  const end = x + width;
  const style = { "text-anchor": "middle", "font-family": FONTS.text, "font-size": NOTE, fill: palette.ink };
  return [
    svg("path", {
      d: `M${x} ${y}H${end}M${end - 6} ${y - 4}L${end} ${y}L${end - 6} ${y + 4}`,
      fill: "none",
      stroke: palette.ink,
      "stroke-width": 1.25,
      "stroke-linejoin": "round",
    }),
    svg("text", { x: x + width / 2, y: y - 6, ...style }, note),
  ];
}

function labelOf(part: Part, palette: Palette, words: Words): SVGTextElement {
  const fill = part.quantity === "grad" ? palette.backward : palette.muted;
  if (part.role === null) return mathText(part.latex, { x: 0, y: 0, pixels: LABEL, fill, anchor: "middle" });
  const style = { "text-anchor": "middle", "font-family": FONTS.text, "font-size": LABEL - 1, fill };
  return svg("text", style, words[part.role]);
}

function signText(text: string, x: number, y: number, palette: Palette): SVGTextElement {
  const word = isWord(text);
  return svg(
    "text",
    {
      x,
      y: y + SIGN * 0.34,
      "text-anchor": "middle",
      "font-family": word ? FONTS.code : FONTS.roman,
      "font-size": word ? SIGN - 4 : SIGN,
      fill: palette.ink,
    },
    text,
  );
}

function travellersOf(line: Line, parts: readonly Placed[], result: Placed, palette: Palette): Traveller[] {
  const [source] = parts;
  if (line.way.kind !== "travel" || !source) return turnersOf(parts, palette);
  if (source.grid.style === "heat" || result.grid.style === "heat" || result.grid.style === "empty") return [];
  const { routes, adds } = line.way;
  const firsts = new Map<number, number>();
  const copies = Array.from(routes.from, (origin, route): Traveller => {
    const goal = routes.to[route] ?? 0;
    if (!firsts.has(goal)) firsts.set(goal, origin);
    const start = cellPoint(source, origin);
    const meeting = adds ? cellPoint(source, firsts.get(goal) ?? origin) : start;
    const group = copyOf(source.part, source.grid, origin, palette);
    return { group, start, meeting, end: cellPoint(result, goal), leg: adds ? "first" : "both" };
  });
  return adds ? [...copies, ...sumsOf(firsts, source, result, palette)] : copies;
}

/** Where copies have met they are one cell: their sum, which goes on to the result. */
function sumsOf(firsts: ReadonlyMap<number, number>, source: Placed, result: Placed, palette: Palette): Traveller[] {
  return Array.from(firsts, ([goal, origin]) => {
    const start = cellPoint(source, origin);
    const group = copyOf(result.part, result.grid, goal, palette);
    return { group, start, meeting: start, end: cellPoint(result, goal), leg: "second" as const };
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
  const start = grid.slices > 1 ? cellPoint(placed, index) : { x: offset.x + before.x, y: offset.y + before.y };
  const group = copyOf(placed.part, grid, index, palette);
  return { group, start, meeting: start, end: cellPoint(placed, index), leg: "both" };
}

function cellPoint(placed: Placed, index: number): Point {
  const { x, y } = cellAt(placed.grid, index);
  return { x: placed.x + x, y: placed.y + y };
}

/** Draw one cell of an array by itself, at the origin. */
function copyOf(part: Part, grid: Grid, index: number, palette: Palette): SVGGElement {
  const one = { ...grid, style: "numbers" as const, slices: 1, rows: 1, columns: 1 };
  const cells = { ...part.cells, shown: [], data: part.cells.data.subarray(index, index + 1) };
  const group = drawArray(cells, one, { palette, quantity: part.quantity, scale: tintScale(part.cells.data) });
  for (const text of group.querySelectorAll("[data-cell]")) text.removeAttribute("data-cell");
  set(group, { "aria-hidden": "true" });
  return group;
}

/** Put a line into the state it has when it has come as far as `progress`. */
function move(bench: Bench, progress: number, motion: Motion): void {
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
  const across = eased(within(progress, adds ? 0.6 : 0.15, 0.84));
  const done = within(progress, 0.84, 0.96);
  for (const { group, start, meeting, end, leg } of bench.travellers) {
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
  const turned = eased(within(progress, 0.05, 0.35));
  for (const { group, start, end } of bench.travellers) {
    const still = turned >= 1;
    const place = `translate(${mix(start.x, end.x, turned)} ${mix(start.y, end.y, turned)})`;
    set(group, { display: still ? "none" : null, transform: place });
  }
  for (const placed of bench.parts) set(placed.group, { opacity: placed.part.turned && turned < 1 ? 0 : null });
  const shown = within(progress, turning ? 0.38 : 0.25, 0.97);
  set(bench.result.group, { opacity: null });
  const cells = bench.result.group.children;
  const count = bench.result.part.cells.data.length;
  [...cells].forEach((child, position) => {
    const index = bench.result.grid.style === "numbers" ? Math.floor(position / 2) : position;
    set(child, { opacity: within(shown * count, index, index + 1) });
  });
  const current = Math.floor(shown * count);
  if (shown > 0 && current < count && bench.result.grid.style !== "heat") mark(bench, current, bench.marks, "currentColor");
}

function mix(a: number, b: number, t: number): number {
  return a + (b - a) * t;
}

/** Frame a cell of the result and the cells that it is made of. */
function mark(bench: Bench, index: number, into: SVGGElement, colour: string): void {
  const { line, parts, result } = bench;
  const marks = [frame(result, index, colour)];
  if (line.way.kind === "product" && parts[0] && parts[1]) {
    const [left, right] = parts;
    const found = factors(left.part.cells.shape, right.part.cells.shape, result.part.cells.shape, index);
    marks.push(...found.left.map((cell) => frame(left, cell, colour)));
    marks.push(...found.right.map((cell) => frame(right, cell, colour)));
  } else if (line.way.kind === "travel" && parts[0]) {
    const { from, to } = line.way.routes;
    to.forEach((goal, route) => {
      if (goal === index && parts[0]) marks.push(frame(parts[0], from[route] ?? 0, colour));
    });
  } else {
    for (const placed of parts) if (placed.part.cells.data.length > index) marks.push(frame(placed, index, colour));
  }
  into.replaceChildren(...marks);
}

function frame(placed: Placed, index: number, colour: string): SVGRectElement {
  const { x, y } = cellPoint(placed, index);
  return svg("rect", {
    x: x + 0.5,
    y: y + 0.5,
    width: Math.max(placed.grid.cellWidth - 1, 1),
    height: Math.max(placed.grid.cellHeight - 1, 1),
    rx: 2,
    fill: "none",
    stroke: colour,
    "stroke-width": 1.75,
  });
}

/** Return how much height the lines want in a workbench of this width. */
export function benchHeight(lines: readonly Line[], width: number): number {
  const { size } = arrangement(lines.map(lineSize), { width, height: Number.POSITIVE_INFINITY });
  return size.height * Math.min(width / size.width, LARGEST);
}
