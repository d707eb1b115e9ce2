/** Operations that put several tensors together: each operand has its own part of the result. */

import { size } from "../wire/arrays";
import type { GraphNode, Shape } from "../wire/graph";
import { fromOperand, type Routes, ravel } from "./indexing";

/** Return the routes from one operand into its part of what is joined, or null for any other operation. */
export function joined(node: GraphNode, shapes: readonly Shape[], argument: number): Routes | null {
  const axis = node.attributes["axis"] as number;
  switch (node.operation) {
    case "concatenate":
      return beside(node.shape, shapes, argument, axis);
    case "stack":
      return fresh(node.shape, shapes, argument, axis);
    case "hstack":
      return beside(node.shape, shapes, argument, node.shape.length > 1 ? 1 : 0);
    case "vstack":
      return below(shapes, argument);
    default:
      return null;
  }
}

function beside(result: Shape, shapes: readonly Shape[], argument: number, axis: number): Routes {
  const offset = shapes.slice(0, argument).reduce((sum, shape) => sum + (shape[axis] ?? 1), 0);
  return fromOperand(shapes[argument] ?? [], (index) =>
    ravel(
      result.map((_, one) => (index[one] ?? 0) + (one === axis ? offset : 0)),
      result,
    ),
  );
}

function fresh(result: Shape, shapes: readonly Shape[], argument: number, axis: number): Routes {
  return fromOperand(shapes[argument] ?? [], (index) => ravel(index.toSpliced(axis, 0, argument), result));
}

/** Rows come one operand after the other, in row-major order. */
function below(shapes: readonly Shape[], argument: number): Routes {
  const offset = shapes.slice(0, argument).reduce((sum, shape) => sum + size(shape), 0);
  return fromOperand(shapes[argument] ?? [], (_index, flat) => offset + flat);
}
