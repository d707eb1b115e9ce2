/**
 * Which cells an operation connects: for those that move, copy or gather numbers, each cell of the operand with
 * each cell of the result that it goes into. A gradient goes back along the same routes.
 */

import { type Cells, size } from "../wire/arrays";
import type { GraphEdge, GraphNode, Shape } from "../wire/graph";
import { aligned, fromOperand, fromResult, type Index, type Routes, ravel } from "./indexing";
import { joined } from "./joining";
import { along, ranked, taken } from "./ordering";
import { type Entry, picked } from "./picking";
import { pooled } from "./pooling";
import { flipped, kept, moved, padded, repeated, rolled, scanned, swapped, tiled } from "./rearranging";
import type { Timeline } from "./timeline";

export { factors } from "./factors";
export type { Routes } from "./indexing";

/** More cells than this are drawn as pictures without numbers, in which none is followed. */
const MOST_CELLS = 2000;

/** Return the routes along an edge, or null where cells do not simply travel. */
export function routesAlong(timeline: Timeline, edge: GraphEdge): Routes | null {
  const [node, source] = [timeline.node(edge.target), timeline.node(edge.source)];
  if (Math.max(size(node.shape), size(source.shape)) > MOST_CELLS) return null;
  const operands = (timeline.inputs.get(node.id) ?? []).map((one) => timeline.node(one.source));
  const shapes = operands.map((one) => one.shape);
  const numbers = (position: number): Cells | null => {
    const operand = operands[position];
    const cells = operand && timeline.cells(operand.value);
    return cells && !cells.preview ? cells : null;
  };
  return (
    joined(node, shapes, edge.argument) ??
    (edge.argument === 0 ? (byNumbers(node, source.shape, numbers) ?? routes(node, source.shape)) : null)
  );
}

/** Return the routes through `node` from an operand of `shape`, as far as shapes and attributes tell them. */
export function routes(node: GraphNode, shape: Shape): Routes | null {
  const { attributes } = node;
  const axes = attributes["axis"] as Index;
  switch (node.operation) {
    case "reshape":
    case "flatten":
    case "squeeze":
    case "expand_dims":
    case "atleast_1d":
    case "atleast_2d":
      return fromResult(node.shape, (_index, flat) => flat);
    case "transpose":
      return transposed(node.shape, shape, attributes["axes"] as Index);
    case "swapaxes":
      return transposed(
        node.shape,
        shape,
        swapped(shape.length, attributes["axis1"] as number, attributes["axis2"] as number),
      );
    case "moveaxis":
      return transposed(
        node.shape,
        shape,
        moved(shape.length, attributes["source"] as Index, attributes["destination"] as Index),
      );
    case "flip":
      return flipped(shape, axes);
    case "roll":
      return rolled(shape, attributes["shift"] as Index, attributes["axis"] as Index | null);
    case "tile":
      return tiled(node.shape, shape);
    case "repeat":
      return repeated(
        node.shape,
        shape,
        attributes["repeats"] as number,
        attributes["axis"] as number | null,
      );
    case "pad":
      return padded(node.shape, shape, attributes["pad_width"] as readonly Index[]);
    case "tril":
    case "triu":
    case "diag":
    case "trace":
      return kept(node, shape);
    case "broadcast_to":
      return fromResult(node.shape, (index) => ravel(aligned(index, shape), shape));
    case "grid":
      return fromResult(node.shape, (index) => index[attributes["axis"] as number] ?? 0);
    case "getitem":
      return picked(node.shape, shape, attributes["index"] as readonly Entry[]);
    case "masked_select":
      return chosen(attributes["positions"] as readonly (readonly number[])[]);
    case "cumsum":
      return scanned(shape, attributes["axis"] as number | null);
    case "sum":
    case "mean":
    case "max":
    case "min":
    case "median":
    case "norm":
    case "var":
    case "std":
    case "prod":
    case "logsumexp":
      return reduced(shape, axes);
    case "max_pool1d":
    case "max_pool2d":
    case "avg_pool1d":
    case "avg_pool2d":
      return pooled(node, shape);
    default:
      return null;
  }
}

/** Return the routes that the numbers of an operand decide: positions, or the order of the cells. */
function byNumbers(
  node: GraphNode,
  shape: Shape,
  numbers: (position: number) => Cells | null,
): Routes | null {
  const axis = (node.attributes["axis"] ?? null) as number | null;
  switch (node.operation) {
    case "take":
    case "index_select":
    case "embedding":
      return taken(node.shape, shape, numbers(1), axis);
    case "gather":
    case "take_along_axis":
      return along(node.shape, shape, numbers(1), axis);
    case "sort":
      return ranked(node.shape, shape, numbers(0), axis, node.attributes["descending"] === true);
    case "topk_values":
      return ranked(node.shape, shape, numbers(0), axis, node.attributes["largest"] === true);
    default:
      return null;
  }
}

function transposed(result: Shape, operand: Shape, order: Index): Routes {
  return fromResult(result, (index) => {
    const source = new Array<number>(operand.length);
    order.forEach((axis, position) => {
      source[axis] = index[position] ?? 0;
    });
    return ravel(source, operand);
  });
}

/** The positions are those in a row of all cells, as the condition had them. */
function chosen(positions: readonly (readonly number[])[]): Routes | null {
  const [row] = positions;
  return Array.isArray(row) ? fromResult([row.length], (_index, flat) => row[flat] ?? -1) : null;
}

function reduced(operand: Shape, axes: Index): Routes {
  const left = operand.map((length, axis) => (axes.includes(axis) ? 1 : length));
  return fromOperand(operand, (index) =>
    ravel(
      index.map((position, axis) => (axes.includes(axis) ? 0 : position)),
      left,
    ),
  );
}
