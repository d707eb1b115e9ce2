/** Where a pass starts: the seed of the output, or the tangents of leaves, as JSON and as numbers. */

import type { Timeline } from "../../timeline/timeline";
import { size } from "../../wire/arrays";
import type { GraphNode, Shape } from "../../wire/graph";

export const KINDS = ["ones", "unit", "numbers"] as const;
export type Kind = (typeof KINDS)[number];

/** Of more cells no seed is written into a link. */
export const MOST_CELLS = 1024;

/** Return numbers as nested lists of a shape; a single number has none around it. */
export function nested(data: readonly number[], shape: Shape): unknown {
  const [rows, ...inner] = shape;
  if (rows === undefined) return data[0];
  if (size(shape) === 0) return [];
  const width = data.length / rows;
  return Array.from({ length: rows }, (_, row) => nested(data.slice(row * width, (row + 1) * width), inner));
}

/** Return the numbers of nested lists, or null where there are not as many as a shape has cells. */
export function flat(json: unknown, shape: Shape): readonly number[] | null {
  const numbers = [json].flat(Number.POSITIVE_INFINITY as 1).map(Number);
  return numbers.length === size(shape) && !numbers.some(Number.isNaN) ? numbers : null;
}

export function ones(shape: Shape): readonly number[] {
  return Array.from({ length: size(shape) }, () => 1);
}

/** Return zeros with a 1 in one cell. */
export function unit(shape: Shape, cell: number): readonly number[] {
  return Array.from({ length: size(shape) }, (_, index) => (index === cell ? 1 : 0));
}

/** Return the place of the 1 in a unit vector, or null if it is none. */
export function unitCell(data: readonly number[]): number | null {
  const cell = data.indexOf(1);
  return cell >= 0 && data.every((one, index) => one === (index === cell ? 1 : 0)) ? cell : null;
}

function parsed(seed: string | null): unknown {
  return seed === null ? null : (JSON.parse(seed) as unknown);
}

/** Return the seed of the output: ones if none was chosen, or if it was chosen for another shape. */
export function seedOf(seed: string | null, shape: Shape): readonly number[] {
  return (seed === null ? null : flat(parsed(seed), shape)) ?? ones(shape);
}

/** The leaves that a tangent can be given: those that lead to the output, each name once. */
export function startingLeaves(timeline: Timeline): readonly GraphNode[] {
  const leaves = timeline.graph.nodes.filter(
    (node) => node.kind === "leaf" && node.name !== null && node.tangent,
  );
  return leaves.filter((node, index) => leaves.findIndex((one) => one.name === node.name) === index);
}

export type Tangents = Readonly<Record<string, readonly number[]>>;

/** Return the tangent of each leaf: ones if none was chosen, else zeros for those that none was chosen for. */
export function tangentsOf(seed: string | null, leaves: readonly GraphNode[]): Tangents {
  const given = parsed(seed) as Readonly<Record<string, unknown>> | null;
  return Object.fromEntries(
    leaves.map((leaf) => {
      const name = leaf.name ?? "";
      if (given === null) return [name, ones(leaf.shape)];
      const own = Object.hasOwn(given, name) ? flat(given[name], leaf.shape) : null;
      return [name, own ?? unit(leaf.shape, -1)];
    }),
  );
}

/** Return tangents as JSON; leaves whose tangent is zero are left out. */
export function tangentsJson(tangents: Tangents, leaves: readonly GraphNode[]): string {
  const told = leaves.flatMap((leaf) => {
    const data = tangents[leaf.name ?? ""] ?? [];
    return data.some((one) => one !== 0) ? [[leaf.name, nested(data, leaf.shape)]] : [];
  });
  return JSON.stringify(Object.fromEntries(told));
}

/** Return the leaf and the cell of a direction along one number alone, or null. */
export function unitOf(tangents: Tangents): { readonly leaf: string; readonly cell: number } | null {
  const moving = Object.entries(tangents).filter(([, data]) => data.some((one) => one !== 0));
  const [only] = moving;
  const cell = only && moving.length === 1 ? unitCell(only[1]) : null;
  return only && cell !== null ? { leaf: only[0], cell } : null;
}
