/** What the page asks about: the program, all that decides on its numbers, and how they go down their gradient. */

import { openedNames } from "../timeline/openings";
import type { LinkState } from "./link";

export interface Query {
  readonly program: string;
  readonly output: string | null;
  readonly mode: "reverse" | "forward" | null;
  /** As JSON: the gradient of the output, or in forward mode the tangents of leaves. */
  readonly seed: string | null;
  /** As JSON: numbers for leaves, by their names, instead of the program's. */
  readonly values: string | null;
  /** Composite operations that stand open, with commas between. */
  readonly opened: string | null;
  /** Calls, loops and passes that are folded: ids or names, `all` or `none`; null leaves it to the view. */
  readonly folded: string | null;
  /** The learning rate of a descent; null is the first. */
  readonly rate: string | null;
  /** Which leaves move in a descent, and with a - which stay, where a person has said so. */
  readonly moving: string | null;
}

/** Return what a link asks about; where it names no program, `program`. */
export function queryOf(state: LinkState, program: string): Query {
  return {
    program: state.program ?? program,
    output: state.output ?? null,
    mode: state.mode ?? null,
    seed: state.seed ?? null,
    values: state.values ?? null,
    opened: state.opened ?? null,
    folded: state.folded ?? null,
    rate: state.rate ?? null,
    moving: state.moving ?? null,
  };
}

/** Return the part of a link that says `query`. */
export function linkOf(query: Query): LinkState {
  const said = Object.entries(query).filter(([name, value]) => value || name === "program");
  return Object.fromEntries(said);
}

/** Return the fields that every request about the query's program has. */
export function fieldsOf(query: Query, lang: string): Readonly<Record<string, unknown>> {
  return {
    program: query.program,
    lang,
    ...(query.output ? { output: query.output } : {}),
    ...(query.opened ? { opened: openedNames(query.opened) } : {}),
    ...(query.values ? { values: JSON.parse(query.values) as unknown } : {}),
  };
}
