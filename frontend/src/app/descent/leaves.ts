/** The leaves of a graph whose numbers can be changed, and the numbers that they have been given instead. */

import { decode, size } from "../../wire/arrays";
import type { ArrayJson, Graph, GraphNode, Shape } from "../../wire/graph";

/** A number, or a nested list of them; what JSON lacks stands there as a word. */
export type Nested = number | string | readonly Nested[];
export type Values = Readonly<Record<string, Nested>>;

export interface Leaf {
  readonly name: string;
  readonly node: GraphNode;
  /** All its numbers in row-major order, or null where there are too many to be sent. */
  readonly numbers: readonly number[] | null;
}

/** What is data by its name stays where it is, unless one says otherwise. */
const DATA = /^(x|y|t|xs|ys|data|inputs?|targets?|labels?|signal|words)$/i;

export function leavesOf(graph: Graph): readonly Leaf[] {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  return Object.entries(graph.leaves ?? {}).flatMap(([name, id]) => {
    const node = nodes.get(id);
    return node ? [{ name, node, numbers: numbersOf(node.value) }] : [];
  });
}

function numbersOf(array: ArrayJson): readonly number[] | null {
  return "data" in array ? Array.from(decode(array).data) : null;
}

/** Return whether a gradient reaches a leaf, so that it could move. */
export function canMove({ node }: Leaf): boolean {
  return node.requires_grad && (node.grad !== null || node.tangent !== null);
}

/** Return the names of the leaves that move unless one says otherwise: all that can, but for data, if any are left. */
export function movingAtFirst(leaves: readonly Leaf[]): readonly string[] {
  const movable = leaves.filter(canMove).map((leaf) => leaf.name);
  const parameters = movable.filter((name) => !DATA.test(name));
  return parameters.length > 0 ? parameters : movable;
}

export function valuesOf(text: string | null): Values {
  if (!text) return {};
  try {
    const values: unknown = JSON.parse(text);
    return typeof values === "object" && values !== null && !Array.isArray(values) ? (values as Values) : {};
  } catch {
    return {};
  }
}

/** Return values as they are asked for, or null where none differ from the program's. */
export function textOf(values: Values): string | null {
  return Object.keys(values).length > 0 ? JSON.stringify(values) : null;
}

export function without(values: Values, names: (name: string) => boolean): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names(name)));
}

/** Return numbers in row-major order as nested lists of a shape. */
export function nested(numbers: readonly number[], shape: Shape): Nested {
  const [first, ...rest] = shape;
  if (first === undefined) return worded(numbers[0] ?? Number.NaN);
  const each = size(rest);
  return Array.from({ length: first }, (_, row) => nested(numbers.slice(row * each, (row + 1) * each), rest));
}

function worded(number: number): number | string {
  return Number.isFinite(number) ? number : String(number);
}

/** Return the numbers of nested lists in row-major order. */
export function flat(values: Nested): readonly number[] {
  return typeof values === "object" ? values.flatMap(flat) : [Number(values)];
}

/** Return whether a graph was computed with these values and with no others. */
export function isComputedWith(graph: Graph, text: string | null): boolean {
  const values = valuesOf(text);
  const given = graph.given ?? [];
  if (given.length !== Object.keys(values).length) return false;
  const leaves = new Map(leavesOf(graph).map((leaf) => [leaf.name, leaf.node]));
  return given.every((name) => {
    const wanted = values[name];
    const node = leaves.get(name);
    return wanted !== undefined && node !== undefined && isShown(node.value, flat(wanted));
  });
}

function isShown(array: ArrayJson, wanted: readonly number[]): boolean {
  if (size(array.shape) !== wanted.length) return false;
  if ("data" in array)
    return decode(array).data.every((number, cell) => Object.is(number + 0, (wanted[cell] ?? 0) + 0));
  return array.preview.data.length === 0 || wanted[0] === Number(array.preview.data[0]);
}

/** Return what is descended, the sum of the output; null where its numbers are not all there. */
export function lossOf(graph: Graph): number | null {
  const value = graph.nodes.find((node) => node.id === graph.output)?.value;
  if (!value) return null;
  if ("data" in value) return decode(value).data.reduce((sum, one) => sum + one, 0);
  return null;
}
