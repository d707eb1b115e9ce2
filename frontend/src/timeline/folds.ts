/**
 * Calls, loops, passes and opened operations that are folded into one card each: which ones, what they hide, and how
 * one passes over them.
 */

import type { Graph, GraphGroup, GraphNode, Step } from "../wire/graph";
import { groupsAround, groupsById } from "./openings";
import type { Timeline } from "./timeline";

/** The ids of the groups that are folded, whether or not they are within another one that is. */
export type Folds = ReadonlySet<string>;

/** More cards than that are not shown at first, where folding can help. */
export const MOST_AT_FIRST = 300;

const ALL = "all";
const NONE = "none";

/** Return what a `folded` attribute asks for: ids or labels, `all` or `none`; null leaves it to the graph's size. */
export function foldsOf(graph: Graph, wanted: string | null, boxes: readonly GraphNode[]): Folds {
  if (wanted === null) return foldsAtFirst(graph, boxes);
  const words = new Set(wanted.split(/[\s,]+/));
  if (words.has(NONE)) return new Set();
  const chosen = graph.groups.filter(({ id, label }) => words.has(ALL) || words.has(id) || words.has(label));
  return new Set(chosen.map((group) => group.id));
}

/** Return the attribute that asks for `folds`, as short as may be: null where the graph would be so by itself. */
export function foldedWords(graph: Graph, folds: Folds, boxes: readonly GraphNode[]): string | null {
  if (isSame(folds, foldsAtFirst(graph, boxes))) return null;
  if (folds.size === 0) return NONE;
  return folds.size === graph.groups.length ? ALL : [...folds].join(",");
}

/** Fold the innermost groups, and the ones around them, until few enough cards are left: all of one depth alike. */
function foldsAtFirst(graph: Graph, boxes: readonly GraphNode[]): Folds {
  if (boxes.length <= MOST_AT_FIRST) return new Set();
  const groups = groupsById(graph);
  const depths = new Map(graph.groups.map(({ id }) => [id, groupsAround(groups, id).length]));
  let folds = new Set<string>();
  for (let depth = Math.max(0, ...depths.values()); depth > 0; depth -= 1) {
    const alike = graph.groups.filter(({ id }) => depths.get(id) === depth).map(({ id }) => id);
    folds = new Set([...folds, ...alike]);
    if (cardsLeft(graph, folds, boxes) <= MOST_AT_FIRST) break;
  }
  return folds;
}

function cardsLeft(graph: Graph, folds: Folds, boxes: readonly GraphNode[]): number {
  const hiding = hidingGroups(graph, folds);
  const folded = new Set<string>();
  const open = boxes.filter((node) => {
    const group = hiding.get(node.group ?? "");
    if (group) folded.add(group);
    return !group;
  });
  return open.length + folded.size;
}

/** Return for each group that cannot be seen into the outermost one that is folded around it, or itself. */
export function hidingGroups(graph: Graph, folds: Folds): ReadonlyMap<string, string> {
  const groups = groupsById(graph);
  const hiding = new Map<string, string>();
  for (const { id } of graph.groups) {
    const outermost = groupsAround(groups, id).findLast((group) => folds.has(group.id));
    if (outermost) hiding.set(id, outermost.id);
  }
  return hiding;
}

/** Fold a group or open it; opening one opens what hides it too. */
export function toggledFold(graph: Graph, folds: Folds, id: string): Folds {
  const next = new Set(folds);
  const around = groupsAround(groupsById(graph), id).filter((group) => folds.has(group.id));
  for (const group of around) next.delete(group.id);
  if (around.length === 0) next.add(id);
  return next;
}

/** Return the group that a fold key means at a node: the folded one that hides it, else the innermost around it. */
export function groupAt(graph: Graph, hiding: ReadonlyMap<string, string>, node: GraphNode): string | null {
  const { group } = node;
  if (group === null) return null;
  return hiding.get(group) ?? groupsAround(groupsById(graph), group)[0]?.id ?? null;
}

/** Return the folds of another graph of the same program that are those of `before`. */
export function sameFolds(before: Graph, after: Graph, folds: Folds): Folds {
  const [mine, theirs] = [places(before), places(after)];
  const folded = new Set([...folds].map((id) => mine.get(id)));
  return new Set([...theirs].filter(([, place]) => folded.has(place)).map(([id]) => id));
}

/** Tell each group's place in the program, and which one it is of all that have that place. */
function places(graph: Graph): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  return new Map(
    graph.groups.map((group) => {
      const place = placeOf(group);
      const count = counts.get(place) ?? 0;
      counts.set(place, count + 1);
      return [group.id, `${place} ${count}`];
    }),
  );
}

function placeOf({ kind, label, span }: GraphGroup): string {
  return [kind, label, span.line, span.column, span.end_line, span.end_column].join(" ");
}

/**
 * Return the step after `index`, or before it, passing over what happens within one folded group: what it gets and
 * what it gives away can be seen, and is not passed over.
 */
export function over(
  timeline: Timeline,
  hiding: ReadonlyMap<string, string>,
  index: number,
  by: 1 | -1,
): number {
  const hidden = (at: number): string | null => hidingOf(timeline, hiding, timeline.steps[at]);
  let at = timeline.clamp(index + by);
  const through = by > 0 ? hidden(at) : hidden(index);
  if (through === null) return at;
  if (by > 0) while (hidden(at + 1) === through) at += 1;
  else while (at >= 0 && hidden(at) === through) at -= 1;
  return timeline.clamp(at);
}

/** Return the folded group within which all of a step happens, or null. */
function hidingOf(
  timeline: Timeline,
  hiding: ReadonlyMap<string, string>,
  step: Step | undefined,
): string | null {
  if (!step || step.kind === "seed") return null;
  const groupOf = (id: string): string | null => hiding.get(timeline.node(id).group ?? "") ?? null;
  const group = groupOf(step.node);
  return step.edge === null || groupOf(timeline.edge(step.edge).source) === group ? group : null;
}

export function isSame(a: Folds, b: Folds): boolean {
  return a.size === b.size && [...a].every((id) => b.has(id));
}
