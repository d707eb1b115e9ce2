/** Operations that put cells elsewhere, repeat them, keep some of them, or add up what came before. */

import { size } from "../wire/arrays";
import type { GraphNode, Shape } from "../wire/graph";
import { fromOperand, fromResult, type Index, type Routes, ravel, unravel } from "./indexing";

/** Return the order of the axes after two have changed places. */
export function swapped(count: number, first: number, second: number): Index {
  const order = Array.from({ length: count }, (_, axis) => axis);
  [order[first], order[second]] = [second, first];
  return order;
}

/** Return the order of the axes after some have moved: which axis of the operand stands at each place. */
export function moved(count: number, source: Index, destination: Index): Index {
  const rest = Array.from({ length: count }, (_, axis) => axis).filter((axis) => !source.includes(axis));
  return Array.from({ length: count }, (_, place) => {
    const at = destination.indexOf(place);
    return (at >= 0 ? source[at] : rest.shift()) ?? 0;
  });
}

export function flipped(shape: Shape, axes: Index): Routes {
  return fromResult(shape, (index) =>
    ravel(
      index.map((position, axis) => (axes.includes(axis) ? (shape[axis] ?? 1) - 1 - position : position)),
      shape,
    ),
  );
}

/** Without axes, all cells roll on in a row. */
export function rolled(shape: Shape, shift: Index, axes: Index | null): Routes {
  if (axes === null) return fromResult(shape, (_index, flat) => around(flat - (shift[0] ?? 0), size(shape)));
  return fromResult(shape, (index) => {
    const source = [...index];
    axes.forEach((axis, at) => {
      source[axis] = around((source[axis] ?? 0) - (shift[at] ?? 0), shape[axis] ?? 1);
    });
    return ravel(source, shape);
  });
}

function around(position: number, length: number): number {
  return ((position % length) + length) % length;
}

export function tiled(result: Shape, operand: Shape): Routes {
  const fresh = result.length - operand.length;
  return fromResult(result, (index) =>
    ravel(
      operand.map((length, axis) => (index[axis + fresh] ?? 0) % length),
      operand,
    ),
  );
}

export function repeated(result: Shape, operand: Shape, repeats: number, axis: number | null): Routes {
  if (axis === null) return fromResult(result, (_index, flat) => Math.floor(flat / repeats));
  return fromResult(result, (index) =>
    ravel(
      index.map((position, one) => (one === axis ? Math.floor(position / repeats) : position)),
      operand,
    ),
  );
}

export function padded(result: Shape, operand: Shape, widths: readonly Index[]): Routes {
  return fromOperand(operand, (index) =>
    ravel(
      index.map((position, axis) => position + (widths[axis]?.[0] ?? 0)),
      result,
    ),
  );
}

/** A triangle stays where it is; a diagonal becomes a row, or a row a diagonal, or one sum. */
export function kept(node: GraphNode, shape: Shape): Routes {
  const k = (node.attributes["k"] as number | undefined) ?? 0;
  const own = (index: Index): [number, number] => [index.at(-2) ?? 0, index.at(-1) ?? 0];
  switch (node.operation) {
    case "tril":
    case "triu": {
      const below = node.operation === "tril";
      return fromResult(node.shape, (index, flat) => {
        const [row, column] = own(index);
        return (below ? column - row <= k : column - row >= k) ? flat : -1;
      });
    }
    case "trace":
      return fromOperand(shape, (index) => (index[0] === index[1] ? 0 : -1));
    default:
      return shape.length === 1 ? onDiagonal(node.shape, k) : fromDiagonal(node.shape, shape, k);
  }
}

function fromDiagonal(result: Shape, matrix: Shape, k: number): Routes {
  return fromResult(result, ([at = 0]) => ravel([at + Math.max(-k, 0), at + Math.max(k, 0)], matrix));
}

function onDiagonal(matrix: Shape, k: number): Routes {
  return fromResult(matrix, ([row = 0, column = 0]) => (column - row === k ? row - Math.max(-k, 0) : -1));
}

/** Each cell goes into the sums at its own place and all later ones; without an axis, in a row of all cells. */
export function scanned(operand: Shape, given: number | null): Routes {
  const shape = given === null ? [size(operand)] : operand;
  const axis = given ?? 0;
  const from: number[] = [];
  const to: number[] = [];
  for (let flat = 0; flat < size(shape); flat += 1) {
    const index = unravel(flat, shape);
    for (let place = 0; place <= (index[axis] ?? 0); place += 1) {
      from.push(ravel(index.with(axis, place), shape));
      to.push(flat);
    }
  }
  return { from: Int32Array.from(from), to: Int32Array.from(to) };
}
