/** A frame around nodes that belong together, with its caption, which folds it or closes it; a sign says so. */

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

/** What a caption does: it folds its frame, or closes the operation that stands open in it. */
export interface CaptionAct {
  readonly label: string;
  readonly closes: string | null;
}

/** Return the room that a group's caption needs. */
export function captionRoom(group: GraphGroup): { width: number; height: number } {
  const width = textWidth(captionOf(group), "code", TEXT) + 2 * PADDING + SIGN;
  return { width: Math.ceil(width), height: HEIGHT };
}

export class GroupView {
  readonly frame: SVGRectElement;
  /** Stands over the edges, so that it can be read and clicked. */
  readonly caption: SVGGElement;
  readonly #ground: SVGRectElement;
  readonly #text: SVGTextElement;
  readonly #sign: SVGPathElement;
  #drawn = "";

  constructor(
    readonly group: GraphGroup,
    act: CaptionAct,
  ) {
    const { width, height } = captionRoom(group);
    this.frame = svg("rect", { "data-group": group.id, rx: CORNER });
    this.#ground = svg("rect", { width, height, rx: 6 });
    const text = { x: PADDING, y: HEIGHT / 2 + 4, "font-family": FONTS.code, "font-size": TEXT };
    this.#text = svg("text", text, captionOf(group));
    const line = `M${width - PADDING - 8} ${HEIGHT / 2}h8`;
    this.#sign = svg("path", { d: line, "stroke-width": 2, "stroke-linecap": "round" });
    const does = act.closes === null ? { "data-fold": group.id } : { "data-closes": act.closes };
    const button = { role: "button", tabindex: 0, "aria-label": act.label, "aria-expanded": "true" };
    this.caption = svg("g", { "data-caption": group.id, ...button, ...does, cursor: "pointer" });
    this.caption.append(svg("title", {}, act.label), this.#ground, this.#text, this.#sign);
  }

  place(box: Box): void {
    const { x, y, width, height } = box;
    set(this.frame, { x: Math.round(x), y: Math.round(y), width, height });
    set(this.caption, { transform: `translate(${Math.round(x) + 6} ${Math.round(y) + 6})` });
  }

  show(selected: boolean, palette: Palette): void {
    const key = `${palette.theme} ${selected}`;
    if (key === this.#drawn) return;
    this.#drawn = key;
    const stroke = selected ? palette.select : palette.groupBorder;
    set(this.frame, { fill: palette.group, stroke, "stroke-width": selected ? 2.5 : 1.5 });
    set(this.#ground, { fill: palette.card, stroke: palette.groupBorder });
    set(this.#text, { fill: palette.ink });
    set(this.#sign, { stroke: palette.muted });
  }
}
