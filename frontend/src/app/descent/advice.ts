/** What a descent came to: the loss fell, it grew, or it left all numbers. */

export type Outcome = "fell" | "grew" | "diverged" | "flat";

/** How little a loss may change, in its own size, and still be called the same. */
const SAME = 1e-9;

export function outcomeOf(losses: readonly number[]): Outcome {
  const [first = 0] = losses;
  const last = losses.at(-1) ?? first;
  if (!Number.isFinite(last)) return "diverged";
  if (Math.abs(last - first) <= SAME * Math.abs(first)) return "flat";
  return last < first ? "fell" : "grew";
}

const ROUND = [1, 2, 5];

/** Return a learning rate that is about a third: the next but one below among 1, 2, 5, 10, 20 … */
export function smaller(rate: number): number {
  const wanted = Math.abs(rate) / 3;
  const decade = 10 ** Math.floor(Math.log10(wanted));
  const digit = ROUND.findLast((one) => one * decade <= wanted * (1 + SAME)) ?? 1;
  return Number((Math.sign(rate) * digit * decade).toPrecision(3));
}
