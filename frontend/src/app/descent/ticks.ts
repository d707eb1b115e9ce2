/** The axes of a curve: where its ticks stand, linear or logarithmic. */

const STEPS = [1, 2, 2.5, 5, 10];
const FEWEST_DECADES = 2;

export interface Axis {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
  readonly log: boolean;
}

/** Return an axis on which all of `numbers` lie, and that begins and ends at a tick. */
export function linearAxis(numbers: readonly number[], count: number): Axis {
  const [low, high] = bounds(numbers);
  const step = niceStep((high - low) / count);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(Math.ceil(high / step - 1e-9), first + 1);
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => tidy((first + index) * step));
  return { low: ticks[0] ?? low, high: ticks.at(-1) ?? high, ticks, log: false };
}

/** Return an axis of whole numbers from 0. */
export function countAxis(last: number, count: number): Axis {
  const high = Math.max(last, 1);
  const step = Math.max(Math.ceil(niceStep(high / count)), 1);
  const ticks = Array.from({ length: Math.floor(high / step) + 1 }, (_, index) => index * step);
  return { low: 0, high, ticks, log: false };
}

/** Return a logarithmic axis, or null where a number is not above 0. */
export function logAxis(numbers: readonly number[]): Axis | null {
  const [low, high] = bounds(numbers);
  if (!(Math.min(...numbers) > 0) || !(low > 0)) return null;
  const first = Math.floor(Math.log10(low) + 1e-9);
  const last = Math.max(Math.ceil(Math.log10(high) - 1e-9), first + 1);
  const every = Math.ceil((last - first) / 6);
  const within = last - first < FEWEST_DECADES ? [1, 2, 5] : [1];
  const ticks: number[] = [];
  for (let decade = first; decade <= last; decade += every) {
    for (const one of within) if (decade < last || one === 1) ticks.push(tidy(one * 10 ** decade));
  }
  return { low: 10 ** first, high: 10 ** last, ticks, log: true };
}

/** Return where a number stands on an axis, from 0 to 1. */
export function share(axis: Axis, number: number): number {
  const { low, high } = axis;
  return axis.log ? Math.log10(number / low) / Math.log10(high / low) : (number - low) / (high - low);
}

function bounds(numbers: readonly number[]): readonly [number, number] {
  const low = Math.min(...numbers);
  const high = Math.max(...numbers);
  if (numbers.length === 0) return [0, 1];
  return low === high ? [low - (Math.abs(low) || 1) / 2, high + (Math.abs(high) || 1) / 2] : [low, high];
}

function niceStep(rough: number): number {
  const decade = 10 ** Math.floor(Math.log10(rough));
  return (STEPS.find((step) => step * decade >= rough * (1 - 1e-9)) ?? 10) * decade;
}

/** 0.30000000000000004 is 0.3. */
function tidy(number: number): number {
  return Number(number.toPrecision(12));
}
