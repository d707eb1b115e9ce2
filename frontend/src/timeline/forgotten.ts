/**
 * What an unbroadcast would come to if the copies were not added up: the shape that the gradient would have, and the
 * numbers where someone makes the shape fit in another way. All of them are made of the upstream gradient's own.
 */

import { type Cells, size } from "../wire/arrays";
import type { GraphEdge, GraphNode, Shape } from "../wire/graph";
import { agrees, made } from "./check";
import { fromOperand, type Index, ravel } from "./indexing";
import type { Timeline } from "./timeline";

export type Instead = "sum" | "mean" | "last" | "others";

export interface Attempt {
  readonly kind: Instead;
  /** The axes over which "others" are summed. */
  readonly axes: readonly number[];
  readonly cells: Cells;
}

export interface Forgotten {
  readonly source: GraphNode;
  /** The shape of the copies' gradient, and of what was copied. */
  readonly from: Shape;
  readonly to: Shape;
  readonly copies: number;
  /** The true sum first, then what looks like it; empty where not all cells are known. */
  readonly attempts: readonly Attempt[];
}

/** Return it for an edge along which copies were made, else null. */
export function forgotten(timeline: Timeline, edge: GraphEdge): Forgotten | null {
  const step = timeline.passes(edge);
  const told = step === null ? null : timeline.step(step).unbroadcast;
  if (!told || !edge.contribution || told.sum_axes.length === 0) return null;
  const upstream = timeline.total(edge.target, timeline.steps.length - 1);
  if (!upstream) return null;
  const source = timeline.node(edge.source);
  const { from, to, sum_axes } = told;
  const copies = sum_axes.reduce((product, axis) => product * (from[axis] ?? 1), 1);
  const sum = timeline.cells(edge.contribution);
  return { source, from, to, copies, attempts: attempts(timeline, upstream.cells, sum, sum_axes, copies) };
}

function attempts(
  timeline: Timeline,
  upstream: Cells,
  sum: Cells,
  axes: readonly number[],
  copies: number,
): readonly Attempt[] {
  const partial = upstream.preview || sum.preview || copies < 2;
  if (partial || !agrees(timeline, reduced(upstream, axes, false), sum)) return [];
  const mean = made(
    sum.shape,
    sum.data.map((cell) => cell / copies),
  );
  const last = made(sum.shape, reduced(upstream, axes, true));
  const wrong = otherAxes(upstream.shape, sum.shape, axes);
  const others = wrong && made(sum.shape, reduced(upstream, wrong, false));
  const instead: readonly Attempt[] = [
    { kind: "mean", axes, cells: mean },
    { kind: "last", axes, cells: last },
    ...(wrong && others ? [{ kind: "others" as const, axes: wrong, cells: others }] : []),
  ];
  const wrongly = instead.filter(({ cells }) => !agrees(timeline, cells.data, sum)); // a zero has the right mean too
  return [{ kind: "sum", axes, cells: sum }, ...wrongly];
}

/** Sum over axes, or keep only what stands last along them. */
function reduced({ shape, data }: Cells, axes: readonly number[], last: boolean): Float64Array {
  const kept = shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
  const onto = (index: Index): number =>
    ravel(
      index.map((place, axis) => (axes.includes(axis) ? 0 : place)),
      kept,
    );
  const { to } = fromOperand(shape, onto);
  const found = new Float64Array(size(kept));
  data.forEach((cell, index) => {
    const goal = to[index] ?? 0;
    found[goal] = last ? cell : (found[goal] ?? 0) + cell;
  });
  return found;
}

/** Return other axes that, summed over, leave the same shape: with these a mistake is not seen by the shape. */
function otherAxes(from: Shape, to: Shape, axes: readonly number[]): readonly number[] | null {
  const [axis] = axes;
  if (axes.length !== 1 || axis === undefined || to.length !== from.length - 1) return null;
  const fits = from.findIndex((_, one) => one !== axis && same(from.toSpliced(one, 1), to));
  return fits < 0 ? null : [fits];
}

function same(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}
