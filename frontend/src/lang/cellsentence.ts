/** A cell in a sentence: its name, where it stands, its number, and the sum that it is. */

import { type CellRef, numberIn, positions, subscript } from "../timeline/cells";
import { Known } from "../timeline/known";
import { type Reason, reasonFor, type Term } from "../timeline/reasons";
import type { Timeline } from "../timeline/timeline";
import { short } from "../wire/numbers";
import { gradientName, nameOf } from "./facts";
import type { Language } from "./language";

/** Return what a cell is called: `dL/dW[0, 1]`. */
export function cellName(timeline: Timeline, { node: id, array, cell }: CellRef, language: Language): string {
  const node = timeline.node(id);
  const place = subscript(node.shape, cell);
  if (array === "value") return nameOf(node) + place;
  return array === "grad"
    ? gradientName(timeline, node) + place
    : language.cells.tangentOf(nameOf(node) + place);
}

export function cellSentence(timeline: Timeline, ref: CellRef, index: number, language: Language): string {
  const node = timeline.node(ref.node);
  const number = numberIn(timeline, ref, index);
  const place = language.cells.place(positions(node.shape, ref.cell), node.shape);
  const named = [cellName(timeline, ref, language), place].filter(Boolean).join(", ");
  if (number === null) return `${named}: ${language.cells.unknown}`;
  const sum = sumInWords(reasonFor(timeline, ref, index, new Known(timeline).entries));
  return sum ? `${named}: ${sum} = ${short(number)}` : `${named}: ${short(number)}`;
}

const MOST = 6;

function sumInWords(reason: Reason): string | null {
  if (reason.kind === "sum") {
    const sum = joined(reason.terms);
    return reason.divisor === 1 ? sum : `(${sum}) / ${reason.divisor}`;
  }
  if (reason.kind !== "shares") return null;
  const arrived = reason.shares.filter((share) => share.arrived);
  if (arrived.length === 0 || arrived.some((share) => share.terms === null)) return null;
  return joined(arrived.flatMap((share) => share.terms ?? []));
}

function joined(terms: readonly Term[]): string | null {
  if (terms.length === 0 || (terms.length === 1 && terms[0]?.length === 1)) return null;
  const all = terms.map((term) => term.map(({ number }) => signed(number)).join(" · "));
  const shown = all.length > MOST ? [...all.slice(0, MOST - 2), "…", ...all.slice(-1)] : all;
  return shown.join(" + ");
}

/** A negative number within a sum or a product stands in brackets. */
export function signed(number: number): string {
  return number < 0 ? `(${short(number)})` : short(number);
}
