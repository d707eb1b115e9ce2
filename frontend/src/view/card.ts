/** A node's card: what it says, how large it is, and where its parts stand. Measured before the layout. */

import type { Timeline } from "../timeline/timeline";
import { type Cells, namedAxes, spoken, tuple } from "../wire/arrays";
import type { GraphNode } from "../wire/graph";
import { short } from "../wire/numbers";
import { type Chip, isBadge } from "./folding";
import { type Grid, gridFor } from "./grid";
import { mathWidth } from "./mathtext";
import { textWidth } from "./measure";
import { TYPICAL } from "./room";

export type Form = "leaf" | "constant" | "operation" | "badge";

/** A piece of the operation's sign: text, or a number that is folded into the card. */
export interface SignPart {
  readonly text: string;
  readonly chip: Chip | null;
  readonly width: number;
}

export interface Card {
  readonly node: GraphNode;
  readonly form: Form;
  readonly title: string;
  readonly sign: readonly SignPart[];
  readonly shape: string;
  readonly grid: Grid;
  /** The symbol over the gradient (forward mode: the tangent), or null where there will be none. */
  readonly totalLabel: string | null;
  readonly width: number;
  readonly height: number;
  /** The width and height on the canvas while a badge is folded; else those of the card. */
  readonly folded: { readonly width: number; readonly height: number };
}

export const CARD = {
  padding: 10,
  header: 30,
  total: 17,
  gap: 7,
  title: 17,
  sign: 12,
  shape: 11,
  signPadding: 6,
  chipPadding: 5,
  badge: 22,
  narrowest: 64,
  widthStep: 8,
} as const;

/** A `roomy` card has room for other numbers than its own. */
export function card(node: GraphNode, chips: readonly Chip[], timeline: Timeline, roomy = false): Card {
  const form: Form = isBadge(node) ? "badge" : node.kind;
  const arrays = arraysOf(node, timeline);
  const grid = gridFor(roomy ? [...arrays, ...arrays.slice(0, 1).map(typical)] : arrays);
  const sign = signParts(node, chips);
  const shape = spoken(node.shape);
  const totalLabel = timeline.expectsTotal(node.id) ? totalSymbol(node, timeline) : null;
  const header = form === "badge" ? openBadgeWidth(node, timeline) : headerWidth(node, sign, shape);
  const label = totalLabel ? mathWidth(totalLabel, 12) + 26 : 0;
  const width = upToStep(Math.max(grid.width, header, label, CARD.narrowest) + 2 * CARD.padding);
  const height =
    CARD.header + grid.height + (totalLabel ? CARD.gap + CARD.total + grid.height : 0) + CARD.padding;
  const folded =
    form === "badge"
      ? { width: upToStep(badgeWidth(node, timeline)), height: CARD.badge }
      : { width, height };
  return { node, form, title: node.latex, sign, shape, grid, totalLabel, width, height, folded };
}

/** A number that gets a little wider must not move the whole picture: widths grow in steps. */
function upToStep(width: number): number {
  return Math.ceil(width / CARD.widthStep) * CARD.widthStep;
}

function typical(cells: Cells): Cells {
  return { ...cells, data: Float64Array.of(TYPICAL) };
}

/** Return everything that will be shown in the card's grids. */
function arraysOf(node: GraphNode, timeline: Timeline): Cells[] {
  const arrays = [timeline.cells(node.value)];
  const last = timeline.steps.length - 1;
  const total = timeline.total(node.id, last);
  if (total) arrays.push(total.cells);
  for (const edge of timeline.contributors(node.id)) {
    const before = timeline.before(edge);
    if (before) arrays.push(before);
  }
  return arrays;
}

function totalSymbol(node: GraphNode, timeline: Timeline): string {
  const { graph } = timeline;
  return graph.mode === "reverse"
    ? `\\frac{d${graph.objective.latex}}{d${node.latex}}`
    : `\\dot{${node.latex}}`;
}

function headerWidth(node: GraphNode, sign: readonly SignPart[], shape: string): number {
  const title = mathWidth(node.latex, CARD.title);
  const tag = sign.length > 0 ? signWidth(sign) + 10 : 0;
  const right = shape ? textWidth(shape, "text", CARD.shape) + 12 : 0;
  return title + tag + right;
}

export function signWidth(sign: readonly SignPart[]): number {
  return (
    sign.reduce((width, part) => width + part.width, 2 * CARD.signPadding) + 4 * Math.max(sign.length - 1, 0)
  );
}

/** `2 * ▢` has its number on the left of the sign, `▢ ** 2` on the right. */
function signParts(node: GraphNode, chips: readonly Chip[]): SignPart[] {
  if (node.sign === null || isBadge(node)) return [];
  const text = signText(node);
  const parts: SignPart[] = [{ text, chip: null, width: textWidth(text, "code", CARD.sign) }];
  for (const chip of chips) {
    const number = short(Number(chip.constant.label));
    const width = textWidth(number, "text", CARD.sign) + 2 * CARD.chipPadding;
    const part = { text: number, chip, width };
    if (chip.argument === 0 && chips.length === 1) parts.unshift(part);
    else parts.push(part);
  }
  return parts;
}

function signText(node: GraphNode): string {
  const { attributes } = node;
  if (node.operation === "getitem")
    return `[${(attributes["index"] as IndexEntry[]).map(indexText).join(", ")}]`;
  const axis = namedAxes(node) ?? [];
  const all = node.shape.length === (attributes["keepdims"] ? axis.length : 0);
  return axis.length > 0 && !all ? `${node.sign} axis ${axis.join(", ")}` : (node.sign ?? "");
}

type IndexEntry =
  | number
  | null
  | Positions
  | { readonly shape: readonly number[] }
  | { readonly start: number; readonly step: number; readonly count: number; readonly size: number };

/** Positions along an axis, as nested lists. */
type Positions = readonly (number | Positions)[];

const MOST_POSITIONS = 4;

function indexText(entry: IndexEntry): string {
  if (entry === null) return "None";
  if (typeof entry === "number") return String(entry);
  if (isList(entry)) return listText(entry);
  if ("shape" in entry) return "[…]";
  const { start, step, count, size } = entry;
  if (step !== 1) return `${start}:${start + step * count < 0 ? "" : start + step * count}:${step}`;
  const end = start + count;
  return `${start === 0 ? "" : start}:${end === size ? "" : end}`;
}

function isList(entry: IndexEntry): entry is Positions {
  return Array.isArray(entry);
}

/** Return a list of positions, of a long one the first: `[0, 2, 2, 1, …]`. */
function listText(positions: Positions): string {
  const shown = positions
    .slice(0, MOST_POSITIONS)
    .map((one) => (typeof one === "number" ? String(one) : listText(one)));
  return `[${(positions.length > MOST_POSITIONS ? [...shown, "…"] : shown).join(", ")}]`;
}

/** Return what a badge says: `(3,) → (4, 3)`. */
export function badgeText(node: GraphNode, timeline: Timeline): string {
  const [edge] = timeline.inputs.get(node.id) ?? [];
  const from = edge ? timeline.node(edge.source).shape : [];
  return `${tuple(from)} → ${tuple(node.shape)}`;
}

function openBadgeWidth(node: GraphNode, timeline: Timeline): number {
  return mathWidth(node.latex, CARD.title) + 12 + textWidth(badgeText(node, timeline), "text", CARD.shape);
}

function badgeWidth(node: GraphNode, timeline: Timeline): number {
  return textWidth(badgeText(node, timeline), "text", CARD.shape) + 20;
}
