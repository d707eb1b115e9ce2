/** Matrix products and what is made of them: the other factor stands on its own side, turned over on the way back. */

import { turn } from "../wire/arrays";
import type { GraphNode } from "../wire/graph";
import type { Passage } from "./backward";
import { fromOperand } from "./indexing";
import { between, equation, type Line, ofNode, type Part } from "./line";
import type { Timeline } from "./timeline";

export function transposed(part: Part): Part {
  return { ...part, cells: turn(part.cells), turned: true, latex: `${part.latex}^{\\top}` };
}

/** dL/dZ · Yᵀ for the left factor, Xᵀ · dL/dZ for the right one. */
export function factorLine({ timeline, edge, start, result, forward }: Passage): Line {
  const other = timeline.inputs.get(edge.target)?.find((one) => one.argument !== edge.argument) ?? edge;
  const node = timeline.node(other.source);
  const plain = ofNode(timeline, node);
  const factor = !forward && node.shape.length > 1 ? transposed(plain) : plain;
  const parts = edge.argument === 0 ? [start, factor] : [factor, start];
  const outer = node.shape.length === 1 && !forward && start.cells.shape.length === 1;
  return productOf(parts, result, outer ? "⊗" : "·");
}

function productOf(parts: readonly Part[], result: Part, sign = "·"): Line {
  const matrices = parts.every((part) => part.cells.shape.length > 1);
  return { ...equation(parts, between(parts, sign), result), way: { kind: matrices ? "product" : "appear" } };
}

/** Return a layer's value as the product that it is, x · Wᵀ + b, or null for any other operation. */
export function layer(timeline: Timeline, node: GraphNode): Line | null {
  const parts = (timeline.inputs.get(node.id) ?? []).map((edge) =>
    ofNode(timeline, timeline.node(edge.source)),
  );
  const [x, weight, ...bias] = parts;
  const known = node.operation === "linear" || (node.operation === "inner" && isPair(parts));
  if (!x || !weight || !known || x.cells.shape.length > 2) return null;
  const turned = transposed(weight);
  const line = equation([x, turned, ...bias], ["", "·", ...bias.map(() => "+"), ""], ofNode(timeline, node));
  return x.cells.shape.length === 2 ? { ...line, way: { kind: "product" } } : line;
}

function isPair(parts: readonly Part[]): boolean {
  return parts.length === 2 && parts.every((part) => part.cells.shape.length === 2);
}

/** Return the way back through a layer or an outer product, or null for any other operation. */
export function layerLine(passage: Passage): Line | null {
  const { timeline, target, edge, start, result, forward } = passage;
  const [x, y] = (timeline.inputs.get(target.id) ?? []).map((one) =>
    ofNode(timeline, timeline.node(one.source)),
  );
  if (forward || !x || !y) return null;
  switch (target.operation) {
    case "linear":
      if (x.cells.shape.length !== 2) return null;
      if (edge.argument === 2) return biasLine(start, result);
      return edge.argument === 0 ? productOf([start, y], result) : productOf([transposed(start), x], result);
    case "inner":
      if (!isPair([x, y])) return null;
      return edge.argument === 0 ? productOf([start, y], result) : productOf([transposed(start), x], result);
    case "outer":
      return edge.argument === 0 ? productOf([start, y], result) : productOf([transposed(start), x], result);
    default:
      return null;
  }
}

/** The bias was added to every row, so the rows of the gradient add up. */
function biasLine(start: Part, result: Part): Line {
  const routes = fromOperand(start.cells.shape, (index) => index.at(-1) ?? 0);
  const line = equation([{ ...start, grown: [0] }], ["", ""], result);
  return {
    ...line,
    way: { kind: "travel", flows: [{ part: 0, routes }], adds: true },
    arrow: { kind: "sum", axes: [0] },
  };
}
