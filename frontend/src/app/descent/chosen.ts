/** What a person has chosen for a descent, as the link says it: the learning rate, and which leaves move. */

const FIRST_RATE = 0.1;

export function rateOf(text: string | null): number {
  return text === null ? FIRST_RATE : Number(text);
}

/** Return a rate as a link says it: nothing where it is the first. */
export function rateText(rate: number): string | null {
  return rate === FIRST_RATE ? null : String(rate);
}

/** Return what has been said of leaves: `x,-w` lets x move, and w stay. */
export function chosenOf(text: string | null): ReadonlyMap<string, boolean> {
  const names = (text ?? "").split(",").filter(Boolean);
  return new Map(names.map((name) => (name.startsWith("-") ? [name.slice(1), false] : [name, true])));
}

export function chosenText(chosen: ReadonlyMap<string, boolean>): string | null {
  return [...chosen].map(([name, moves]) => (moves ? name : `-${name}`)).join(",") || null;
}
