/** What assistive technology calls the nodes and edges of a picture. */

import { type Language, nameOf } from "../lang";
import type { Names } from "../view/scene";
import { spoken } from "../wire/arrays";
import type { GraphNode } from "../wire/graph";

export function spokenNames({ kinds }: Language): Names {
  return {
    node: (node) => [nameOf(node), kindOf(node, kinds), spoken(node.shape)].filter(Boolean).join(", "),
    edge: (edge, timeline) => `${nameOf(timeline.node(edge.source))} → ${nameOf(timeline.node(edge.target))}`,
  };
}

function kindOf(node: GraphNode, kinds: Language["kinds"]): string {
  if (node.implicit) return kinds.broadcast;
  return node.kind === "operation" ? (node.operation ?? kinds.operation) : kinds[node.kind];
}
