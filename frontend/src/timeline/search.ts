/** Finding nodes and groups by name, operation or shape. */

import type { Graph, GraphGroup, GraphNode, Shape } from "../wire/graph";

const TUPLE = /\(\s*(?:\d+\s*(?:,\s*\d+\s*)*,?\s*)?\)/g;
const SIZES = /\d+(?:\s*[x×]\s*\d+)+/gi;

interface Sought {
  readonly words: readonly string[];
  /** Each shape that was asked for, as `4 3`. */
  readonly shapes: readonly string[];
}

/**
 * Return the ids of what has everything that `text` asks for: first what has just that name, then the rest in the
 * graph's order, each group before its nodes. A shape is written as Python does, `(4, 3)`, or `4x3`, `4 × 3`.
 */
export function found(graph: Graph, text: string): readonly string[] {
  const sought = parsed(text);
  if (sought.words.length + sought.shapes.length === 0) return [];
  const [word = ""] = sought.words;
  const exact = (name: string | null): number => (name?.toLowerCase() === word ? 0 : 1);
  const starts = new Map(graph.nodes.map((node, at) => [node.group, at] as const).reverse());
  const groups = sought.shapes.length > 0 ? [] : graph.groups.filter((group) => hasWords(group, sought));
  const hits = [
    ...groups.map(({ id, label }) => ({ id, first: exact(label), at: (starts.get(id) ?? 0) - 0.5 })),
    ...graph.nodes.flatMap((node, at) =>
      fits(node, sought) ? [{ id: node.id, first: exact(node.name), at }] : [],
    ),
  ];
  return hits.sort((a, b) => a.first - b.first || a.at - b.at).map(({ id }) => id);
}

function parsed(text: string): Sought {
  const shapes = [...(text.match(TUPLE) ?? []), ...(text.replace(TUPLE, " ").match(SIZES) ?? [])];
  const rest = text.replace(TUPLE, " ").replace(SIZES, " ");
  return {
    words: rest.toLowerCase().split(/\s+/).filter(Boolean),
    shapes: shapes.map((shape) => spelled((shape.match(/\d+/g) ?? []).map(Number))),
  };
}

function spelled(shape: Shape): string {
  return shape.join(" ");
}

function fits(node: GraphNode, { words, shapes }: Sought): boolean {
  const said = [node.name ?? node.label, node.operation ?? "", node.sign ?? ""].map((one) =>
    one.toLowerCase(),
  );
  return (
    shapes.every((shape) => shape === spelled(node.shape)) &&
    words.every((word) => said.some((one) => one.includes(word)))
  );
}

function hasWords({ label }: GraphGroup, { words }: Sought): boolean {
  return words.every((word) => label.toLowerCase().includes(word));
}
