/** What assistive technology calls the nodes, edges and captions of a picture. */

import { type Language, nameOf } from "../lang";
import { openGroups } from "../timeline/openings";
import type { Names } from "../view/scene";
import { spoken } from "../wire/arrays";
import type { GraphNode } from "../wire/graph";

/** `closes` says whether a group can be closed: a graph that is read from a file stays as it is. */
export function spokenNames({ kinds, opening }: Language, closes: boolean): Names {
  return {
    node: (node) => [nameOf(node), kindOf(node, kinds), spoken(node.shape)].filter(Boolean).join(", "),
    edge: (edge, timeline) => `${nameOf(timeline.node(edge.source))} → ${nameOf(timeline.node(edge.target))}`,
    closing: (group, { graph }) =>
      closes && openGroups(graph).has(group.id) ? opening({ operation: group.label, isOpen: true }) : null,
  };
}

function kindOf(node: GraphNode, kinds: Language["kinds"]): string {
  if (node.implicit) return kinds.broadcast;
  return node.kind === "operation" ? (node.operation ?? kinds.operation) : kinds[node.kind];
}
