/** Numbers written into the program, where it writes them down itself: `x = 2`, `w = [1, 2]`. */

import type { Graph, Span } from "../../wire/graph";
import { leavesOf, type Nested, textOf, type Values, valuesOf } from "./leaves";

const LITERAL = /^[-+\d.eE_,[\]\s]*\d[-+\d.eE_,[\]\s]*$/;

export interface Written {
  readonly program: string;
  /** The values that the program does not write down, which stay. */
  readonly values: string | null;
}

/** Return the program with the values in the place of its own numbers; null where there is none that it writes down. */
export function written(graph: Graph, text: string | null): Written | null {
  const left: Record<string, Nested> = {};
  const places: { readonly span: Span; readonly code: string }[] = [];
  for (const [name, value] of Object.entries(valuesOf(text))) {
    const span = leavesOf(graph).find((leaf) => leaf.name === name)?.node.span;
    const code = codeOf(value);
    if (span && code !== null && LITERAL.test(textAt(graph.program, span))) places.push({ span, code });
    else left[name] = value;
  }
  if (places.length === 0) return null;
  places.sort((a, b) => b.span.line - a.span.line || b.span.column - a.span.column);
  const program = places.reduce((so, { span, code }) => replaced(so, span, code), graph.program);
  return { program, values: textOf(left as Values) };
}

/** Return values as one writes them, or null where there is one that cannot be written down. */
function codeOf(value: Nested): string | null {
  if (typeof value === "number")
    return Number.isInteger(value) ? `${value}.0`.replace(/e\+?(.*)\.0$/, "e$1") : String(value);
  if (typeof value === "string") return null;
  const parts = value.map(codeOf);
  return parts.includes(null) ? null : `[${parts.join(", ")}]`;
}

/** Lines and columns count from 1, columns in code points. */
function offset(program: string, line: number, column: number): number {
  const lines = program.split("\n");
  const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  return (
    before +
    Array.from(lines[line - 1] ?? "")
      .slice(0, column - 1)
      .join("").length
  );
}

function textAt(program: string, span: Span): string {
  return program.slice(
    offset(program, span.line, span.column),
    offset(program, span.end_line, span.end_column),
  );
}

function replaced(program: string, span: Span, code: string): string {
  const start = offset(program, span.line, span.column);
  return program.slice(0, start) + code + program.slice(offset(program, span.end_line, span.end_column));
}
