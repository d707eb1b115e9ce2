/** The rule of a cell as a formula, with its indices: dL/dW[0,1] = Σᵢ X[i,0] · dL/dZ[i,1]. */

import { type CellRef, positions } from "../../../timeline/cells";
import { type Contraction, contractionOf } from "../../../timeline/contractions";
import type { Reason, Share } from "../../../timeline/reasons";
import type { Timeline } from "../../../timeline/timeline";
import { namedAxes } from "../../../wire/arrays";
import type { GraphEdge, GraphNode } from "../../../wire/graph";

type Indices = readonly (number | string)[];

const LETTERS = ["i", "j", "k", "l", "m", "n"] as const;

/** Return a cell as a formula writes it; `at` are its positions, numbers or letters. */
export function symbol(timeline: Timeline, node: GraphNode, array: CellRef["array"], at: Indices): string {
  const cell = `${node.latex}${at.length > 0 ? `[${at.join(",")}]` : ""}`;
  if (array === "value") return cell;
  if (array === "tangent") return `\\dot{${node.latex}}${at.length > 0 ? `[${at.join(",")}]` : ""}`;
  return `\\frac{d${timeline.graph.objective.latex}}{d${cell}}`;
}

function own(timeline: Timeline, ref: CellRef): string {
  const node = timeline.node(ref.node);
  return symbol(timeline, node, ref.array, positions(node.shape, ref.cell));
}

/** Return the formula of a value, or null where its numbers say as much. */
export function valueFormula(timeline: Timeline, ref: CellRef, reason: Reason): string | null {
  const node = timeline.node(ref.node);
  const edges = timeline.inputs.get(node.id) ?? [];
  const [left, right] = edges.map((edge) => timeline.node(edge.source));
  if (reason.kind !== "sum" || !left) return null;
  const at = positions(node.shape, ref.cell);
  const head = own(timeline, ref);
  const matrices = [left, right].every((one) => one && (one.shape.length === 1 || one.shape.length === 2));
  if (node.operation === "matmul" && right && matrices) {
    const [a, b] = alongRow(left, right, at);
    return `${head} = \\sum_{k} ${symbol(timeline, left, "value", a)} \\, ${symbol(timeline, right, "value", b)}`;
  }
  const contraction = contractionOf(timeline, node);
  if (contraction) {
    const factors = contraction.operands.map((_, place) => ({ place, array: "value" as const }));
    return `${head} = ${contractionFormula(timeline, contraction, contraction.result, at, factors)}`;
  }
  const axes = namedAxes(node);
  if (!axes || (node.operation !== "sum" && node.operation !== "mean")) return null;
  const rest = node.attributes["keepdims"] ? at.filter((_, axis) => !axes.includes(axis)) : [...at];
  const indices = left.shape.map((_, axis) =>
    axes.includes(axis) ? (LETTERS[axes.indexOf(axis)] ?? "n") : (rest.shift() ?? 0),
  );
  const over = indices.filter((one) => typeof one === "string").join(",");
  const share = node.operation === "mean" ? `\\frac{1}{${reason.divisor}} ` : "";
  return `${head} = ${share}\\sum_{${over}} ${symbol(timeline, left, "value", indices)}`;
}

/** Return the formula of what one edge contributes to a cell. */
export function shareFormula(timeline: Timeline, ref: CellRef, share: Share): string {
  const reverse = timeline.graph.mode === "reverse";
  const { edge } = share;
  const [source, target] = [timeline.node(edge.source), timeline.node(edge.target)];
  const [upper, lower] = reverse ? [target, source] : [source, target];
  const at = positions(lower.shape, ref.cell);
  const head = own(timeline, ref);
  if (edge.local.kind === "pointwise") {
    const [slope = ""] = edge.local.latex.split(" = ");
    const place = at.length > 0 ? `[${at.join(",")}]` : "";
    return `${head} = ${symbol(timeline, upper, ref.array, at)} \\cdot ${slope}${place}`;
  }
  const product = edge.local.kind === "matmul" ? productFormula(timeline, ref, share, at) : null;
  if (product) return `${head} = ${product}`;
  const contraction = contractionOf(timeline, target);
  if (contraction) return `${head} = ${contractedShare(timeline, ref, edge, contraction)}`;
  const only = share.terms?.length === 1 ? share.terms[0] : null;
  const [first] = only ?? [];
  if (only && first?.cell && only.length === 1) return `${head} = ${own(timeline, first.cell)}`;
  const letters = upper.shape.map((_, axis) => LETTERS[axis] ?? "n");
  const [result, operand] = reverse ? [letters, at] : [at, letters];
  const all = share.terms?.every((term) => term.length === 1);
  const slope = `\\frac{\\partial ${symbol(timeline, target, "value", result)}}{\\partial ${symbol(timeline, source, "value", operand)}}`;
  const sum = letters.length > 0 ? `\\sum_{${letters.join(",")}} ` : "";
  return `${head} = ${sum}${symbol(timeline, upper, ref.array, letters)}${all ? "" : ` \\cdot ${slope}`}`;
}

/** A factor of a contraction: an operand, by its place, and which of its arrays. */
interface ContractionFactor {
  readonly place: number;
  readonly array: CellRef["array"];
}

/** Return a sum of products over the indices that `fixed` has not got, at `at`; `before` stands in front of them. */
function contractionFormula(
  timeline: Timeline,
  { operands, subscripts, sizes }: Contraction,
  fixed: readonly string[],
  at: Indices,
  factors: readonly ContractionFactor[],
  before: (indices: ReadonlyMap<string, number | string>) => readonly string[] = () => [],
): string {
  const indices = new Map<string, number | string>([...sizes.keys()].map((index) => [index, index]));
  fixed.forEach((index, axis) => {
    indices.set(index, at[axis] ?? index);
  });
  const over = [...sizes.keys()].filter((index) => indices.get(index) === index).join(",");
  const named = factors.flatMap(({ place, array }) => {
    const node = operands[place];
    return node ? [symbol(timeline, node, array, placed(node, subscripts[place] ?? [], indices))] : [];
  });
  return `${over ? `\\sum_{${over}} ` : ""}${[...before(indices), ...named].join(" \\, ")}`;
}

/** An axis of size 1 is copied along a longer index. */
function placed(
  node: GraphNode,
  subscript: readonly string[],
  indices: ReadonlyMap<string, number | string>,
): Indices {
  return subscript.map((index, axis) => (node.shape[axis] === 1 ? 0 : (indices.get(index) ?? index)));
}

/** Return what an edge into a contraction contributes to a cell, with the cells of the other operands. */
function contractedShare(
  timeline: Timeline,
  ref: CellRef,
  edge: GraphEdge,
  contraction: Contraction,
): string {
  const [source, target] = [timeline.node(edge.source), timeline.node(edge.target)];
  const own = contraction.subscripts[edge.argument] ?? [];
  const others = contraction.operands.flatMap((_, place) =>
    place === edge.argument ? [] : [{ place, array: "value" as const }],
  );
  if (timeline.graph.mode === "forward") {
    const factors = contraction.operands.map((_, place) => ({
      place,
      array: place === edge.argument ? ("tangent" as const) : ("value" as const),
    }));
    return contractionFormula(
      timeline,
      contraction,
      contraction.result,
      positions(target.shape, ref.cell),
      factors,
    );
  }
  const at = positions(source.shape, ref.cell);
  if (own.some((index, axis) => at[axis] !== at[own.indexOf(index)])) return "0"; // not on the diagonal
  const copied = own.map((index, axis) => (source.shape[axis] === 1 ? "" : index));
  return contractionFormula(timeline, contraction, copied, at, others, (indices) => [
    symbol(
      timeline,
      target,
      ref.array,
      contraction.result.map((index) => indices.get(index) ?? index),
    ),
  ]);
}

/** Return the sum along a matrix product's free index, for matrices and vectors; null for stacks of matrices. */
function productFormula(timeline: Timeline, ref: CellRef, { edge }: Share, at: Indices): string | null {
  const other = timeline.inputs.get(edge.target)?.find((one) => one.argument !== edge.argument);
  const [source, target] = [timeline.node(edge.source), timeline.node(edge.target)];
  const factor = other && timeline.node(other.source);
  if (!factor || ![source, factor].every(({ shape }) => shape.length === 1 || shape.length === 2))
    return null;
  const first = edge.argument === 0;
  const [left, right] = first ? [source, factor] : [factor, source];
  if (timeline.graph.mode === "forward") {
    const [a, b] = alongRow(left, right, at);
    const [one, two] = [
      symbol(timeline, left, first ? "tangent" : "value", a),
      symbol(timeline, right, first ? "value" : "tangent", b),
    ];
    return `\\sum_{k} ${one} \\, ${two}`;
  }
  const i: Indices = left.shape.length > 1 ? ["i"] : [];
  const j: Indices = right.shape.length > 1 ? ["j"] : [];
  const upstream = (indices: Indices): string => symbol(timeline, target, ref.array, indices);
  const cell = (indices: Indices): string => symbol(timeline, factor, "value", indices);
  const sum = (letters: Indices): string => (letters.length > 0 ? `\\sum_{${letters.join()}} ` : "");
  if (first) return `${sum(j)}${upstream([...at.slice(0, -1), ...j])} \\, ${cell([...at.slice(-1), ...j])}`;
  return `${sum(i)}${cell([...i, ...at.slice(0, 1)])} \\, ${upstream([...i, ...at.slice(1)])}`;
}

/** Return the indices of a row of the left factor and of a column of the right one. */
function alongRow(left: GraphNode, right: GraphNode, at: Indices): readonly [Indices, Indices] {
  const row = left.shape.length > 1 ? at.slice(0, 1) : [];
  const column = right.shape.length > 1 ? at.slice(-1) : [];
  return [
    [...row, "k"],
    ["k", ...column],
  ];
}
