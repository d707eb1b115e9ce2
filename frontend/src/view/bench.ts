/** One line of the workbench, set: arrays, signs and labels in their places. */

import type { Line, Part } from "../timeline/scenes";
import { BENCH, betweenWidth, isWord, lineSize, roomFor, rowed, signWidth } from "./arrangement";
import { drawArray } from "./array";
import { bracketRoom, drawBrackets } from "./brackets";
import { drawGate } from "./gate";
import { type Grid, gridFor, NUMBER_SIZE, tintScale } from "./grid";
import { mathPlain, mathText, mathWidth } from "./mathtext";
import { textWidth } from "./measure";
import { FONTS, type Palette } from "./palette";
import type { Bench, Placed } from "./placed";
import { set, svg } from "./svg";
import { travellersOf } from "./travellers";
import { noteText, type Words } from "./words";

const SMALLEST_LABEL = 6;

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
    this.#top += this.tallest + BENCH.labelRoom + BENCH.rowGap;
    this.tallest = tallest;
    this.x = 0;
  }

  get #middle(): number {
    return this.#top + this.tallest / 2;
  }

  sign(text: string): void {
    const width = signWidth(text);
    if (width === 0) return;
    this.group.append(signText(text, this.x + (width - BENCH.gap) / 2, this.#middle, this.palette));
    this.x += width;
  }

  between(line: Line): void {
    const width = betweenWidth(line, this.words);
    if (line.parts.length === 0) return;
    if (line.arrow === null) this.sign("=");
    else {
      this.group.append(
        ...arrow(noteText(line.arrow, this.words), this.x, width - BENCH.gap, this.#middle, this.palette),
      );
      this.x += width;
    }
  }

  part(part: Part): Placed {
    const grid = gridFor([part.cells]);
    const room = roomFor(part);
    const { left, top } = bracketRoom(part, grid);
    const at = {
      x: this.x + (room.width + left - grid.width) / 2,
      y: this.#middle + (top - grid.height) / 2,
    };
    const drawn = drawArray(part.cells, grid, { palette: this.palette, quantity: part.quantity });
    const place = { transform: `translate(${at.x} ${at.y})` };
    set(drawn, place);
    const label = labelOf(part, room.width, this.palette, this.words);
    set(label, { x: at.x + grid.width / 2, y: this.#top + this.tallest + BENCH.labelRoom - 5 });
    const marks = drawBrackets(part, grid, this.palette);
    if (part.gate) marks.push(...drawGate(part.gate, part.cells.data.length, grid, this.palette));
    this.group.append(drawn, svg("g", place, ...marks), label);
    this.x += room.width + BENCH.gap;
    const placed = { part, grid, ...at, group: drawn };
    this.placed.push(placed);
    return placed;
  }
}

export function build(line: Line, wraps: boolean, palette: Palette, words: Words): Bench {
  const heights = line.parts.map((part) => roomFor(part).height);
  const last = roomFor(line.result).height;
  const setter = new Setter(palette, words, Math.max(...heights, wraps ? 0 : last));
  line.parts.forEach((part, index) => {
    setter.sign(line.signs[index] ?? "");
    setter.part(part);
  });
  setter.sign(line.signs[line.parts.length] ?? "");
  if (wraps) setter.wrap(last);
  setter.between(line);
  const parts = [...setter.placed];
  const result = setter.part(line.result);
  const marks = svg("g", { color: palette.ink, "pointer-events": "none" });
  const travellers = travellersOf(line, parts, result, palette);
  const sums = line.way.kind === "accumulate" ? sumsOf(parts, result, palette) : [];
  setter.group.append(...sums, ...travellers.map((one) => one.group), marks);
  return {
    line,
    parts,
    result,
    group: setter.group,
    ...rowed(lineSize(line, words), wraps),
    travellers,
    sums,
    marks,
  };
}

/** Draw the sums on the way to the last, each where the result stands. */
function sumsOf(parts: readonly Placed[], result: Placed, palette: Palette): readonly SVGGElement[] {
  const { cells, quantity } = result.part;
  const scale = tintScale(cells.data);
  let before = cells.data.map(() => 0);
  return parts.slice(0, -1).map(({ part }) => {
    before = before.map((cell, index) => cell + (part.cells.data[index] ?? Number.NaN));
    const drawn = drawArray({ ...cells, data: before }, result.grid, { palette, quantity, scale });
    for (const text of drawn.querySelectorAll<SVGElement>("[data-cell]")) {
      text.removeAttribute("data-cell");
      squeeze(text, result.grid);
    }
    set(drawn, { transform: `translate(${result.x} ${result.y})`, display: "none", "aria-hidden": "true" });
    return drawn;
  });
}

/** A sum on the way may be longer than the last one, for which the cell was made: it is set smaller. */
function squeeze(text: SVGElement, { cellWidth }: Grid): void {
  const wide = textWidth(text.textContent ?? "", "text", NUMBER_SIZE) / (cellWidth - 4);
  if (wide > 1) set(text, { "font-size": NUMBER_SIZE / wide });
}

/** Cells that only travel make no equation: an arrow says where they go, and what is done on the way. */
function arrow(note: string, x: number, width: number, y: number, palette: Palette): SVGElement[] {
  const end = x + width;
  const style = {
    "text-anchor": "middle",
    "font-family": FONTS.text,
    "font-size": BENCH.note,
    fill: palette.ink,
  };
  return [
    svg("path", {
      d: `M${x} ${y}H${end}M${end - 6} ${y - 4}L${end} ${y}L${end - 6} ${y + 4}`,
      fill: "none",
      stroke: palette.ink,
      "stroke-width": 1.25,
      "stroke-linejoin": "round",
    }),
    svg("text", { x: x + (width - 6) / 2, y: y - 6, ...style }, note),
  ];
}

/** A long name is set smaller, so that it does not run into its neighbour's. */
function labelOf(part: Part, room: number, palette: Palette, words: Words): SVGTextElement {
  const fill = part.quantity === "grad" ? palette.backward : palette.muted;
  if (part.role === null) {
    const wide = mathWidth(part.latex, BENCH.label) / (room + 2 * BENCH.gap);
    const pixels = Math.max(BENCH.label / Math.max(wide, 1), SMALLEST_LABEL);
    return mathText(part.latex, { x: 0, y: 0, pixels, fill, anchor: "middle" });
  }
  const style = { "text-anchor": "middle", "font-family": FONTS.text, "font-size": BENCH.label - 1, fill };
  const { role } = part;
  return svg("text", style, typeof role === "string" ? words[role] : words.via(mathPlain(role.via)));
}

function signText(text: string, x: number, y: number, palette: Palette): SVGTextElement {
  const word = isWord(text);
  return svg(
    "text",
    {
      x,
      y: y + BENCH.sign * 0.34,
      "text-anchor": "middle",
      "font-family": word ? FONTS.code : FONTS.roman,
      "font-size": word ? BENCH.sign - 4 : BENCH.sign,
      fill: palette.ink,
    },
    text,
  );
}
