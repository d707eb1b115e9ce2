/** That numbers differ from the program's, and what can be done about it. */

import { html, nothing, type TemplateResult } from "lit";
import type { Language } from "../../lang";
import type { Graph } from "../../wire/graph";
import type { Query } from "../query";
import { textOf, valuesOf, without } from "./leaves";
import { written } from "./literal";

export function numbersNotice(
  query: Query,
  graph: Graph | null,
  language: Language,
  change: (query: Partial<Query>) => void,
): TemplateResult {
  const words = language.descent;
  const names = Object.keys(valuesOf(query.values));
  const current = graph?.program === query.program ? graph : null;
  const code = current && names.length > 0 ? written(current, query.values) : null;
  return html`<div class="numbers-notice" aria-live="polite">${
    names.length === 0
      ? nothing
      : html`<p>${words.differ(names)}</p>
        ${code ? html`<button type="button" @click=${() => change(code)}>${words.write}</button>` : nothing}
        <button type="button" @click=${() => change({ values: null })}>${words.reset}</button>`
  }</div>`;
}

/** Names are told up to this length. */
const LONGEST = 200;

/** Return the values without those of a leaf to which they no longer fit, or undefined where there are none of it. */
export function withoutLeaf(
  values: string | null,
  leaf: string | null | undefined,
): string | null | undefined {
  if (!leaf) return undefined;
  const before = valuesOf(values);
  const left = without(before, (name) => name.normalize("NFKC").slice(0, LONGEST) === leaf);
  return Object.keys(left).length < Object.keys(before).length ? textOf(left) : undefined;
}
