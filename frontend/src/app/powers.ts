/** Sentences with powers of ten in them: raised digits are set as a superscript, in the text's own font. */

import { html, type TemplateResult } from "lit";

const PLAIN: ReadonlyMap<string, string> = new Map(
  [..."⁻⁰¹²³⁴⁵⁶⁷⁸⁹"].map((raised, index) => [raised, "−0123456789"[index] ?? ""]),
);

export function withPowers(text: string): TemplateResult {
  const parts = text.split(/([⁻⁰¹²³⁴-⁹]+)/);
  return html`${parts.map((part, index) =>
    index % 2 === 0 ? part : html`<sup>${[...part].map((digit) => PLAIN.get(digit)).join("")}</sup>`,
  )}`;
}
