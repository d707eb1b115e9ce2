/** What is said of the last steps where it is not simply that the loss fell. */

import { html, nothing, type TemplateResult } from "lit";
import type { Language } from "../../lang";
import { withCode } from "../../lang/code";
import type { Descent, Problem } from "../../wire/graph";

export type Told =
  | { readonly kind: "grew" | "diverged"; readonly rate: number }
  | { readonly kind: "flat" }
  | { readonly kind: "time"; readonly made: number; readonly asked: number }
  | { readonly kind: "stopped"; readonly problem: NonNullable<Descent["problem"]> }
  | { readonly kind: "refused"; readonly problem: Problem | null };

/** `retry` goes back and takes another learning rate. */
export function told(what: Told | null, language: Language, retry: (rate: number) => void): TemplateResult {
  return html`<div class="told" aria-live="polite">${what ? sentences(what, language, retry) : nothing}</div>`;
}

function sentences(what: Told, language: Language, retry: (rate: number) => void): TemplateResult {
  const words = language.descent;
  switch (what.kind) {
    case "grew":
    case "diverged":
      return html`<p>${words.outcome[what.kind]}</p>
        <button type="button" @click=${() => retry(what.rate)}>${words.try(String(what.rate))}</button>`;
    case "flat":
      return html`<p>${words.outcome.flat}</p>`;
    case "time":
      return html`<p>${words.timeUp(what.made, what.asked)}</p>`;
    case "stopped":
      return html`<p>${words.stoppedBy}</p>${problem(what.problem)}`;
    case "refused":
      return what.problem
        ? problem(what.problem)
        : html`<p>${language.app.unreachable} ${language.app.unreachableHint}</p>`;
  }
}

function problem({
  detail,
  hint,
}: {
  readonly detail: string;
  readonly hint: string | null;
}): TemplateResult {
  return html`<p><strong>${withCode(detail)}</strong></p>${hint ? html`<p>${withCode(hint)}</p>` : nothing}`;
}
