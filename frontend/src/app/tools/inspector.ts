/** The explanation: the present step in words, as a rule, with the program's names, and its shapes. */

import { html, nothing, type TemplateResult } from "lit";
import { factsOf, type Language, nameOf } from "../../lang";
import { type Opening, openingsAt } from "../../timeline/openings";
import type { Timeline } from "../../timeline/timeline";
import type { GraphEdge, GraphNode, Step } from "../../wire/graph";
import { formula } from "../formula";
import { shapesOf, shapesOfEdge } from "../shapes";
import { forgottenPart } from "./forgotten";
import { selectedGroup } from "./group";

export interface Inspected {
  readonly timeline: Timeline;
  readonly step: number;
  readonly selected: string | null;
  /** Return the formula of a node's whole gradient; at a step, folded. */
  readonly whole: (node: GraphNode, folded: boolean) => TemplateResult | typeof nothing;
}

type Toggle = (opening: Opening) => void;

/** `toggle` opens or closes an operation. */
export function inspector(inspected: Inspected | null, language: Language, toggle: Toggle): TemplateResult {
  if (!inspected) return html`<p class="quiet">${language.app.waiting}</p>`;
  const { timeline, selected } = inspected;
  const edge = selected ? timeline.edges.get(selected) : undefined;
  if (edge) return selectedEdge(timeline, edge, language);
  const node = selected ? timeline.nodes.get(selected) : undefined;
  if (node) return html`${selectedNode(timeline, node, language, toggle)} ${inspected.whole(node, false)}`;
  const group = timeline.graph.groups.find((one) => one.id === selected);
  if (group) return selectedGroup(timeline, group, language);
  const step = timeline.step(inspected.step);
  const leaf = completed(timeline, step);
  return html`${stepPanel(timeline, step, language)} ${leaf ? inspected.whole(leaf, true) : nothing}`;
}

function stepPanel(timeline: Timeline, step: Step, language: Language): TemplateResult {
  const words = language.app;
  const edge = step.edge === null ? null : timeline.edge(step.edge);
  const phase = step.phase === "forward" ? language.view.forwardPass : language.view.backwardPass;
  return html`
    <p class="phase ${step.phase}">
      <span>${language.stepOf(step.index + 1, timeline.steps.length)}</span><span>${phase}</span>
    </p>
    ${timeline.captions(step).map((caption) => html`<p class="caption">${caption}</p>`)}
    <p class="sentence">${language.sentence(factsOf(timeline, step))}</p>
    ${edge ? edgeRules(edge, language) : part(words.ruleHere, formula(step.latex, language))}
    ${step.kind === "seed" && timeline.graph.objective.equation ? formula(timeline.graph.objective.equation, language) : nothing}
    ${shapes(shapesOf(timeline, step), language)}
    ${edge ? forgottenPart(timeline, edge, language) : nothing}
  `;
}

/** The leaf whose gradient this step makes complete. */
function completed(timeline: Timeline, step: Step): GraphNode | null {
  const edge = step.complete && step.edge !== null ? timeline.edge(step.edge) : null;
  const node = edge && timeline.node(edge.source);
  return node?.kind === "leaf" ? node : null;
}

function edgeRules(edge: GraphEdge, language: Language): TemplateResult {
  const words = language.app;
  const { local } = edge;
  return html`
    ${part(words.rule, formula(local.rule_latex, language))}
    ${part(words.ruleHere, formula(local.vjp_latex, language))}
    ${local.kind === "pointwise" ? part(words.localDerivative, formula(local.latex, language)) : nothing}
  `;
}

function selectedEdge(timeline: Timeline, edge: GraphEdge, language: Language): TemplateResult {
  const words = language.app;
  const name = `${nameOf(timeline.node(edge.source))} → ${nameOf(timeline.node(edge.target))}`;
  return html`
    <p class="phase selected"><span>${words.selected}</span><span>${name}</span></p>
    ${
      edge.contribution
        ? html`<p class="sentence">${words.contribution}</p>
            ${edgeRules(edge, language)} ${shapes(shapesOfEdge(timeline, edge), language)}
            ${forgottenPart(timeline, edge, language)}`
        : html`<p class="sentence">${words.noGradient}</p>`
    }
  `;
}

function selectedNode(
  timeline: Timeline,
  node: GraphNode,
  language: Language,
  toggle: Toggle,
): TemplateResult {
  const words = language.app;
  const contributors = timeline.contributors(node.id);
  const kind = node.implicit ? language.kinds.broadcast : language.kinds[node.kind];
  return html`
    <p class="phase selected"><span>${words.selected}</span><span>${nameOf(node)}</span></p>
    <p class="sentence">${kind}${node.operation ? html` <code>${node.operation}</code>` : nothing}</p>
    ${node.caption ? html`<p class="caption">${node.caption}</p>` : nothing}
    ${openings(openingsAt(timeline, node.id), language, toggle)}
    ${
      contributors.length > 0
        ? part(
            language.selectedTotal(contributors.length),
            html`${contributors.map((edge) => formula(edge.local.vjp_latex, language))}`,
          )
        : (node.grad ?? node.tangent)
          ? nothing
          : html`<p>${words.noGradient}</p>`
    }
  `;
}

function openings(
  found: readonly Opening[],
  language: Language,
  toggle: Toggle,
): TemplateResult | typeof nothing {
  if (found.length === 0) return nothing;
  return html`<p class="openings">${found.map(
    (one) => html`<button type="button" @click=${() => toggle(one)}>${language.opening(one)}</button>`,
  )}</p>`;
}

function shapes(text: string | null, language: Language): TemplateResult | typeof nothing {
  return text ? part(language.app.shapes, html`<p class="shapes">${text}</p>`) : nothing;
}

function part(title: string, content: TemplateResult): TemplateResult {
  return html`<section><h3>${title}</h3>${content}</section>`;
}
