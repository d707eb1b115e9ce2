/** What the program printed, under the editor. */

import { html, nothing, type TemplateResult } from "lit";
import type { Language } from "../lang/language";
import type { Note } from "../wire/graph";

/** Return a list of the notes, each with the line that printed it; nothing where there are none. */
export function printed(notes: readonly Note[], language: Language): TemplateResult | typeof nothing {
  if (notes.length === 0) return nothing;
  return html`<section class="printed" aria-label=${language.app.printed} tabindex="0">
    ${notes.map(
      (note) =>
        html`<div><span class="line">${language.line(note.span.line)}</span><pre>${note.text}</pre></div>`,
    )}
  </section>`;
}
