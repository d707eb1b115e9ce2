/** Large numbers as a person reads them. */

import type { Costs } from "../wire/graph";
import type { Code } from "./language";

const THIN = "\u202f"; // a thin space that no line breaks at

const formats: Readonly<Record<Code, Intl.NumberFormat>> = {
  en: new Intl.NumberFormat("en"),
  es: new Intl.NumberFormat("es"),
};

/** Return a whole number with thin spaces between its thousands, from as many digits on as the language has them. */
export function counted(count: number, code: Code): string {
  const parts = formats[code].formatToParts(count);
  return parts.map(({ type, value }) => (type === "group" ? THIN : value)).join("");
}

const MULTIPLY_ADDS: Readonly<Record<Code, readonly [one: string, many: string]>> = {
  en: ["multiply-add", "multiply-adds"],
  es: ["multiplicación y suma", "multiplicaciones y sumas"],
};

export function multiplyAdds(count: number, code: Code): string {
  return `${counted(count, code)} ${MULTIPLY_ADDS[code][count === 1 ? 0 : 1]}`;
}

/** Return the multiply-adds of all passes. */
export function total(cost: Costs["reverse"]): number {
  return cost.passes * cost.multiply_adds;
}
