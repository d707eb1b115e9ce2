/**
 * Composite operations that can be looked into: which ones a node offers, what is open, and what becomes of the
 * moment and the selection when one is opened or closed.
 */

import type { Graph, GraphGroup, GraphNode, Span, Step } from "../wire/graph";
import { grouped } from "../wire/grouped";
import type { Timeline } from "./timeline";

/** An operation that a node is, and can be opened; or whose open graph the node is part of. */
export interface Opening {
  readonly operation: string;
  readonly isOpen: boolean;
}

const ALL = "all";

/** Return the names in an `opened` attribute: words with commas or spaces between. */
export function openedNames(opened: string | null): readonly string[] {
  return [...new Set((opened ?? "").split(/[\s,]+/).filter((name) => /^\w{1,64}$/.test(name)))];
}

/** Return the groups that something is in, the innermost first. */
export function groupsAround(
  groups: ReadonlyMap<string, GraphGroup>,
  innermost: string | null,
): readonly GraphGroup[] {
  const group = innermost === null ? undefined : groups.get(innermost);
  return group ? [group, ...groupsAround(groups, group.parent)] : [];
}

/** Return the groups that are operations standing open, by their ids. */
export function openGroups(graph: Graph): ReadonlyMap<string, GraphGroup> {
  return new Map(graph.groups.filter((group) => group.operation !== null).map((group) => [group.id, group]));
}

export function groupsById(graph: Graph): ReadonlyMap<string, GraphGroup> {
  return new Map(graph.groups.map((group) => [group.id, group]));
}

/** Return what can be opened or closed at a node, the innermost first. */
export function openingsAt(timeline: Timeline, id: string | null): readonly Opening[] {
  const node = id === null ? undefined : timeline.nodes.get(id);
  if (!node) return [];
  const open = openGroups(timeline.graph);
  const around = groupsAround(groupsById(timeline.graph), node.group).filter((group) => open.has(group.id));
  const names = [...new Set(around.map((group) => group.label))];
  return [
    ...(node.opens && node.operation ? [{ operation: node.operation, isOpen: false }] : []),
    ...names.map((operation) => ({ operation, isOpen: true })),
  ];
}

/** Return the `opened` attribute after an operation is opened, or closed if it is open in the graph. */
export function toggled(opened: string | null, graph: Graph, { operation, isOpen }: Opening): string | null {
  const asked = openedNames(opened);
  const names = asked.includes(ALL) ? [...openGroups(graph).values()].map((group) => group.label) : asked;
  const next = new Set(names);
  if (isOpen) next.delete(operation);
  else next.add(operation);
  return next.size > 0 ? [...next].join(",") : null;
}

/** Return the step of `after` that shows what step `index` of `before` shows, in another graph of the same program. */
export function sameStep(before: Timeline, after: Timeline, index: number): number {
  const step = before.step(index);
  const [here, there] = [stepsBeside(before, step), stepsBeside(after, step, before)];
  const at = here.indexOf(step);
  const found = there[Math.ceil(((at + 1) * there.length) / here.length) - 1];
  if (found) return found.index;
  return step.phase === "forward" ? Math.min(index, after.turn - 1) : Math.max(index, after.turn);
}

/** Return the steps of a phase that are about the same place in the program as `step` is. */
function stepsBeside(timeline: Timeline, step: Step, from = timeline): readonly Step[] {
  const { span } = from.node(step.node);
  return timeline.steps.filter((one) => {
    return one.phase === step.phase && sameSpan(span, timeline.node(one.node).span);
  });
}

/** Return the node of `after` that a node of `before` has become, or null: an opened operation is its last node. */
export function sameNode(before: Timeline, after: Timeline, id: string): string | null {
  const node = before.nodes.get(id);
  if (!node) return null;
  const alike = (one: GraphNode): string =>
    [spanKey(one.span), one.kind, one.operation, one.implicit, one.name].join();
  const [mine, theirs] = [before, after].map((one) => grouped(one.graph.nodes, alike).get(alike(node)) ?? []);
  if (mine && mine.length === theirs?.length) return theirs[mine.indexOf(node)]?.id ?? null;
  const beside = after.graph.nodes.filter((one) => spanKey(one.span) === spanKey(node.span));
  return beside.findLast((one) => one.kind === "operation" && !one.implicit)?.id ?? null;
}

function sameSpan(a: Span, b: Span): boolean {
  return spanKey(a) === spanKey(b);
}

function spanKey(span: Span): string {
  return `${span.line} ${span.column} ${span.end_line} ${span.end_column}`;
}
