/** Which Jacobians there are to look at, and the products with them that a pass makes. */

import type { ArrayJson, Graph, GraphEdge, GraphNode } from "../wire/graph";
import type { Timeline } from "./timeline";

export interface Choice {
  /** Of one edge, or of the output by a node, over all paths. */
  readonly of: "local" | "global";
  readonly id: string;
}

/**
 * Return what there is to choose from, the most likely first: what is selected, else what the step is about. An edge on
 * which no derivative passes is there only if it is selected.
 */
export function choicesAt(timeline: Timeline, index: number, selected: string | null): readonly Choice[] {
  const step = timeline.step(index);
  const id = selected ?? step.edge;
  const edge = id === null ? undefined : timeline.edges.get(id);
  if (edge) return [ofEdge(edge), whole(edge.source)];
  const node = (selected === null ? undefined : timeline.nodes.get(selected))?.id ?? step.node;
  const into = local(timeline.inputs.get(node) ?? []);
  return selected === null && step.kind === "evaluate" ? [...into, whole(node)] : [whole(node), ...into];
}

function local(edges: readonly GraphEdge[]): readonly Choice[] {
  return edges.filter((edge) => edge.local.kind !== "none").map(ofEdge);
}

function ofEdge({ id }: GraphEdge): Choice {
  return { of: "local", id };
}

/** Whether no derivative passes along the edge whose Jacobian this would be. */
export function isCut(timeline: Timeline, choice: Choice): boolean {
  return choice.of === "local" && timeline.edge(choice.id).local.kind === "none";
}

function whole(node: string): Choice {
  return { of: "global", id: node };
}

/** Return the node of the rows and that of the columns. */
export function endsOf(
  timeline: Timeline,
  choice: Choice,
): { readonly result: GraphNode; readonly operand: GraphNode } {
  if (choice.of === "global")
    return { result: timeline.node(timeline.graph.output), operand: timeline.node(choice.id) };
  const edge = timeline.edge(choice.id);
  return { result: timeline.node(edge.target), operand: timeline.node(edge.source) };
}

/** A product with the matrix: row · J = row, or in forward mode J · column = column. */
export interface Product {
  readonly forward: boolean;
  readonly vector: Float64Array;
  readonly result: Float64Array;
}

/** Return the product that the graph's pass makes, with its very numbers; null where nothing passes, or not all is known. */
export function productOf(timeline: Timeline, choice: Choice, matrix: Float64Array): Product | null {
  const { graph } = timeline;
  const { result, operand } = endsOf(timeline, choice);
  const forward = graph.mode === "forward";
  const vector = numbersOf(timeline, forward ? operand.tangent : result.grad);
  if (!vector) return null;
  const made = madeBy(timeline, choice, operand, graph);
  if (made !== undefined) {
    const numbers = numbersOf(timeline, made);
    return numbers && { forward, vector, result: numbers };
  }
  return { forward, vector, result: times(matrix, vector) };
}

/** What the graph says the product is: of an edge its contribution, of the whole the node's gradient. */
function madeBy(
  timeline: Timeline,
  choice: Choice,
  operand: GraphNode,
  graph: Graph,
): ArrayJson | null | undefined {
  if (choice.of === "local") return timeline.edge(choice.id).contribution;
  return graph.mode === "reverse" ? operand.grad : undefined;
}

function numbersOf(timeline: Timeline, array: ArrayJson | null): Float64Array | null {
  const cells = array && timeline.cells(array);
  return cells && !cells.preview ? cells.data : null;
}

/** In forward mode one node's tangent is only a part of what the output's is the sum of: the product is told as it is. */
function times(matrix: Float64Array, column: Float64Array): Float64Array {
  const rows = column.length ? matrix.length / column.length : 0;
  return Float64Array.from({ length: rows }, (_, row) =>
    column.reduce((sum, one, at) => sum + (matrix[row * column.length + at] ?? Number.NaN) * one, 0),
  );
}

/** The sum of products that one number of the result is, without the entries that are 0 whatever the numbers are. */
export interface Term {
  readonly factor: number;
  readonly entry: number;
}

export function termsOf(
  product: Product,
  matrix: Float64Array,
  possible: Float64Array,
  index: number,
): readonly Term[] {
  const { forward, vector, result } = product;
  const columns = forward ? vector.length : result.length;
  return Array.from(vector).flatMap((factor, at) => {
    const cell = forward ? index * columns + at : at * columns + index;
    return possible[cell] ? [{ factor, entry: matrix[cell] ?? Number.NaN }] : [];
  });
}
