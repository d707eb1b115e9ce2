/**
 * Which cells meet in a contraction: einsum and tensordot multiply one cell of each operand, and add the products up
 * over the indices that the result has not got. Their subscripts say it exactly.
 */

import { size } from "../wire/arrays";
import type { GraphEdge, GraphNode, Shape } from "../wire/graph";
import { grouped } from "../wire/grouped";
import type { CellRef } from "./cells";
import type { Entries, Entry } from "./entries";
import { ravel, unravel } from "./indexing";
import type { Timeline } from "./timeline";

/** The index of each axis. */
type Subscript = readonly string[];

export interface Contraction {
  readonly operands: readonly GraphNode[];
  readonly subscripts: readonly Subscript[];
  readonly result: Subscript;
  readonly sizes: ReadonlyMap<string, number>;
}

/** Products that are told of one cell at most; of more, the service tells the slopes alone. */
const MOST = 4096;

export function isContraction({ operation }: GraphNode): boolean {
  return operation === "einsum" || operation === "tensordot";
}

/** Return what an einsum or tensordot multiplies, or null of another operation. */
export function contractionOf(timeline: Timeline, node: GraphNode): Contraction | null {
  const operands = (timeline.inputs.get(node.id) ?? []).map((edge) => timeline.node(edge.source));
  const found = subscriptsOf(node, operands);
  if (!found) return null;
  const sizes = new Map<string, number>();
  found.subscripts.forEach((subscript, place) => {
    subscript.forEach((index, axis) => {
      const own = operands[place]?.shape[axis] ?? 1;
      if (own !== 1 || !sizes.has(index)) sizes.set(index, own);
    });
  });
  return { operands, ...found, sizes };
}

type Subscripts = Pick<Contraction, "subscripts" | "result">;

function subscriptsOf(node: GraphNode, operands: readonly GraphNode[]): Subscripts | null {
  if (node.operation === "einsum") {
    const [terms = "", result = ""] = String(node.attributes["equation"] ?? "").split("->");
    return { subscripts: terms.split(",").map((term) => [...term.trim()]), result: [...result.trim()] };
  }
  const [left, right] = operands;
  return node.operation === "tensordot" && left && right ? paired(node, left, right) : null;
}

const LETTERS = "ijklmnopqrstuvwxyz";

/** The axes that a tensordot pairs have an index in common, all others one of their own. */
function paired(node: GraphNode, left: GraphNode, right: GraphNode): Subscripts {
  const [summed = [], met = []] = node.attributes["axes"] as unknown as readonly (readonly number[])[];
  const first = left.shape.map((_, axis) => LETTERS[axis] ?? `a${axis}`);
  const second = right.shape.map((_, axis) => {
    const pair = met.indexOf(axis);
    const partner = pair < 0 ? undefined : first[summed[pair] ?? -1];
    return partner ?? LETTERS[left.shape.length + axis] ?? `b${axis}`;
  });
  const result = [
    ...first.filter((_, axis) => !summed.includes(axis)),
    ...second.filter((_, axis) => !met.includes(axis)),
  ];
  return { subscripts: [first, second], result };
}

/** A position for each index. */
type Places = ReadonlyMap<string, number>;

/** Return the positions that a cell gives to the indices of its axes; null where one would have two. */
function placesAt(subscript: Subscript, shape: Shape, cell: number, { sizes }: Contraction): Places | null {
  const found = new Map<string, number>();
  for (const [axis, at] of unravel(cell, shape).entries()) {
    const index = subscript[axis] ?? "";
    if (shape[axis] === 1 && sizes.get(index) !== 1) continue; // it is copied along this index
    if (found.has(index) && found.get(index) !== at) return null;
    found.set(index, at);
  }
  return found;
}

function cellAt(subscript: Subscript, shape: Shape, places: Places): number {
  return ravel(
    subscript.map((index, axis) => (shape[axis] === 1 ? 0 : (places.get(index) ?? 0))),
    shape,
  );
}

/** Return the indices that are free where others are fixed, and their sizes. */
function freeOf(
  { sizes }: Contraction,
  fixed: Places,
): { readonly indices: string[]; readonly shape: Shape } {
  const indices = [...sizes.keys()].filter((index) => !fixed.has(index));
  return { indices, shape: indices.map((index) => sizes.get(index) ?? 1) };
}

function placesAround(contraction: Contraction, fixed: Places): readonly Places[] {
  const { indices, shape } = freeOf(contraction, fixed);
  return Array.from({ length: size(shape) }, (_, flat) => {
    const at = unravel(flat, shape);
    return new Map([...fixed, ...indices.map((index, place) => [index, at[place] ?? 0] as const)]);
  });
}

function isTooLong(contraction: Contraction, subscript: Subscript): boolean {
  const fixed = new Map(subscript.map((index) => [index, 0]));
  return size(freeOf(contraction, fixed).shape) > MOST;
}

/** Return the products that add up to a cell of the result, each the cells of the operands; null if they are too many. */
export function productsOf(contraction: Contraction, shape: Shape, cell: number): CellRef[][] | null {
  const { operands, subscripts, result } = contraction;
  if (isTooLong(contraction, result)) return null;
  const fixed = placesAt(result, shape, cell, contraction) ?? new Map();
  return placesAround(contraction, fixed).map((places) =>
    operands.map((operand, at) => refAt(operand, subscripts[at] ?? [], places)),
  );
}

function refAt(operand: GraphNode, subscript: Subscript, places: Places): CellRef {
  return { node: operand.id, array: "value", cell: cellAt(subscript, operand.shape, places) };
}

/** Return the entries of an edge into a contraction, or null where they are too many to be told one by one. */
export function contracted(timeline: Timeline, edge: GraphEdge): Entries | null {
  const target = timeline.node(edge.target);
  const contraction = contractionOf(timeline, target);
  if (!contraction || contraction.operands.some(({ value }) => "preview" in value)) return null;
  const { operands, subscripts, result } = contraction;
  const [source, own] = [timeline.node(edge.source), subscripts[edge.argument] ?? []];
  if (isTooLong(contraction, own) || isTooLong(contraction, result)) return null;
  const data = operands.map((operand) => timeline.cells(operand.value).data);
  const entriesAt = (fixed: Places | null): readonly Entry[] => {
    const met = (fixed ? placesAround(contraction, fixed) : []).map((places) => ({
      operand: cellAt(own, source.shape, places),
      result: cellAt(result, target.shape, places),
      others: operands.flatMap((one, at) =>
        at === edge.argument ? [] : [{ ref: refAt(one, subscripts[at] ?? [], places), at }],
      ),
    }));
    return [...grouped(met, (one) => `${one.operand} ${one.result}`).values()].flatMap((same) => {
      const [first] = same;
      const numbers = same.map(({ others }) =>
        others.reduce((all, { ref, at }) => all * (data[at]?.[ref.cell] ?? Number.NaN), 1),
      );
      const slope = numbers.reduce((all, one) => all + one, 0);
      const parts = same.map(({ others }) => others.map(({ ref }) => ref));
      const factor = (parts.length === 1 && parts[0]?.length === 1 && parts[0][0]) || null;
      return first ? [{ operand: first.operand, result: first.result, slope, factor, parts }] : [];
    });
  };
  return {
    ofResult: (cell) => entriesAt(placesAt(result, target.shape, cell, contraction)),
    ofOperand: (cell) => entriesAt(placesAt(own, source.shape, cell, contraction)),
  };
}
