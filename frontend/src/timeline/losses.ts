/** The gradients of losses, as one picture: what is predicted minus what is true. */

import { type Cells, size } from "../wire/arrays";
import type { GraphNode } from "../wire/graph";
import type { Passage } from "./backward";
import { agrees, made } from "./check";
import { equation, type Line, ofNode, type Part, value } from "./line";

/** Prediction and truth, by what their difference is multiplied, and by how many cells it is averaged. */
interface Difference {
  readonly predicted: Part;
  readonly truth: Part;
  readonly factor: number;
  readonly count: number;
}

/** Return the line g · (p − y) ÷ N, or null where the loss has none or other things weigh in. */
export function lossLine(passage: Passage): Line | null {
  const { timeline, start, result, forward } = passage;
  const difference = forward ? null : differenceOf(passage);
  if (!difference) return null;
  const { predicted, truth, factor, count } = difference;
  const upstream = perRow(start, predicted.cells);
  const wide = predicted.cells.data.length / Math.max(upstream.cells.data.length, 1);
  const found = predicted.cells.data.map((p, index) => {
    const g = upstream.cells.data[Math.floor(index / wide)] ?? Number.NaN;
    return (g * factor * (p - (truth.cells.data[index] ?? Number.NaN))) / count;
  });
  if (!agrees(timeline, found, result.cells)) return null;
  const times = factor === 1 ? "· (" : `· ${factor < 0 ? "−" : ""}${Math.abs(factor)} (`;
  return equation([upstream, predicted, truth], ["", times, "−", count === 1 ? ")" : `) ÷ ${count}`], result);
}

/** A gradient for each row stands as a column beside the rows. */
function perRow(start: Part, cells: Cells): Part {
  if (start.cells.shape.length !== 1 || cells.shape.length !== 2) return start;
  const shape = [...start.cells.shape, 1];
  return { ...start, cells: { ...start.cells, shape, shown: shape } };
}

function differenceOf(passage: Passage): Difference | null {
  const { timeline, target, edge } = passage;
  const operands = (timeline.inputs.get(target.id) ?? []).map((one) => timeline.node(one.source));
  const [x, y] = operands;
  const whole = operands.every((one) => !timeline.cells(one.value).preview && size(one.shape) > 0);
  if (!x || !y || operands.length > 2 || !whole) return null;
  const [left, right] = [ofNode(timeline, x), ofNode(timeline, y)];
  switch (target.operation) {
    case "mse_loss":
      return {
        predicted: left,
        truth: right,
        factor: edge.argument === 0 ? 2 : -2,
        count: averaged(target, size(x.shape)),
      };
    case "binary_cross_entropy_with_logits":
      if (edge.argument !== 0) return null;
      return {
        predicted: value(made(x.shape, left.cells.data.map(sigmoid)), `\\sigma(${x.latex})`),
        truth: right,
        factor: 1,
        count: averaged(target, size(x.shape)),
      };
    case "cross_entropy":
      return edge.argument === 0 ? ofClasses(target, left, right) : null;
    default:
      return null;
  }
}

function averaged(target: GraphNode, count: number): number {
  return target.attributes["reduction"] === "mean" ? count : 1;
}

function ofClasses(target: GraphNode, logits: Part, labels: Part): Difference | null {
  const { shape } = logits.cells;
  const [classes = 1] = shape.slice(-1);
  if (shape.length === 0 || shape.length > 2) return null;
  const rows = size(shape) / classes;
  const smoothing = Number(target.attributes["label_smoothing"] ?? 0);
  const soft =
    labels.cells.data.length === logits.cells.data.length && shape.length === labels.cells.shape.length;
  const hot = soft ? labels.cells : oneHot(labels.cells, rows, classes, shape);
  const data = hot.data.map((one) => (1 - smoothing) * one + smoothing / classes);
  const truth =
    soft && smoothing === 0
      ? labels
      : value(made(shape, data), soft ? labels.latex : `\\operatorname{onehot}(${labels.latex})`);
  const predicted = value(softmax(logits.cells, rows, classes), `\\operatorname{softmax}(${logits.latex})`);
  return { predicted, truth, factor: 1, count: averaged(target, rows) };
}

function oneHot(labels: Cells, rows: number, classes: number, shape: readonly number[]): Cells {
  const data = new Float64Array(rows * classes);
  labels.data.forEach((label, row) => {
    if (label >= 0 && label < classes) data[row * classes + label] = 1;
  });
  return made(shape, data);
}

function softmax(cells: Cells, rows: number, classes: number): Cells {
  const data = new Float64Array(cells.data.length);
  for (let row = 0; row < rows; row += 1) {
    const logits = cells.data.subarray(row * classes, (row + 1) * classes);
    const largest = Math.max(...logits);
    const powers = logits.map((logit) => Math.exp(logit - largest));
    const total = powers.reduce((sum, power) => sum + power, 0);
    data.set(
      powers.map((power) => power / total),
      row * classes,
    );
  }
  return made(cells.shape, data);
}

function sigmoid(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}
