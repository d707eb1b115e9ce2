/** The whole story as text: the program, then each step with its sentence and the numbers that it made. */

import { factsOf, type Language, nameOf } from "../lang";
import { gradientName } from "../lang/facts";
import type { Timeline } from "../timeline/timeline";
import { type Cells, decode, tuple } from "../wire/arrays";
import type { Step } from "../wire/graph";

const DIGITS = 6;
/** Above a name: its tangent. */
const DOT = "\u0307";
/** How many numbers of an array are written out; of a larger one, its shape is told and its first numbers. */
const MOST = 100;

/** Return the text, which ends with a line end. */
export function transcript(timeline: Timeline, language: Language): string {
  const { forwardPass, backwardPass } = language.view;
  const told = (phase: Step["phase"]): readonly string[] =>
    timeline.steps
      .filter((step) => step.phase === phase)
      .flatMap((step) => stepLines(timeline, step, language));
  const backward = told("backward");
  return [
    timeline.graph.program.trimEnd(),
    ...["", forwardPass, "", ...told("forward")],
    ...(backward.length > 0 ? ["", backwardPass, "", ...backward] : []),
    "",
  ].join("\n");
}

/** Return a step's lines, after its captions where they are not those of the step before. */
function stepLines(timeline: Timeline, step: Step, language: Language): readonly string[] {
  const before = timeline.steps[step.index - 1];
  const known = before?.phase === step.phase ? timeline.captions(before) : [];
  const captions = timeline.captions(step).filter((caption) => !known.includes(caption));
  const numbers = numberLines(timeline, step).map((line) => `   ${line}`);
  return [
    ...captions.map((caption) => `# ${caption}`),
    `${step.index + 1}. ${language.sentence(factsOf(timeline, step))}`,
    ...numbers,
  ];
}

/** Return what a step made: a value, or a contribution and the gradient that it adds up to. */
function numberLines(timeline: Timeline, step: Step): readonly string[] {
  if (step.kind === "evaluate") {
    const node = timeline.node(step.node);
    return [`${nameOf(node)} = ${written(decode(node.value))}`];
  }
  const edge = step.edge === null ? null : timeline.edge(step.edge);
  const into = timeline.node(edge ? timeline.addsTo(edge) : step.node);
  const total = timeline.total(into.id, step.index);
  const name = timeline.graph.mode === "forward" ? `${nameOf(into)}${DOT}` : gradientName(timeline, into);
  const sum = total ? [`${name} = ${written(total.cells)}`] : [];
  const alone = !total || total.expected <= 1 || !edge?.contribution;
  return alone ? sum : [`${name} += ${written(decode(edge.contribution))}`, ...sum];
}

/** Return an array as Python writes it, its numbers to six digits. */
export function written({ shape, shown, data, preview }: Cells): string {
  const cells = [...data].map((number) =>
    Number.isFinite(number) ? Number(number.toPrecision(DIGITS)) : number,
  );
  if (!preview && cells.length <= MOST) return nested(cells, shown);
  return `${tuple(shape)}: ${cells.slice(0, MOST).join(", ")}, …`;
}

function nested(cells: readonly number[], shape: readonly number[]): string {
  const [rows, ...inner] = shape;
  if (rows === undefined) return String(cells[0]);
  const width = cells.length / (rows || 1);
  const parts = Array.from({ length: rows }, (_, row) =>
    nested(cells.slice(row * width, (row + 1) * width), inner),
  );
  return `[${parts.join(", ")}]`;
}
