/** Steps asked of the service, one request after the other. */

import { ask } from "../../wire/client";
import type { Descent } from "../../wire/graph";
import { fieldsOf, type Query } from "../query";
import { flat, type Nested, nested, textOf, type Values, valuesOf } from "./leaves";

export interface Stretch {
  /** The losses after each step; the one before the first is `start`. */
  readonly start: number;
  readonly losses: readonly number[];
  /** The values at each of them, undefined where they were not kept. */
  readonly values: readonly (string | null | undefined)[];
  readonly answer: Descent;
}

export async function descend(
  query: Query,
  lang: string,
  parameters: readonly string[],
  rate: number,
  steps: number,
  signal: AbortSignal,
): Promise<Stretch> {
  const asked = { ...fieldsOf(query, lang), parameters, rate, steps };
  return stretchOf((await ask("/api/descend", asked, signal)) as Descent, valuesOf(query.values));
}

/** Return an answer as points of a trail; the other leaves keep the values that they have. */
export function stretchOf(answer: Descent, given: Values): Stretch {
  const [start = Number.NaN, ...losses] = answer.losses.map(Number);
  const values = losses.map((_, index) => {
    const last = index === losses.length - 1;
    if (!answer.trail && !last) return undefined;
    return textOf({
      ...given,
      ...(answer.trail ? slice(answer.trail, index + 1) : slice(answer.parameters, null)),
    });
  });
  return { start, losses, values, answer };
}

type Arrays = Descent["parameters"];

/** Return the values of an answer's arrays: those of a step, along a first axis, or all of each. */
function slice(arrays: Arrays, step: number | null): Values {
  const values: Record<string, Nested> = {};
  for (const [name, array] of Object.entries(arrays)) {
    if (!("data" in array)) continue;
    const numbers = array.data as readonly Nested[];
    const shape = step === null ? array.shape : array.shape.slice(1);
    const each = shape.reduce((product, one) => product * one, 1);
    const part = step === null ? numbers : numbers.slice(step * each, (step + 1) * each);
    values[name] = nested(part.flatMap(flat), shape);
  }
  return values;
}
