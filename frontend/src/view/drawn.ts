/** What is drawn of a graph: cards, folded groups as one box each, and the lines between them. */

import { type Folds, hidingGroups } from "../timeline/folds";
import { groupsAround, groupsById } from "../timeline/openings";
import type { EdgePhase, Timeline } from "../timeline/timeline";
import type { Graph, GraphEdge, GraphGroup, GraphNode } from "../wire/graph";
import { grouped } from "../wire/grouped";
import { type Chip, fold } from "./folding";

/** A line from box to box: one edge, or all that run beside each other to or from a folded group. */
export interface Line {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly edges: readonly GraphEdge[];
}

/** A folded group: what it holds, and what it gives to the rest of the graph. */
export interface Bundle {
  readonly group: GraphGroup;
  readonly nodes: readonly GraphNode[];
  readonly outputs: readonly GraphNode[];
}

export interface Drawn {
  /** The nodes with a box of their own, in forward order. */
  readonly nodes: readonly GraphNode[];
  readonly bundles: readonly Bundle[];
  /** The ids of all boxes, in forward order: of nodes and of folded groups. */
  readonly order: readonly string[];
  readonly lines: readonly Line[];
  readonly lineOf: ReadonlyMap<string, Line>;
  /** The numbers inside each operation's card, by the operation's id. */
  readonly chips: ReadonlyMap<string, readonly Chip[]>;
  /** For each node and edge without a box or line of its own the box that it is in. */
  readonly inside: ReadonlyMap<string, string>;
  /** For each group that cannot be seen into the folded one that hides it. */
  readonly hiding: ReadonlyMap<string, string>;
  /** The groups with a frame, outer ones first. */
  readonly frames: readonly GraphGroup[];
}

export function drawn(graph: Graph, folds: Folds): Drawn {
  const { boxes, edges, chips, inside: inCards } = fold(graph);
  const hiding = hidingGroups(graph, folds);
  const groupOf = new Map(graph.nodes.map((node) => [node.id, hiding.get(node.group ?? "")]));
  const boxOf = (node: string): string => groupOf.get(node) ?? node;
  const inside = new Map([...inCards].map(([id, card]) => [id, boxOf(card)]));
  for (const [id, group] of groupOf) if (group) inside.set(id, group);
  for (const edge of graph.edges) {
    const [from, to] = [boxOf(edge.source), boxOf(edge.target)];
    if (from === to) inside.set(edge.id, from);
  }
  const lines = linesBetween(
    edges.filter((edge) => !inside.has(edge.id)),
    boxOf,
    new Set(hiding.values()),
  );
  return {
    nodes: boxes.filter((node) => !groupOf.get(node.id)),
    bundles: bundles(graph, groupOf),
    order: [...new Set(boxes.map((node) => boxOf(node.id)))],
    lines,
    lineOf: new Map(lines.flatMap((line) => line.edges.map((edge) => [edge.id, line]))),
    chips,
    inside,
    hiding,
    frames: framesAround(graph, boxes, hiding),
  };
}

function linesBetween(
  edges: readonly GraphEdge[],
  boxOf: (node: string) => string,
  folded: ReadonlySet<string>,
): readonly Line[] {
  const beside = grouped(edges, ({ id, source, target }) => {
    const [from, to] = [boxOf(source), boxOf(target)];
    return folded.has(from) || folded.has(to) ? `${from} ${to}` : id;
  });
  return [...beside.values()].flatMap((together) => {
    const [first] = together;
    if (!first) return [];
    return { id: first.id, source: boxOf(first.source), target: boxOf(first.target), edges: together };
  });
}

function bundles(graph: Graph, groupOf: ReadonlyMap<string, string | undefined>): readonly Bundle[] {
  const leaving = graph.edges.filter((edge) => groupOf.get(edge.source) !== groupOf.get(edge.target));
  const given = new Set([...leaving.map((edge) => edge.source), graph.output]);
  const groups = groupsById(graph);
  return [...grouped(graph.nodes, (node) => groupOf.get(node.id))].flatMap(([id, nodes]) => {
    const group = groups.get(id ?? "");
    return group ? { group, nodes, outputs: nodes.filter((node) => given.has(node.id)) } : [];
  });
}

/** Return the groups around what is seen: a frame is drawn over the one that it is in. */
function framesAround(
  graph: Graph,
  boxes: readonly GraphNode[],
  hiding: ReadonlyMap<string, string>,
): readonly GraphGroup[] {
  const groups = groupsById(graph);
  const depths = new Map<GraphGroup, number>();
  for (const innermost of new Set(boxes.map((node) => node.group))) {
    const around = groupsAround(groups, innermost);
    around.forEach((group, index) => {
      if (!hiding.has(group.id)) depths.set(group, around.length - index);
    });
  }
  return [...depths].sort(([, a], [, b]) => a - b).map(([group]) => group);
}

/** Return how a line looks at step `index`: it is lit by each of its edges, and has been passed once all have. */
export function phaseOf({ edges }: Line, timeline: Timeline, index: number): EdgePhase {
  const phases = edges.map((edge) => timeline.edgePhase(edge, index));
  const active = phases.find((phase) => phase === "forward" || phase === "backward");
  return active ?? (phases.every((phase) => phase === "passed") ? "passed" : "idle");
}
