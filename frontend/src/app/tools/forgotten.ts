/** Below an unbroadcast, to be unfolded: what if we forgot to sum? */

import { html, nothing, type TemplateResult } from "lit";
import { type Language, nameOf } from "../../lang";
import { withCode } from "../../lang/code";
import { gradientName } from "../../lang/facts";
import { type Attempt, forgotten } from "../../timeline/forgotten";
import type { Timeline } from "../../timeline/timeline";
import { tuple } from "../../wire/arrays";
import type { GraphEdge } from "../../wire/graph";
import { written } from "../transcript";

export function forgottenPart(
  timeline: Timeline,
  edge: GraphEdge,
  language: Language,
): TemplateResult | typeof nothing {
  const found = forgotten(timeline, edge);
  if (!found) return nothing;
  const words = language.forgotten;
  const facts = {
    name: nameOf(found.source),
    gradient: gradientName(timeline, found.source),
    from: tuple(found.from),
    to: tuple(found.to),
    copies: found.copies,
    updated: found.source.kind === "leaf",
  };
  return html`<details class="forgotten">
    <summary>${words.title}</summary>
    <p>${withCode(words.shape(facts))}</p>
    ${
      found.attempts.length > 0
        ? html`<p>${words.numbers(facts)}</p>
          <ul>
            ${found.attempts.map((attempt) => tried(attempt, language))}
          </ul>`
        : nothing
    }
    ${found.copies === 1 ? html`<p>${words.once(facts)}</p>` : nothing}
  </details>`;
}

function tried({ kind, axes, cells }: Attempt, language: Language): TemplateResult {
  const words = language.forgotten;
  const right = kind === "sum";
  return html`<li data-instead=${kind}>
    <span>${words.attempt(kind, axes)}</span>
    <span class=${right ? "right" : "wrong"}><span aria-hidden="true">${right ? "✓" : "✗"}</span> ${right ? words.right : words.wrong}</span>
    <code tabindex="0">${written(cells)}</code>
  </li>`;
}
