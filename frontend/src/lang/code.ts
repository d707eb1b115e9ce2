/** Sentences in which pieces of a program stand between backquotes. */

import { html, type TemplateResult } from "lit";

/** Return a sentence with its pieces of program set as code; the backquotes are not seen, but copied with it. */
export function withCode(sentence: string): TemplateResult {
  const parts = sentence.split("`");
  return html`${parts.map((text, index) => (index % 2 === 1 ? code(text) : text))}`;
}

function code(text: string): TemplateResult {
  const quote = html`<span class="quote" aria-hidden="true">\`</span>`;
  return html`<code>${quote}${text}${quote}</code>`;
}
