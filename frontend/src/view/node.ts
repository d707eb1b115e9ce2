/** One node on the canvas: its card, redrawn when its state changes. */

import type { Timeline, Total } from "../timeline/timeline";
import { drawArray, drawPlaceholder } from "./array";
import { badgeText, CARD, type Card, type SignPart, signWidth } from "./card";
import type { Chip } from "./folding";
import { mathText, mathWidth } from "./mathtext";
import { FONTS, type Palette } from "./palette";
import { set, svg } from "./svg";

export type Role = "idle" | "operand" | "forward" | "backward";

/** What decides how a node looks. */
export interface NodeState {
  readonly hasValue: boolean;
  readonly total: Total | null;
  readonly role: Role;
  readonly selected: boolean;
  readonly unfolded: boolean;
  /** The folded nodes in this card that the step is about. */
  readonly litChips: ReadonlyMap<string, Role>;
}

const RADIUS = { leaf: 14, constant: 4, operation: 6, badge: 11 } as const;

export class NodeView {
  readonly group: SVGGElement;
  /** A badge that has room of its own is always open, and stands where it was put. */
  alwaysOpen = false;
  #drawn = "";
  #card: SVGGElement | null = null;
  #value: SVGGElement | null = null;
  #total: SVGGElement | null = null;

  constructor(
    readonly card: Card,
    readonly timeline: Timeline,
    label: string,
  ) {
    this.group = svg("g", {
      "data-node": card.node.id,
      "data-form": card.form,
      role: "group",
      "aria-label": label,
      cursor: "pointer",
    });
  }

  /** Stand at a place; a badge that is unfolded is a card around the same middle. */
  place(x: number, y: number): void {
    set(this.group, { transform: `translate(${Math.round(x)} ${Math.round(y)})` });
  }

  show(state: NodeState, palette: Palette): void {
    const key = this.#key(state, palette);
    if (key === this.#drawn) return;
    this.#drawn = key;
    const folds = this.card.form === "badge" && !this.alwaysOpen;
    this.#card = null;
    this.group.replaceChildren(
      ...(folds ? this.#badge(state, palette) : []),
      ...(folds && !state.unfolded ? [] : [this.#open(state, palette)]),
    );
    set(this.group, { "data-role": state.role });
  }

  #key({ hasValue, total, role, selected, unfolded, litChips }: NodeState, palette: Palette): string {
    const chips = this.card.sign.filter(({ chip }) => chip && chipIds(chip).some((id) => litChips.has(id)));
    const lit = chips.map(({ chip }) => chip?.constant.id);
    return [palette.theme, hasValue, total?.arrived, role, selected, unfolded, ...lit].join();
  }

  /** Put the card of an unfolded badge where there is room, with a line to the badge. */
  openAt(x: number, y: number): void {
    if (this.#card) set(this.#card, { transform: `translate(${Math.round(x)} ${Math.round(y)})` });
  }

  /** Let the value appear cell by cell, or all at once where things may not move. */
  revealValue(progress: number, cellByCell: boolean): void {
    reveal(this.#value, progress, cellByCell);
  }

  /** Let the gradient appear when what adds to it has arrived. */
  revealTotal(progress: number): void {
    if (this.#total) set(this.#total, { opacity: progress >= 1 ? null : progress });
  }

  #badge(state: NodeState, palette: Palette): SVGElement[] {
    const { width, height } = this.card.folded;
    this.#value = null;
    this.#total = null;
    return [
      svg("rect", {
        width,
        height,
        rx: RADIUS.badge,
        fill: palette.card,
        stroke: state.selected ? palette.select : roleColour(state.role, palette, palette.muted),
        "stroke-width": state.selected || state.role !== "idle" ? 2 : 1,
        "stroke-dasharray": "3 3",
      }),
      caption(badgeText(this.card.node, this.timeline), width / 2, height / 2 + 4, "middle", palette),
    ];
  }

  #open(state: NodeState, palette: Palette): SVGElement {
    const body = svg("g", {}, this.#frame(state, palette), ...this.#header(state, palette));
    body.append(this.#valueGrid(state, palette));
    if (this.card.totalLabel) body.append(...this.#totalGrid(state, this.card.totalLabel, palette));
    this.#card = body;
    return body;
  }

  #frame(state: NodeState, palette: Palette): SVGElement {
    const { card } = this;
    const strong = state.role === "forward" || state.role === "backward" || state.selected;
    return svg("rect", {
      width: card.width,
      height: card.height,
      rx: RADIUS[card.form],
      fill: card.form === "constant" ? palette.constant : palette.card,
      stroke: state.selected ? palette.select : roleColour(state.role, palette, palette.border),
      "stroke-width": strong ? 2.5 : card.form === "leaf" ? 1.75 : 1,
      "stroke-dasharray": card.form === "constant" ? "5 3" : card.form === "badge" ? "3 3" : null,
    });
  }

  #header(state: NodeState, palette: Palette): SVGElement[] {
    const { card } = this;
    const baseline = CARD.header / 2 + 6;
    const named = card.node.name !== null || card.node.kind === "leaf";
    const parts: SVGElement[] = [
      mathText(card.title, {
        x: CARD.padding,
        y: baseline,
        pixels: CARD.title,
        fill: named ? palette.ink : palette.muted,
      }),
    ];
    const after = CARD.padding + mathWidth(card.title, CARD.title) + 8;
    if (card.sign.length > 0) parts.push(this.#sign(after, state, palette));
    const right = card.form === "badge" ? badgeText(card.node, this.timeline) : card.shape;
    if (right) parts.push(caption(right, card.width - CARD.padding, baseline - 1, "end", palette));
    return parts;
  }

  #sign(x: number, state: NodeState, palette: Palette): SVGElement {
    const group = svg("g", { transform: `translate(${x} 6)` });
    const lit = state.role === "forward" || state.role === "backward";
    group.append(
      svg("rect", {
        width: signWidth(this.card.sign),
        height: CARD.header - 11,
        rx: 4,
        fill: lit
          ? state.role === "forward"
            ? palette.forwardSoft
            : palette.backwardSoft
          : palette.constant,
      }),
    );
    let at: number = CARD.signPadding;
    for (const part of this.card.sign) {
      group.append(...signPart(part, at, state.litChips, palette));
      at += part.width + 4;
    }
    return group;
  }

  #valueGrid(state: NodeState, palette: Palette): SVGElement {
    const { card, timeline } = this;
    const group = svg("g", { transform: `translate(${this.#gridX()} ${CARD.header})` });
    if (state.hasValue) {
      this.#value = drawArray(timeline.cells(card.node.value), card.grid, { palette, quantity: "value" });
      set(this.#value, { "data-array": "value" });
      group.append(this.#value);
    } else {
      this.#value = null;
      group.append(drawPlaceholder(card.grid, palette));
    }
    return group;
  }

  #totalGrid(state: NodeState, label: string, palette: Palette): SVGElement[] {
    const { card, timeline } = this;
    const top = CARD.header + card.grid.height + CARD.gap;
    const baseline = top + CARD.total - 5;
    const place = { x: CARD.padding, y: baseline, pixels: 12 };
    const grid = svg("g", { transform: `translate(${this.#gridX()} ${top + CARD.total})` });
    if (!state.total) {
      this.#total = null;
      grid.append(drawPlaceholder(card.grid, palette));
      return [mathText(label, { ...place, fill: palette.grid }), grid];
    }
    this.#total = drawArray(state.total.cells, card.grid, { palette, quantity: "grad" });
    set(this.#total, { "data-array": timeline.graph.mode === "reverse" ? "grad" : "tangent" });
    grid.append(this.#total);
    const parts: SVGElement[] = [
      this.#totalGround(top, palette),
      mathText(label, { ...place, fill: palette.backward }),
      grid,
    ];
    const { arrived, expected } = state.total;
    if (expected > 1)
      parts.push(caption(`${arrived} / ${expected}`, card.width - CARD.padding, baseline, "end", palette));
    return parts;
  }

  /** The warm ground under a gradient, with the card's own corners at the bottom. */
  #totalGround(top: number, palette: Palette): SVGElement {
    const { card } = this;
    const radius = Math.max(RADIUS[card.form] - 1, 0);
    const y = top - 2;
    const bottom = card.height - 1.5;
    const right = card.width - 1.5;
    return svg("path", {
      d:
        `M1.5 ${y}H${right}V${bottom - radius}A${radius} ${radius} 0 0 1 ${right - radius} ${bottom}` +
        `H${1.5 + radius}A${radius} ${radius} 0 0 1 1.5 ${bottom - radius}Z`,
      fill: palette.backwardSoft,
    });
  }

  #gridX(): number {
    return Math.round((this.card.width - this.card.grid.width) / 2);
  }
}

export function roleColour(role: Role, palette: Palette, idle: string): string {
  return { idle, operand: palette.forward, forward: palette.forward, backward: palette.backward }[role];
}

function signPart(part: SignPart, x: number, lit: ReadonlyMap<string, Role>, palette: Palette): SVGElement[] {
  const y = (CARD.header - 11) / 2 + 4;
  if (!part.chip) return [signLabel(part.text, x, y, "code", palette.ink)];
  const { constant, broadcast, edges } = part.chip;
  const active = chipIds(part.chip).some((id) => lit.has(id));
  const box = svg("rect", {
    x,
    y: 2.5,
    width: part.width,
    height: CARD.header - 16,
    rx: 3,
    fill: active ? palette.forwardSoft : palette.card,
    stroke: active ? palette.forward : palette.border,
  });
  const number = signLabel(part.text, x + CARD.chipPadding, y, "text", palette.ink);
  set(number, { "data-cell": 0, "data-number": String(Number(constant.label)) });
  const inner = svg("g", { "data-node": constant.id }, box, svg("g", { "data-array": "value" }, number));
  // The folded broadcast and the folded edges have elements too: they are there, if only as the number's frame.
  const folded = [
    ...(broadcast ? [svg("g", { "data-node": broadcast.id })] : []),
    ...edges.map((edge) => svg("g", { "data-edge": edge.id })),
  ];
  return [inner, ...folded];
}

function chipIds({ constant, broadcast }: Chip): readonly string[] {
  return broadcast ? [constant.id, broadcast.id] : [constant.id];
}

function signLabel(text: string, x: number, y: number, font: "code" | "text", fill: string): SVGTextElement {
  return svg("text", { x, y, "font-family": FONTS[font], "font-size": CARD.sign, fill }, text);
}

function caption(
  text: string,
  x: number,
  y: number,
  anchor: "start" | "middle" | "end",
  palette: Palette,
): SVGTextElement {
  const attributes = {
    x,
    y,
    "text-anchor": anchor,
    "font-family": FONTS.text,
    "font-size": CARD.shape,
    fill: palette.muted,
  };
  return svg("text", attributes, text);
}

/** Show the first cells of an array, the next ones fading in. */
function reveal(group: SVGGElement | null, progress: number, cellByCell: boolean): void {
  if (!group) return;
  if (!cellByCell || progress >= 1) {
    set(group, { opacity: progress >= 1 ? null : progress });
    for (const child of group.children) child.removeAttribute("opacity");
    return;
  }
  group.removeAttribute("opacity");
  const count = group.children.length;
  [...group.children].forEach((child, index) => {
    const start = (index / count) * 0.7;
    const part = Math.min(Math.max((progress - start) / 0.3, 0), 1);
    set(child, { opacity: part });
  });
}
