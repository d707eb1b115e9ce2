/** One line of the workbench, set: arrays, signs and labels in their places. */

import type { Line, Part } from "../timeline/scenes";
import { BENCH, betweenWidth, isWord, lineSize, rowed, signWidth } from "./arrangement";
import { drawArray } from "./array";
import { gridFor } from "./grid";
import { mathText } from "./mathtext";
import { FONTS, type Palette } from "./palette";
import type { Bench, Placed } from "./placed";
import { set, svg } from "./svg";
import { travellersOf } from "./travel";

export interface Words {
  readonly before: string;
  readonly added: string;
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
    const width = betweenWidth(line);
    if (line.parts.length === 0) return;
    if (line.arrow === null) this.sign("=");
    else {
      this.group.append(...arrow(line.arrow, this.x, width - BENCH.gap, this.#middle, this.palette));
      this.x += width;
    }
  }

  part(part: Part): Placed {
    const grid = gridFor([part.cells]);
    const at = { x: this.x, y: this.#middle - grid.height / 2 };
    const drawn = drawArray(part.cells, grid, { palette: this.palette, quantity: part.quantity });
    set(drawn, { transform: `translate(${at.x} ${at.y})` });
    const label = labelOf(part, this.palette, this.words);
    set(label, { x: at.x + grid.width / 2, y: this.#top + this.tallest + BENCH.labelRoom - 5 });
    this.group.append(drawn, label);
    this.x += grid.width + BENCH.gap;
    const placed = { part, grid, ...at, group: drawn };
    this.placed.push(placed);
    return placed;
  }
}

export function build(line: Line, wraps: boolean, palette: Palette, words: Words): Bench {
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
    svg("text", { x: x + width / 2, y: y - 6, ...style }, note),
  ];
}

function labelOf(part: Part, palette: Palette, words: Words): SVGTextElement {
  const fill = part.quantity === "grad" ? palette.backward : palette.muted;
  if (part.role === null)
    return mathText(part.latex, { x: 0, y: 0, pixels: BENCH.label, fill, anchor: "middle" });
  const style = { "text-anchor": "middle", "font-family": FONTS.text, "font-size": BENCH.label - 1, fill };
  return svg("text", style, words[part.role]);
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
