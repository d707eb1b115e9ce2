/**
 * A convolution as the matrix product that it is: the weight, a row for each channel that comes out, times the windows
 * of x, a column for each place that the kernel stands at (Goodfellow, Bengio & Courville, Deep Learning, 2016,
 * sec. 9.5). Shown for one example, where its numbers have room; else null.
 */

import { type Cells, size } from "../wire/arrays";
import type { GraphNode, Shape } from "../wire/graph";
import type { Passage } from "./backward";
import { agrees, made } from "./check";
import { fromOperand, type Index, type Routes, ravel, unravel } from "./indexing";
import { code, equation, grad, type Line, ofNode, type Part } from "./line";
import { transposed } from "./products";
import type { Timeline } from "./timeline";

/** Rows and columns of windows whose numbers can be read. */
const MOST_CELLS_OF_A_WINDOW = 6;
const MOST_PLACES = 8;
const PADDING = -1;

/** What a convolution is about, with all of its axes but two laid into one. */
interface Frame {
  readonly x: Part;
  readonly weight: Part;
  readonly bias: Part | null;
  /** Where each cell of the windows is in x, row by row; PADDING for what is added around it. */
  readonly inside: Int32Array;
  readonly channels: number;
  readonly rows: number;
  readonly places: number;
}

/** Return the value of a convolution as a product. */
export function convolved(timeline: Timeline, node: GraphNode): Line | null {
  const frame = frameOf(timeline, node);
  if (!frame) return null;
  const { weight, bias, x } = frame;
  const result = shaped(ofNode(timeline, node), frame.channels, frame.places);
  const factors = [shaped(weight, frame.channels, frame.rows), windows(x, frame)];
  if (!bias) return product(factors, result);
  const line = equation([...factors, shaped(bias, frame.channels, 1)], ["", "·", "+", ""], result);
  return { ...line, way: { kind: "product" } };
}

/** Return the way of a gradient (forward mode: of a tangent) through a convolution. */
export function convolutionLine(passage: Passage): Line | null {
  const { timeline, target, edge, start, result, forward } = passage;
  const frame = frameOf(timeline, target);
  if (!frame) return null;
  const { channels, rows, places, x, weight } = frame;
  if (forward) {
    const out = shaped(result, channels, places);
    if (edge.argument === 0) return product([shaped(weight, channels, rows), windows(start, frame)], out);
    return edge.argument === 1 ? product([shaped(start, channels, rows), windows(x, frame)], out) : null;
  }
  const upstream = shaped(start, channels, places);
  if (edge.argument === 0) return folded(passage, frame, upstream);
  if (edge.argument === 1)
    return product([upstream, transposed(windows(x, frame))], shaped(result, channels, rows));
  const routes = fromOperand(upstream.cells.shape, ([channel = 0]) => channel);
  return added(upstream, routes, result);
}

function frameOf(timeline: Timeline, node: GraphNode): Frame | null {
  if (node.operation !== "conv1d" && node.operation !== "conv2d") return null;
  const [x, weight, bias = null] = (timeline.inputs.get(node.id) ?? []).map((edge) =>
    ofNode(timeline, timeline.node(edge.source)),
  );
  const several = node.attributes["groups"] !== 1;
  if (!x || !weight || several || [x, weight].some(({ cells }) => cells.preview)) return null;
  const kernel = weight.cells.shape.slice(2);
  const [examples, axes] = [x.cells.shape.slice(0, -kernel.length - 1), kernel.length];
  const [channels = 0] = weight.cells.shape;
  const places = size(node.shape.slice(-axes));
  const rows = size(weight.cells.shape.slice(1));
  const fits = rows <= MOST_CELLS_OF_A_WINDOW && channels <= MOST_CELLS_OF_A_WINDOW && places <= MOST_PLACES;
  if (size(examples) !== 1 || !fits) return null;
  return {
    x,
    weight,
    bias,
    channels,
    rows,
    places,
    inside: insideOf(node, x.cells.shape, weight.cells.shape),
  };
}

/** Return for each cell of the windows the cell of x that lies in it. */
function insideOf(node: GraphNode, x: Shape, weight: Shape): Int32Array {
  const stride = node.attributes["stride"] as Index;
  const dilation = node.attributes["dilation"] as Index;
  const padding = node.attributes["padding"] as readonly Index[];
  const kernel = weight.slice(2);
  const out = node.shape.slice(-kernel.length);
  const [lengths, image] = [x.slice(-kernel.length), x.slice(-kernel.length - 1)];
  const places = size(out);
  return Int32Array.from({ length: size(weight.slice(1)) * places }, (_, cell) => {
    const [channel = 0, ...within] = unravel(Math.floor(cell / places), weight.slice(1));
    const position = unravel(cell % places, out).map((place, axis) => {
      const start = place * (stride[axis] ?? 1) - (padding[axis]?.[0] ?? 0);
      return start + (within[axis] ?? 0) * (dilation[axis] ?? 1);
    });
    const beside = position.some((at, axis) => at < 0 || at >= (lengths[axis] ?? 0));
    return beside ? PADDING : ravel([channel, ...position], image);
  });
}

/** The windows of an array of the shape of x, side by side. */
function windows(part: Part, { inside, rows, places }: Frame): Part {
  const data = Float64Array.from(inside, (cell) =>
    cell === PADDING ? 0 : (part.cells.data[cell] ?? Number.NaN),
  );
  const latex = `\\operatorname{windows}\\left(${part.latex}\\right)`;
  return { ...part, role: null, cells: made([rows, places], data), latex };
}

/** What came to each window, as the kernel had seen it, goes back to the cells in it; what overlaps adds up. */
function folded({ timeline, result }: Passage, frame: Frame, upstream: Part): Line | null {
  const { weight, inside, channels, rows, places } = frame;
  const data = new Float64Array(rows * places).map((_, cell) => {
    const [row, place] = [Math.floor(cell / places), cell % places];
    let sum = 0;
    for (let channel = 0; channel < channels; channel += 1)
      sum +=
        (weight.cells.data[channel * rows + row] ?? Number.NaN) *
        (upstream.cells.data[channel * places + place] ?? Number.NaN);
    return sum;
  });
  const sums = new Float64Array(result.cells.data.length);
  inside.forEach((goal, cell) => {
    if (goal !== PADDING) sums[goal] = (sums[goal] ?? 0) + (data[cell] ?? Number.NaN);
  });
  if (!agrees(timeline, sums, result.cells)) return null;
  const latex = `{${weight.latex}}^{\\top} \\, ${upstream.latex}`;
  const routes = fromOperand([rows, places], (_, cell) => inside[cell] ?? PADDING);
  return added(grad(made([rows, places], data), latex), routes, result);
}

function product(factors: readonly Part[], result: Part): Line {
  return { ...equation(factors, ["", "·", ""], result), way: { kind: "product" } };
}

function added(part: Part, routes: Routes, result: Part): Line {
  const way = { kind: "travel", flows: [{ part: 0, routes }], adds: true } as const;
  return { ...equation([part], ["", ""], result), way, arrow: code("Σ") };
}

function shaped(part: Part, rows: number, columns: number): Part {
  return { ...part, cells: laid(part.cells, [rows, columns]) };
}

function laid(cells: Cells, shape: Shape): Cells {
  return { ...cells, shape, shown: shape };
}
