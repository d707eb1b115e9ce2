/** A folded group on the canvas: its caption with a sign that opens it, and what it gives to the rest of the graph. */

import type { Timeline } from "../timeline/timeline";
import { spoken } from "../wire/arrays";
import type { GraphNode } from "../wire/graph";
import type { Card } from "./card";
import type { Bundle } from "./drawn";
import { captionOf } from "./group";
import { mathText, mathWidth } from "./mathtext";
import { textWidth } from "./measure";
import { NodeView, type Role, roleColour } from "./node";
import { FONTS, type Palette } from "./palette";
import { set, svg } from "./svg";

/** What a folded card says of itself. */
export interface FoldedWords {
  readonly name: string;
  readonly opens: string;
  readonly nodes: string;
  readonly more: (count: number) => string;
}

const HEAD = 28;
const PADDING = 10;
const SIGN = 16;
const TEXT = 12;
const BEHIND = 6;
const ROW = 20;
const MOST_ROWS = 5;
const NAME = 15;

export class FoldedCard {
  readonly group: SVGGElement;
  readonly width: number;
  readonly height: number;
  /** The card of what it gives, where that is one thing. */
  readonly inner: NodeView | null;
  readonly #body: SVGGElement;
  readonly #output: Card | null;
  #drawn = "";

  constructor(
    readonly bundle: Bundle,
    readonly timeline: Timeline,
    readonly words: FoldedWords,
    cardOf: (node: GraphNode) => Card,
    nameOf: (node: GraphNode) => string,
  ) {
    const { group, outputs } = bundle;
    const [only, ...others] = outputs;
    this.#output = only && others.length === 0 ? cardOf(only) : null;
    this.inner = this.#output && new NodeView(this.#output, timeline, nameOf(this.#output.node));
    if (this.inner) this.inner.alwaysOpen = true;
    const size = this.#size();
    this.width = size.width;
    this.height = size.height;
    this.#body = svg("g");
    const named = { "data-folded": group.id, role: "group", "aria-label": words.name, cursor: "pointer" };
    this.group = svg("g", named, this.#body);
    if (this.inner) {
      const middle = Math.round((this.width - BEHIND - (this.#output?.width ?? 0)) / 2);
      this.inner.place(middle, HEAD);
      this.group.append(this.inner.group);
    }
  }

  #size(): { width: number; height: number } {
    const caption = textWidth(captionOf(this.bundle.group), "code", TEXT);
    const head = SIGN + 8 + caption + 14 + textWidth(this.words.nodes, "text", 11);
    const rows = this.#rows();
    const within = this.#output?.width ?? Math.max(0, ...rows.map((row) => row.width));
    const height = this.#output?.height ?? rows.length * ROW;
    const width = Math.max(head, within) + 2 * PADDING + BEHIND;
    return { width: Math.ceil(width / 8) * 8, height: HEAD + height + (height > 0 ? PADDING : 0) + BEHIND };
  }

  place(x: number, y: number): void {
    set(this.group, { transform: `translate(${Math.round(x)} ${Math.round(y)})` });
  }

  show(state: { readonly role: Role; readonly selected: boolean }, palette: Palette): void {
    const key = `${palette.theme} ${state.role} ${state.selected}`;
    if (key === this.#drawn) return;
    this.#drawn = key;
    this.#body.replaceChildren(
      ...this.#frames(state, palette),
      this.#head(palette),
      ...(this.#output ? [] : this.#list(palette)),
    );
    set(this.group, { "data-role": state.role });
  }

  /** Two frames, one behind the other: there is more within. */
  #frames(
    { role, selected }: { readonly role: Role; readonly selected: boolean },
    palette: Palette,
  ): SVGElement[] {
    const [width, height] = [this.width - BEHIND, this.height - BEHIND];
    const stroke = selected ? palette.select : roleColour(role, palette, palette.groupBorder);
    const strong = selected || role === "forward" || role === "backward";
    const frame = { width, height, rx: 10, fill: palette.group, stroke };
    return [
      svg("rect", { ...frame, x: BEHIND, y: BEHIND, "stroke-width": 1 }),
      svg("rect", { ...frame, "stroke-width": strong ? 2.5 : 1.5 }),
    ];
  }

  #head(palette: Palette): SVGElement {
    const { group } = this.bundle;
    const middle = HEAD / 2;
    const button = {
      role: "button",
      tabindex: 0,
      "aria-label": this.words.opens,
      "aria-expanded": "false",
      "data-fold": group.id,
      cursor: "pointer",
    };
    const text = { "font-family": FONTS.code, "font-size": TEXT, fill: palette.ink };
    const count = { "text-anchor": "end", "font-family": FONTS.text, "font-size": 11, fill: palette.muted };
    const right = this.width - BEHIND - PADDING;
    return svg(
      "g",
      {},
      svg(
        "g",
        button,
        svg("title", {}, this.words.opens),
        svg("rect", {
          width: right - textWidth(this.words.nodes, "text", 11),
          height: HEAD,
          fill: "transparent",
        }),
        svg("rect", {
          x: PADDING - 4,
          y: middle - SIGN / 2,
          width: SIGN,
          height: SIGN,
          rx: 4,
          fill: palette.card,
          stroke: palette.groupBorder,
        }),
        svg("path", {
          d: `M${PADDING} ${middle}h8M${PADDING + 4} ${middle - 4}v8`,
          stroke: palette.ink,
          "stroke-width": 1.75,
          "stroke-linecap": "round",
        }),
        svg("text", { ...text, x: PADDING + SIGN + 2, y: middle + 4 }, captionOf(group)),
      ),
      svg("text", { ...count, x: right, y: middle + 4 }, this.words.nodes),
    );
  }

  #rows(): readonly { readonly latex: string; readonly shape: string; readonly width: number }[] {
    const { outputs } = this.bundle;
    const shown = outputs.length > MOST_ROWS ? outputs.slice(0, MOST_ROWS - 1) : outputs;
    const rows = shown.map((node) => {
      const shape = spoken(node.shape);
      return {
        latex: node.latex,
        shape,
        width: mathWidth(node.latex, NAME) + 14 + textWidth(shape, "text", 11),
      };
    });
    const left = outputs.length - shown.length;
    const more = left > 0 ? this.words.more(left) : "";
    return left > 0 ? [...rows, { latex: "", shape: more, width: textWidth(more, "text", 11) }] : rows;
  }

  /** What it gives, by name and shape, where that is more than one thing. */
  #list(palette: Palette): SVGElement[] {
    return this.#rows().flatMap(({ latex, shape }, index) => {
      const y = HEAD + index * ROW + ROW * 0.7;
      const text = { y, "font-family": FONTS.text, "font-size": 11, fill: palette.muted };
      const after = latex ? PADDING + mathWidth(latex, NAME) + 14 : PADDING;
      return [
        ...(latex ? [mathText(latex, { x: PADDING, y, pixels: NAME, fill: palette.ink })] : []),
        svg("text", { ...text, x: after }, shape),
      ];
    });
  }
}
