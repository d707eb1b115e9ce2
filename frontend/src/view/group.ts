/** A frame around nodes that belong together, with its caption; where the caption can close it, a sign says so. */

import type { Box } from "../layout/elk";
import type { GraphGroup } from "../wire/graph";
import { textWidth } from "./measure";
import { FONTS, type Palette } from "./palette";
import { set, svg } from "./svg";

const TEXT = 12;
const HEIGHT = 22;
const PADDING = 8;
const SIGN = 18;
const CORNER = 12;

const LONGEST = 36;

/** Return what a group's caption says: of a call of the program's also what the function was called with. */
export function captionOf({ kind, label, operation, arguments: given }: GraphGroup): string {
  const called = kind === "call" && operation === null;
  const text = called ? `${label}(${given.map((one) => one.text).join(", ")})` : label;
  if (text.length <= LONGEST) return text;
  return called ? `${label}(…)` : `${text.slice(0, LONGEST - 1)}…`;
}

/** Return the room that a group's caption needs. */
export function captionRoom(group: GraphGroup, closes: boolean): { width: number; height: number } {
  const width = textWidth(captionOf(group), "code", TEXT) + 2 * PADDING + (closes ? SIGN : 0);
  return { width: Math.ceil(width), height: HEIGHT };
}

export class GroupView {
  readonly frame: SVGRectElement;
  /** Stands over the edges, so that it can be read and clicked. */
  readonly caption: SVGGElement;
  readonly #ground: SVGRectElement;
  readonly #text: SVGTextElement;
  readonly #sign: SVGPathElement | null;
  #drawn = "";

  /** `closing` is what assistive technology calls the caption that closes the group, or null if it does not. */
  constructor(
    readonly group: GraphGroup,
    readonly closing: string | null,
  ) {
    const { width, height } = captionRoom(group, closing !== null);
    this.frame = svg("rect", { "data-group": group.id, rx: CORNER, "stroke-width": 1.5 });
    this.#ground = svg("rect", { width, height, rx: 6 });
    const text = { x: PADDING, y: HEIGHT / 2 + 4, "font-family": FONTS.code, "font-size": TEXT };
    this.#text = svg("text", text, captionOf(group));
    const sign = {
      d: `M${width - PADDING - 8} ${HEIGHT / 2}h8`,
      "stroke-width": 2,
      "stroke-linecap": "round",
    };
    this.#sign = closing === null ? null : svg("path", sign);
    this.caption = svg("g", { "data-caption": group.id }, this.#ground, this.#text);
    if (this.#sign) this.caption.append(this.#sign);
    if (closing !== null) {
      this.caption.append(svg("title", {}, closing));
      const button = { role: "button", tabindex: 0, "aria-label": closing, cursor: "pointer" };
      set(this.caption, { ...button, "data-closes": group.label });
    }
  }

  place(box: Box): void {
    const { x, y, width, height } = box;
    set(this.frame, { x: Math.round(x), y: Math.round(y), width, height });
    set(this.caption, { transform: `translate(${Math.round(x) + 6} ${Math.round(y) + 6})` });
  }

  show(palette: Palette): void {
    if (palette.theme === this.#drawn) return;
    this.#drawn = palette.theme;
    set(this.frame, { fill: palette.group, stroke: palette.groupBorder });
    set(this.#ground, { fill: palette.card, stroke: palette.groupBorder });
    set(this.#text, { fill: palette.ink });
    if (this.#sign) set(this.#sign, { stroke: palette.muted });
  }
}
