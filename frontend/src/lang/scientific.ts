/** Small and large numbers as a textbook sets them: 2.2 · 10⁻¹¹. */

import { short } from "../wire/numbers";

const RAISED: Readonly<Record<string, string>> = {
  "-": "⁻",
  "0": "⁰",
  "1": "¹",
  "2": "²",
  "3": "³",
  "4": "⁴",
  "5": "⁵",
  "6": "⁶",
  "7": "⁷",
  "8": "⁸",
  "9": "⁹",
};

/** Return at most two significant digits and a power of ten, which is left away where it is not needed. */
export function scientific(number: number): string {
  const magnitude = Math.abs(number);
  if (magnitude === 0 || !Number.isFinite(number) || (magnitude >= 0.01 && magnitude < 10_000))
    return short(number);
  const [digits = "", exponent = "0"] = number.toExponential(1).split("e");
  const factor = digits.replace(/\.0$/, "").replace("-", "−");
  const power = `10${raised(Number(exponent))}`;
  return factor === "1" ? power : `${factor}\u00a0·\u00a0${power}`;
}

export function raised(exponent: number): string {
  return [...String(exponent)].map((digit) => RAISED[digit] ?? digit).join("");
}
