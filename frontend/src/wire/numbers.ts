/** Numbers as a person reads them in a cell, and in full. */

const WORDS: ReadonlyMap<number, string> = new Map([
  [Number.POSITIVE_INFINITY, "∞"],
  [Number.NEGATIVE_INFINITY, "−∞"],
]);

/** Return at most three significant digits, with a real minus sign: −0.124, 3.1e−5, 12300. */
export function short(number: number): string {
  if (Number.isNaN(number)) return "NaN";
  return (WORDS.get(number) ?? shortened(number)).replaceAll("-", "−");
}

function shortened(number: number): string {
  const magnitude = Math.abs(number);
  if (magnitude === 0) return "0";
  if (Number.isInteger(number) && magnitude < 100_000) return String(number);
  if (magnitude >= 100_000 || magnitude < 0.001) return exponential(number);
  return String(Number(number.toPrecision(3)));
}

function exponential(number: number): string {
  const [digits = "", exponent = ""] = number.toExponential(2).split("e");
  return `${digits.replace(/\.?0+$/, "")}e${exponent.replace("+", "")}`;
}

/** Return every digit that tells the number from its neighbours. */
export function full(number: number): string {
  return String(number);
}

/** Return up to six digits, for sentences. */
export function spoken(number: number): string {
  if (!Number.isFinite(number)) return short(number);
  return String(Number(number.toPrecision(6))).replaceAll("-", "−");
}
