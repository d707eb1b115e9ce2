/** A call, a loop or a pass that is selected: what it was given, how much is in it, what comes out. */

import { html, nothing, type TemplateResult } from "lit";
import { type Language, nameOf } from "../../lang";
import { groupsAround, groupsById } from "../../timeline/openings";
import type { Timeline } from "../../timeline/timeline";
import { tuple } from "../../wire/arrays";
import type { GraphGroup, GraphNode } from "../../wire/graph";

export function selectedGroup(timeline: Timeline, group: GraphGroup, language: Language): TemplateResult {
  const words = language.folding;
  const inside = within(timeline, group);
  const kind = group.operation === null ? group.kind : "operation";
  const given = group.arguments.map(({ name, text }) => `${name} = ${text}`);
  return html`
    <p class="phase selected"><span>${language.app.selected}</span><span>${group.label}</span></p>
    <p class="sentence">${words.kinds[kind]}, ${words.nodes(inside.length)}</p>
    ${list(words.given, given)}
    ${list(
      words.comesOut,
      leaving(timeline, inside).map((node) => `${nameOf(node)} ${tuple(node.shape)}`),
    )}
  `;
}

/** Return the nodes of a group and of those within it. */
export function within(timeline: Timeline, group: GraphGroup): readonly GraphNode[] {
  const groups = groupsById(timeline.graph);
  return timeline.graph.nodes.filter((node) => groupsAround(groups, node.group).includes(group));
}

/** Return which of some nodes are used outside of them, or are the output. */
export function leaving(timeline: Timeline, nodes: readonly GraphNode[]): readonly GraphNode[] {
  const inside = new Set(nodes.map((node) => node.id));
  const { edges, output } = timeline.graph;
  const used = new Set(edges.filter((edge) => !inside.has(edge.target)).map((edge) => edge.source));
  return nodes.filter((node) => used.has(node.id) || node.id === output);
}

function list(title: string, entries: readonly string[]): TemplateResult | typeof nothing {
  if (entries.length === 0) return nothing;
  return html`<section><h3>${title}</h3>${entries.map((entry) => html`<p class="shapes">${entry}</p>`)}</section>`;
}
