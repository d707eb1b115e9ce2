/** An answer that is not there yet, and one that was refused. */

import { html, type TemplateResult } from "lit";
import type { Language } from "../lang";
import type { Problem } from "../wire/graph";
import { mistake } from "./program";

export function waiting(language: Language): TemplateResult {
  return html`<p class="quiet" aria-live="polite">${language.check.computing}</p>`;
}

/** Tell in the service's own words why there is no answer, and let it be asked for again. */
export function refused(problem: Problem | null, language: Language, again: () => void): TemplateResult {
  return html`<div class="refused" aria-live="polite">${mistake(problem, false, language)}
    <p><button type="button" @click=${again}>${language.check.again}</button></p></div>`;
}
