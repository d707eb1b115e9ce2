/** What the errors for many steps h say: where truncation rules, where rounding does, and which h is best. */

import type { Sweep } from "../wire/schema";

export interface CurvePoint {
  readonly h: number;
  /** Null where the difference is no number. */
  readonly error: number | null;
}

export interface Curve {
  readonly points: readonly CurvePoint[];
  /** Errors are measured by the gradient, unless that is 0. */
  readonly relative: boolean;
  readonly best: { readonly h: number; readonly error: number } | null;
  /** The error is c · h² where the step is large: c, or null where no such stretch is seen. */
  readonly truncation: number | null;
  /** The error is c / h where the step is small: c, or null. */
  readonly rounding: number | null;
  readonly shape: "valley" | "rounding" | "exact" | "bend" | "apart" | "other" | "none";
}

export function curveOf(sweep: Sweep): Curve {
  const relative = sweep.gradient !== 0;
  const points = sweep.points.map((point) => ({
    h: point.h,
    error: relative ? point.relative : point.difference,
  }));
  const known = points.flatMap(({ h, error }) => (error === null ? [] : [{ h, error }]));
  const best = known.reduce<Curve["best"]>(
    (least, one) => (least === null || one.error < least.error ? one : least),
    null,
  );
  const truncation = truncationOf(known);
  const rounding = roundingOf(known);
  return { points, relative, best, truncation, rounding, shape: shapeOf(sweep, known, truncation, rounding) };
}

type Known = { readonly h: number; readonly error: number };

function shapeOf(
  sweep: Sweep,
  known: readonly Known[],
  truncation: number | null,
  rounding: number | null,
): Curve["shape"] {
  if (known.length === 0) return "none";
  if (sweep.mark === "kink" || sweep.mark === "jump") return "bend";
  if (sweep.mark === "differs") return "apart";
  if (known.every(({ error }) => error === 0)) return "exact";
  if (truncation !== null && rounding !== null) return "valley";
  return rounding !== null ? "rounding" : "other";
}

/** A tenth of the step, a hundredth of the error: of two steps where that is so, the smaller tells c best. */
function truncationOf(known: readonly Known[]): number | null {
  let found: number | null = null;
  known.forEach((one, index) => {
    const next = known[index + 1];
    if (!next || next.error === 0 || one.h < 1e-4) return;
    const decades = Math.log10(one.error / next.error);
    if (Math.abs(decades - 2) < 0.3) found = next.error / next.h ** 2;
  });
  return found;
}

const TINY = 1e-8;

/** Rounding is as good as random: what grows as 1/h is its bulk, of which the middle one speaks. */
function roundingOf(known: readonly Known[]): number | null {
  const tiny = known.filter(({ h, error }) => h <= TINY * 1.01 && error > 0);
  const first = tiny[0];
  const last = tiny.at(-1);
  if (tiny.length < 4 || !first || !last) return null;
  const slope = Math.log10(last.error / first.error) / Math.log10(last.h / first.h);
  if (slope > -0.4 || slope < -1.6) return null;
  const products = tiny.map(({ h, error }) => error * h).sort((a, b) => a - b);
  return products[Math.floor(products.length / 2)] ?? null;
}
