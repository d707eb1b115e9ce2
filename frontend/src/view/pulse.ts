/** What travels along an edge: a small picture of the array, with the arrow forward, against it backward. */

import type { Cells } from "../wire/arrays";
import { axes, tintScale } from "./grid";
import type { Palette, Quantity } from "./palette";
import { set, svg } from "./svg";

const SIDE = 26;
const MOST = 6;

/** Carries one token at a time. */
export class Carrier {
  readonly layer = svg("g");
  #carried: { readonly cells: Cells; readonly theme: string; readonly group: SVGGElement } | null = null;

  /** Have carried `cells` along a line as far as `progress`; 0 is the line's start. */
  carry(cells: Cells, line: SVGPathElement, progress: number, palette: Palette): void {
    if (this.#carried?.cells !== cells || this.#carried.theme !== palette.theme) {
      this.#carried = { cells, theme: palette.theme, group: token(cells, "grad", palette) };
      this.layer.replaceChildren(this.#carried.group);
    }
    moveAlong(line, this.#carried.group, progress);
  }

  rest(): void {
    if (this.#carried) this.layer.replaceChildren();
    this.#carried = null;
  }
}

/** Draw the token of an array, its middle at the origin. */
function token(cells: Cells, quantity: Quantity, palette: Palette): SVGGElement {
  const { rows, columns } = axes(cells.shown);
  const [high, wide] = [Math.min(rows, MOST), Math.min(columns, MOST)];
  const side = Math.min(SIDE / Math.max(high, wide), 9);
  const [width, height] = [wide * side, high * side];
  const scale = tintScale(cells.data);
  const colour = quantity === "grad" ? palette.backward : palette.forward;
  const group = svg("g", { "pointer-events": "none", "aria-hidden": "true" });
  group.append(
    svg("rect", {
      x: -width / 2 - 4,
      y: -height / 2 - 4,
      width: width + 8,
      height: height + 8,
      rx: 6,
      fill: palette.card,
      stroke: colour,
      "stroke-width": 2,
    }),
  );
  for (let row = 0; row < high; row += 1) {
    for (let column = 0; column < wide; column += 1) {
      const number = cells.data[row * columns + column] ?? 0;
      group.append(
        svg("rect", {
          x: -width / 2 + column * side,
          y: -height / 2 + row * side,
          width: side - 0.5,
          height: side - 0.5,
          fill: palette.heat(quantity, Number.isFinite(number) ? number / scale : Math.sign(number) || 0),
        }),
      );
    }
  }
  return group;
}

/** Move a token along a line; `progress` 0 is the line's start. */
function moveAlong(line: SVGPathElement, group: SVGGElement, progress: number): void {
  const length = line.getTotalLength?.() ?? 0;
  if (length === 0) return;
  const { x, y } = line.getPointAtLength(length * progress);
  set(group, { transform: `translate(${x} ${y})` });
}
