/** What stands beside an edge: its local derivative, where there is room for it. */

import type { GraphEdge } from "../wire/graph";
import { short } from "../wire/numbers";
import type { Line } from "./drawn";
import { LABEL_SIZE } from "./edge";
import { mathWidth } from "./mathtext";
import { type Room, TYPICAL } from "./room";

const LONGEST_LABEL = 190;

/** Return the local derivative as it stands at a line of one edge; a single number is said as a number too. */
export function labelText({ edges: [edge, ...others] }: Line): string | null {
  if (!edge?.contribution || edge.local.latex === "" || others.length > 0) return null;
  const { local } = edge;
  const single =
    local.kind === "pointwise" && local.value && "data" in local.value && local.value.data.length === 1;
  const text = single ? withNumber(local.latex, Number(numberAt(edge))) : local.latex;
  return mathWidth(text, LABEL_SIZE) <= LONGEST_LABEL ? text : null;
}

function numberAt({ local }: GraphEdge): number | string | undefined {
  return local.value && "data" in local.value ? local.value.data[0] : undefined;
}

function withNumber(latex: string, number: number): string {
  const right = latex.split(" = ")[1] ?? "";
  return /^-?[\d.]+$/.test(right) ? latex : `${latex} = ${short(number)}`;
}

/** Return the room that a line's label needs; a `roomy` one for other numbers too. */
export function labelRoom({ edges: [edge] }: Line, text: string | null, roomy: boolean): Room | null {
  if (text === null || !edge) return null;
  const { latex } = edge.local;
  const texts = roomy && text !== latex ? [text, withNumber(latex, TYPICAL)] : [text];
  const width = Math.max(...texts.map((one) => mathWidth(one, LABEL_SIZE)));
  return { width: Math.ceil(width) + 8, height: LABEL_SIZE + 6 };
}
