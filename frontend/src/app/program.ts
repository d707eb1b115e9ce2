/** What stands below the editor: what is wrong, what is differentiated, what it costs. */

import { html, nothing, type TemplateResult } from "lit";
import type { Language } from "../lang";
import { withCode } from "../lang/code";
import type { Graph, Problem } from "../wire/graph";

/** Tell what is wrong; `problem` is null where the service could not be reached, `still` says that a graph is shown. */
export function mistake(problem: Problem | null, still: boolean, language: Language): TemplateResult {
  const words = language.app;
  const line = problem?.span ? html`<span class="line">${language.line(problem.span.line)}</span> ` : nothing;
  return html`<p class="what">${line}<strong>${withCode(problem?.detail ?? words.unreachable)}</strong></p>
    <p class="hint">${withCode(problem ? (problem.hint ?? "") : words.unreachableHint)}</p>
    ${still ? html`<p class="quiet">${words.lastGood}</p>` : nothing}`;
}

/** The variable that is differentiated: `output`, or null for the last statement's. */
export function outputChoice(
  graph: Graph | null,
  output: string | null,
  language: Language,
  choose: (output: string | null) => void,
): TemplateResult {
  const words = language.app;
  const named = graph?.nodes.flatMap((node) => (node.name && node.dtype !== "bool" ? [node.name] : []));
  const names = new Set([...(named ?? []), ...(output ? [output] : [])]);
  return html`<label class="output"><span>${words.output}</span>
    <select @change=${(event: Event) => choose((event.target as HTMLSelectElement).value || null)}>
      <option value="" ?selected=${output === null}>${words.lastValue}</option>
      ${[...names].map((name) => html`<option value=${name} .selected=${name === output}>${name}</option>`)}
    </select></label>`;
}

/** What all derivatives take; nothing where there are none. */
export function costs(graph: Graph | null, language: Language): TemplateResult | typeof nothing {
  const cost = graph?.cost;
  if (!cost || cost.reverse.passes * cost.forward.passes === 0) return nothing;
  return html`<p class="cost">${language.cost(cost)}</p>`;
}
