/**
 * A tensor operation as what it is in the end: a graph of single numbers, with a derivative at each line between
 * two of them. Two operations in a row become one by contraction: the products along all paths, added up.
 */

import { size } from "../wire/arrays";
import type { GraphEdge } from "../wire/graph";
import { grouped } from "../wire/grouped";
import type { EntriesFor } from "./reasons";
import type { Timeline } from "./timeline";

/** One array of numbers that stand below one another; `edge` tells the operand, null is the operation's result. */
export interface Pile {
  readonly node: string;
  readonly edge: GraphEdge | null;
  readonly cells: readonly number[];
}

/** A line between a number of one column and a number of the next; the piles are counted within their columns. */
export interface Link {
  readonly from: { readonly pile: number; readonly cell: number };
  readonly to: { readonly pile: number; readonly cell: number };
  readonly slope: number;
  /** How many paths it stands for. */
  readonly paths: number;
}

export interface Scalars {
  readonly columns: readonly (readonly Pile[])[];
  /** The lines from each column to the next. */
  readonly links: readonly (readonly Link[])[];
  /** The edges of which nothing is known yet. */
  readonly unknown: readonly GraphEdge[];
}

/** Return one operation as scalars: all of them, or those that lead to one cell of its result. */
export function scalarsOf(
  timeline: Timeline,
  id: string,
  entries: EntriesFor,
  only: number | null = null,
): Scalars {
  const node = timeline.node(id);
  const edges = operandsOf(timeline, id);
  const results = only === null ? cellsOf(node.shape) : [only];
  const links = edges.flatMap((edge, pile) => linksAlong(edge, pile, results, entries));
  const piles = edges.map((edge, pile): Pile => {
    const used = new Set(links.filter(({ from }) => from.pile === pile).map(({ from }) => from.cell));
    const cells = cellsOf(timeline.node(edge.source).shape);
    return { node: edge.source, edge, cells: only === null ? cells : cells.filter((cell) => used.has(cell)) };
  });
  const unknown = edges.filter((edge) => entries(edge) === null);
  return { columns: [piles, [{ node: id, edge: null, cells: results }]], links: [links], unknown };
}

/** Return the operands that a derivative goes to: of constants nobody asks for one, unless there is nothing else. */
export function operandsOf(timeline: Timeline, id: string): readonly GraphEdge[] {
  const edges = (timeline.inputs.get(id) ?? []).filter((edge) => edge.local.kind !== "none");
  const wanted = edges.filter((edge) => timeline.node(edge.source).requires_grad);
  return wanted.length > 0 ? wanted : edges;
}

function cellsOf(shape: readonly number[]): number[] {
  return Array.from({ length: size(shape) }, (_, cell) => cell);
}

function linksAlong(edge: GraphEdge, pile: number, results: readonly number[], entries: EntriesFor): Link[] {
  const found = entries(edge);
  return results.flatMap((result) =>
    (found?.ofResult(result) ?? []).map(({ operand, slope }) => ({
      from: { pile, cell: operand },
      to: { pile: 0, cell: result },
      slope,
      paths: 1,
    })),
  );
}

/** Return an operation followed by the one that `next` leads to, in three columns. */
export function withNext(timeline: Timeline, first: Scalars, next: GraphEdge, entries: EntriesFor): Scalars {
  const middle = first.columns.at(-1)?.[0]?.cells ?? [];
  const found = entries(next);
  const links = middle.flatMap((cell): Link[] =>
    (found?.ofOperand(cell) ?? []).map(({ result, slope }) => ({
      from: { pile: 0, cell },
      to: { pile: 0, cell: result },
      slope,
      paths: 1,
    })),
  );
  const reached = new Set(links.map(({ to }) => to.cell));
  const cells = cellsOf(timeline.node(next.target).shape).filter((cell) => reached.has(cell));
  return {
    columns: [...first.columns, [{ node: next.target, edge: null, cells }]],
    links: [...first.links, links],
    unknown: found ? first.unknown : [...first.unknown, next],
  };
}

/** Return three columns as two: each line is the sum, over the paths through the middle, of their products. */
export function contracted({ columns, links, unknown }: Scalars): Scalars {
  const [left = [], , right = []] = columns;
  const [before = [], after = []] = links;
  const onwards = grouped(after, (link) => link.from.cell);
  const sums = new Map<string, Link>();
  for (const first of before) {
    for (const second of onwards.get(first.to.cell) ?? []) {
      const key = `${first.from.pile} ${first.from.cell} ${second.to.cell}`;
      const known = sums.get(key);
      sums.set(key, {
        from: first.from,
        to: second.to,
        slope: (known?.slope ?? 0) + first.slope * second.slope,
        paths: (known?.paths ?? 0) + first.paths * second.paths,
      });
    }
  }
  return { columns: [left, right], links: [[...sums.values()]], unknown };
}

/** Return how many lines there are. */
export function lineCount({ links }: Scalars): number {
  return links.reduce((count, some) => count + some.length, 0);
}

/** Return the edge along which an operation's result goes on towards the output first, or null. */
export function nextEdge(timeline: Timeline, id: string): GraphEdge | null {
  const onwards = timeline.graph.edges.filter((edge) => edge.source === id && edge.local.kind !== "none");
  return onwards.find((edge) => edge.contribution !== null) ?? onwards[0] ?? null;
}
