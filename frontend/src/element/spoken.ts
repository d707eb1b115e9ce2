/** What assistive technology calls the nodes, edges and captions of a picture. */

import { type Language, nameOf } from "../lang";
import { openGroups } from "../timeline/openings";
import type { Timeline } from "../timeline/timeline";
import { captionOf } from "../view/group";
import type { Names } from "../view/scene";
import { spoken } from "../wire/arrays";
import type { GraphNode } from "../wire/graph";

/** `closes` says whether operations can be closed: a graph that is read from a file stays as it is. */
export function spokenNames({ kinds, opening, folding }: Language, closes: boolean): Names {
  return {
    node: (node) => [nameOf(node), kindOf(node, kinds), spoken(node.shape)].filter(Boolean).join(", "),
    line: ({ edges, source, target }, timeline) => {
      const names = [source, target].map((id) => boxName(timeline, id)).join(" → ");
      return edges.length > 1 ? `${names}, ${folding.lines(edges.length)}` : names;
    },
    caption: (group, { graph }) =>
      closes && openGroups(graph).has(group.id)
        ? { label: opening({ operation: group.label, isOpen: true }), closes: group.label }
        : { label: folding.fold(captionOf(group)), closes: null },
    folded: ({ group, nodes }) => ({
      name: `${captionOf(group)}, ${folding.nodes(nodes.length)}`,
      opens: folding.open(captionOf(group), nodes.length),
      nodes: folding.nodes(nodes.length),
      more: folding.more,
    }),
  };
}

function boxName(timeline: Timeline, id: string): string {
  const node = timeline.nodes.get(id);
  const group = timeline.graph.groups.find((one) => one.id === id);
  return node ? nameOf(node) : group ? captionOf(group) : "";
}

function kindOf(node: GraphNode, kinds: Language["kinds"]): string {
  if (node.implicit) return kinds.broadcast;
  return node.kind === "operation" ? (node.operation ?? kinds.operation) : kinds[node.kind];
}
