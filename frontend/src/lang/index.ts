/** The languages of the page. */

import { en } from "./en";
import { es } from "./es";
import type { Code, Language } from "./language";

export { cellName, cellSentence, signed } from "./cellsentence";
export { factsOf, gradientName, nameOf } from "./facts";
export type { Code, Language } from "./language";

export const LANGUAGES: Readonly<Record<Code, Language>> = { en, es };

/** Return the language for a tag such as "es-MX"; English where there is no better. */
export function languageFor(tag: string | null | undefined): Language {
  return tag?.toLowerCase().startsWith("es") ? es : en;
}
