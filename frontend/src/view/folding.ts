/**
 * What is drawn as a box of its own. Space is precious: a number used once sits inside the card of the operation
 * that uses it, together with its broadcast; an implicit broadcast is a small badge on its way.
 */

import { size } from "../wire/arrays";
import type { Graph, GraphEdge, GraphNode } from "../wire/graph";
import { grouped } from "../wire/grouped";

/** A number inside a card: the constant, its broadcast if it has one, and the edges that are folded with them. */
export interface Chip {
  readonly constant: GraphNode;
  readonly broadcast: GraphNode | null;
  readonly edges: readonly GraphEdge[];
  readonly argument: number;
}

export interface Folded {
  /** The nodes with a box of their own, in forward order. */
  readonly boxes: readonly GraphNode[];
  /** The edges between boxes, operands in order. */
  readonly edges: readonly GraphEdge[];
  /** The numbers inside each operation's card, by the operation's id. */
  readonly chips: ReadonlyMap<string, readonly Chip[]>;
  /** For each folded node or edge the box that it is in. */
  readonly inside: ReadonlyMap<string, string>;
}

export function isBadge(node: GraphNode): boolean {
  return node.implicit;
}

export function fold(graph: Graph): Folded {
  const leaving = grouped(graph.edges, (edge) => edge.source);
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const chips = new Map<string, Chip[]>();
  const inside = new Map<string, string>();
  for (const node of graph.nodes) {
    const chip = chipOf(node, leaving, nodes);
    const into = chip?.edges.at(-1)?.target;
    if (!chip || !into) continue;
    chips.set(into, [...(chips.get(into) ?? []), chip]);
    for (const part of [chip.constant, chip.broadcast, ...chip.edges]) if (part) inside.set(part.id, into);
  }
  return {
    boxes: graph.nodes.filter((node) => !inside.has(node.id)),
    edges: graph.edges.filter((edge) => !inside.has(edge.id)),
    chips,
    inside,
  };
}

function chipOf(
  node: GraphNode,
  leaving: ReadonlyMap<string, readonly GraphEdge[]>,
  nodes: ReadonlyMap<string, GraphNode>,
): Chip | null {
  if (node.kind !== "constant" || node.name !== null || size(node.shape) !== 1) return null;
  const [first, ...others] = leaving.get(node.id) ?? [];
  const user = first && nodes.get(first.target);
  if (!first || !user || others.length > 0) return null;
  if (!user.implicit) return { constant: node, broadcast: null, edges: [first], argument: first.argument };
  const [second, ...more] = leaving.get(user.id) ?? [];
  if (!second || more.length > 0) return null;
  return { constant: node, broadcast: user, edges: [first, second], argument: second.argument };
}
