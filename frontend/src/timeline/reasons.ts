/**
 * Why a cell holds its number: the sum of products that made it, with the cells that its factors came from.
 * Of a gradient, one share for each edge that contributes to it: upstream times local, added up.
 */

import { size } from "../wire/arrays";
import type { GraphEdge, GraphNode } from "../wire/graph";
import { type CellRef, derivativeOf, numberIn } from "./cells";
import { contractionOf, isContraction, productsOf } from "./contractions";
import type { Entries, Entry } from "./entries";
import type { Timeline } from "./timeline";

/** A number in a product, and the cell that holds it, where one does. */
export interface Factor {
  readonly number: number;
  readonly cell: CellRef | null;
}

/** Factors that are multiplied. */
export type Term = readonly Factor[];

/** What one operand has to do with the cell: some of its cells, or null where it is not known which. */
export interface Operand {
  readonly edge: GraphEdge;
  readonly cells: readonly Factor[] | null;
}

/** What one edge contributes to the cell: terms that add up, or null while they are not known. */
export interface Share {
  readonly edge: GraphEdge;
  readonly terms: readonly Term[] | null;
  readonly number: number | null;
  /** Whether it has been added at the present step. */
  readonly arrived: boolean;
}

export type Reason =
  /** A number of the program. */
  | { readonly kind: "given" }
  | { readonly kind: "sum"; readonly terms: readonly Term[]; readonly divisor: number }
  /** Taken over from one cell; from none where the operation fills in a number of its own. */
  | { readonly kind: "copy"; readonly from: Factor | null; readonly edge: GraphEdge }
  | { readonly kind: "function"; readonly operands: readonly Operand[] }
  /** Where differentiation starts. */
  | { readonly kind: "seed" }
  | { readonly kind: "shares"; readonly shares: readonly Share[] };

export type EntriesFor = (edge: GraphEdge) => Entries | null;

/** Return why a cell holds the number that it holds at the end of step `index`. */
export function reasonFor(timeline: Timeline, ref: CellRef, index: number, entries: EntriesFor): Reason {
  const node = timeline.node(ref.node);
  if (ref.array === "value") return valueReason(timeline, node, ref.cell, entries);
  const edges = timeline.contributors(ref.node);
  if (edges.length === 0) return { kind: "seed" };
  return { kind: "shares", shares: edges.map((edge) => shareOf(timeline, edge, ref, index, entries)) };
}

/** Return the edges whose entries are needed to tell all of a reason, and are not known. */
export function unknownEdges(reason: Reason): readonly GraphEdge[] {
  if (reason.kind === "function")
    return reason.operands.filter((one) => one.cells === null).map((one) => one.edge);
  if (reason.kind === "shares")
    return reason.shares.filter((one) => one.terms === null).map((one) => one.edge);
  return [];
}

/** Return the cells that a reason names. */
export function sourcesOf(reason: Reason): readonly CellRef[] {
  const factors = factorsOf(reason);
  return factors.flatMap((factor) => factor.cell ?? []);
}

/** Return the numbers that a reason names. */
export function factorsOf(reason: Reason): readonly Factor[] {
  if (reason.kind === "sum") return reason.terms.flat();
  if (reason.kind === "copy") return reason.from ? [reason.from] : [];
  if (reason.kind === "function") return reason.operands.flatMap((operand) => operand.cells ?? []);
  return reason.kind === "shares" ? reason.shares.flatMap((share) => (share.terms ?? []).flat()) : [];
}

// Values.

/** Results that are linear in their operand, with the entries of its Jacobian as weights. */
const LINEAR = new Set(["sum", "trace", "cumsum", "avg_pool1d", "avg_pool2d", "fold", "scatter"]);
/** Sums of products of the cells of two operands, in the same order, and of a bias where there are three. */
const PRODUCTS = new Set(["matmul", "dot", "conv1d", "conv2d", "linear", "inner", "outer", "kron"]);

function valueReason(timeline: Timeline, node: GraphNode, cell: number, entries: EntriesFor): Reason {
  const edges = timeline.inputs.get(node.id) ?? [];
  const [first] = edges;
  if (!first) return { kind: "given" };
  const rows = edges.map((edge) => entries(edge)?.ofResult(cell) ?? null);
  const products = multiplied(timeline, node, cell);
  if (products) return { kind: "sum", terms: products, divisor: 1 };
  const taken = moved(timeline, edges, rows);
  if (taken) return { kind: "copy", ...taken };
  return (
    summed(timeline, node, edges, rows) ?? { kind: "function", operands: operandsOf(timeline, edges, rows) }
  );
}

/** What is known of each operand: the entries of the cell's row in its Jacobian. */
type Rows = readonly (readonly Entry[] | null)[];

function operandsOf(timeline: Timeline, edges: readonly GraphEdge[], rows: Rows): readonly Operand[] {
  return edges.map((edge, at) => ({
    edge,
    cells: rows[at]?.map((entry) => operandFactor(timeline, edge, entry)) ?? null,
  }));
}

/** Return the sum that a cell is, or null where it is none, or not all of it is known. */
function summed(timeline: Timeline, node: GraphNode, edges: readonly GraphEdge[], rows: Rows): Reason | null {
  const name = node.operation ?? "";
  const isProduct = PRODUCTS.has(name);
  const needed = isProduct ? rows : rows.slice(0, 1);
  const [first, second, third] = rows;
  const [edge, other, last] = edges;
  if (!edge || !first || needed.some((row) => row === null)) return null;
  if (name === "mean") return meanOf(timeline, edge, first);
  if (isProduct && other && second) {
    const named = first.map((entry, at) => withFactor(timeline, other, entry, second[at]));
    const bias = last && third ? third.map((entry) => weighed(timeline, last, entry)) : [];
    return { kind: "sum", terms: [...named.map((one) => weighed(timeline, edge, one)), ...bias], divisor: 1 };
  }
  if (!LINEAR.has(name) && !isContraction(node)) return null;
  return { kind: "sum", terms: first.map((entry) => weighed(timeline, edge, entry)), divisor: 1 };
}

/** Return the products of one cell of each operand that a contraction adds up, or null of other operations. */
function multiplied(timeline: Timeline, node: GraphNode, cell: number): readonly Term[] | null {
  const contraction = contractionOf(timeline, node);
  if (!contraction || contraction.operands.some(({ value }) => "preview" in value)) return null;
  const products = productsOf(contraction, node.shape, cell);
  return products?.map((cells) => cells.map((one) => factorAt(timeline, one))) ?? null;
}

/** Say which cell of the other operand a weight is. */
function withFactor(timeline: Timeline, other: GraphEdge, entry: Entry, partner: Entry | undefined): Entry {
  if (entry.factor !== null || !partner) return entry;
  const factor: CellRef = { node: other.source, array: "value", cell: partner.operand };
  return numberIn(timeline, factor) === entry.slope ? { ...entry, factor } : entry;
}

/** The numbers are added and divided once, which is not what the entries of the Jacobian say. */
function meanOf(timeline: Timeline, edge: GraphEdge, row: readonly Entry[]): Reason {
  const target = timeline.node(edge.target);
  const divisor = size(timeline.node(edge.source).shape) / Math.max(size(target.shape), 1);
  return { kind: "sum", terms: row.map((entry) => [operandFactor(timeline, edge, entry)]), divisor };
}

type Moved = { readonly from: Factor | null; readonly edge: GraphEdge };

/** Return the one cell that an operation which only moves cells has taken, or null for other operations. */
function moved(timeline: Timeline, edges: readonly GraphEdge[], rows: Rows): Moved | null {
  const moving = edges.flatMap((edge, at) => (edge.local.kind === "none" ? [] : [{ edge, row: rows[at] }]));
  const only = moving.every(({ edge: { local } }) => local.kind === "shape" || local.kind === "selection");
  if (!only || moving.some(({ row }) => !row)) return null;
  const taken = moving.flatMap(({ edge, row }) => (row ?? []).map((entry) => ({ edge, entry })));
  const [first] = moving;
  const [one, ...others] = taken;
  if (!first || others.length > 0) return null;
  return { edge: one?.edge ?? first.edge, from: one ? operandFactor(timeline, one.edge, one.entry) : null };
}

function operandFactor(timeline: Timeline, edge: GraphEdge, { operand }: Entry): Factor {
  return factorAt(timeline, { node: edge.source, array: "value", cell: operand });
}

function weighed(timeline: Timeline, edge: GraphEdge, entry: Entry): Term {
  const cell = operandFactor(timeline, edge, entry);
  const weight: Factor = { number: entry.slope, cell: entry.factor };
  return entry.factor === null && entry.slope === 1 ? [cell] : [cell, weight];
}

function factorAt(timeline: Timeline, cell: CellRef): Factor {
  return { number: numberIn(timeline, cell) ?? Number.NaN, cell };
}

// Gradients and tangents.

function shareOf(
  timeline: Timeline,
  edge: GraphEdge,
  ref: CellRef,
  index: number,
  entries: EntriesFor,
): Share {
  const passed = timeline.passes(edge);
  const found = entries(edge);
  const reverse = timeline.graph.mode === "reverse";
  const met = (reverse ? found?.ofOperand(ref.cell) : found?.ofResult(ref.cell)) ?? null;
  const plain = edge.local.kind !== "pointwise" && edge.local.kind !== "matmul";
  const terms = met?.flatMap((entry): readonly Term[] => {
    const upstream = factorAt(timeline, {
      node: reverse ? edge.target : edge.source,
      array: derivativeOf(timeline.graph),
      cell: reverse ? entry.result : entry.operand,
    });
    if (entry.parts)
      return entry.parts.map((cells) => [upstream, ...cells.map((one) => factorAt(timeline, one))]);
    if (plain && entry.slope === 1) return [[upstream]];
    const local: Factor = { number: entry.slope, cell: entry.factor };
    return [edge.local.kind === "matmul" && edge.argument === 1 ? [local, upstream] : [upstream, local]];
  });
  return {
    edge,
    terms: terms ?? null,
    number: contributed(timeline, edge, ref.cell),
    arrived: passed !== null && passed <= index,
  };
}

function contributed(timeline: Timeline, edge: GraphEdge, cell: number): number | null {
  const { contribution } = edge;
  return contribution && "data" in contribution ? (timeline.cells(contribution).data[cell] ?? null) : null;
}

// What a cell has gone into.

/** A cell that another one goes into, with the number that it comes with. */
export interface Goal {
  readonly edge: GraphEdge;
  readonly cells: readonly Factor[] | null;
}

/** Return what a cell goes into, edge by edge: a value into results, a gradient into those of the operands. */
export function goalsOf(timeline: Timeline, ref: CellRef, entries: EntriesFor): readonly Goal[] {
  const back = ref.array === "grad";
  const edges = back
    ? (timeline.inputs.get(ref.node) ?? [])
    : timeline.graph.edges.filter((edge) => edge.source === ref.node);
  const passing = ref.array === "value" ? edges : edges.filter((edge) => edge.contribution !== null);
  return passing.map((edge) => {
    const found = back ? entries(edge)?.ofResult(ref.cell) : entries(edge)?.ofOperand(ref.cell);
    const cells = found?.map((entry) =>
      factorAt(timeline, {
        node: back ? edge.source : edge.target,
        array: ref.array,
        cell: back ? entry.operand : entry.result,
      }),
    );
    return { edge, cells: cells ?? null };
  });
}
