/** What operations on whole arrays make of them, in English: "z … ." */

import { type Evaluation, told } from "../facts";
import { axes } from "./axes";

type Say = (facts: Evaluation, x: string, y: string) => string;

function along(facts: Evaluation, x: string): string {
  return facts.allAxes ? `all of ${x}` : `${x} along ${axes(facts.axes)}`;
}

function within(facts: Evaluation, x: string): string {
  return facts.axes.length === 0 ? `all of ${x}` : along(facts, x);
}

/** Losses are averaged, added up, or left as they are. */
function averaged(facts: Evaluation): string {
  const reduction = facts.attributes["reduction"];
  if (reduction === "none") return "has, one by one,";
  return reduction === "sum" ? "is the sum of" : "is the mean of";
}

const inShape: Say = (facts, x) => `has the numbers of ${x}, in the same order, in the shape ${facts.to}`;
const slices: Say = (_, x, y) => `takes slices of ${x}, by their positions in ${y}`;
const single: Say = (_, x, y) => `takes one cell of ${x} for each position in ${y}`;
const placed: Say = (_, x) => `puts the cells of ${x} into zeros at their places; what meets there adds up`;
const turned: Say = (_, x) => `has the cells of ${x} with the axes in another order`;
const distance =
  (what: string): Say =>
  (facts, x, y) =>
    `${averaged(facts)} the ${what} of ${x} and ${y}`;
const normal: Say = (_, x) => `is ${x}, shifted and scaled in each row to mean 0 and variance 1`;
const slid: Say = (_, x, y) => `slides ${y} over ${x}: each cell is the sum of the products where they meet`;
const filled =
  (what: string): Say =>
  (_, x) =>
    `has the shape of ${x}, filled with ${what}`;

export const VALUES: Readonly<Record<string, Say>> = {
  negative: (_, x) => `is ${x} with its sign changed`,
  relu: (_, x) => `keeps what is positive in ${x}; the rest becomes 0`,
  detach: (_, x) => `has the numbers of ${x}, but lets no gradient pass`,
  getitem: (_, x) => `picks cells out of ${x}`,
  sum: (facts, x) => `adds up ${along(facts, x)}`,
  mean: (facts, x) => `is the mean of ${along(facts, x)}`,
  min: (facts, x) => `is the smallest number of ${along(facts, x)}`,
  max: (facts, x) => `is the largest number of ${along(facts, x)}`,
  median: (facts, x) => `is the number in the middle of ${along(facts, x)}`,
  prod: (facts, x) => `multiplies ${along(facts, x)}`,
  var: (facts, x) => `is the variance of ${along(facts, x)}: the mean of the squared distances from the mean`,
  std: (facts, x) => `is the standard deviation of ${along(facts, x)}: the square root of its variance`,
  norm: (facts, x) => `is the length (the norm) of ${along(facts, x)}`,
  logsumexp: (facts, x) => `is the logarithm of the sum of the exponentials of ${along(facts, x)}`,
  softmax: (facts, x) => `makes probabilities of ${along(facts, x)}: exponentials, divided by their sum`,
  attention_weights: (_, x) => `makes probabilities of ${x} in each row: exponentials, divided by their sum`,
  log_softmax: (facts, x) => `is the logarithm of the softmax of ${along(facts, x)}`,
  cumsum: (facts, x) => `adds up ${within(facts, x)} step by step, and keeps each sum`,
  cumprod: (facts, x) => `multiplies ${within(facts, x)} step by step, and keeps each product`,
  sort: (facts, x) => `puts ${within(facts, x)} in order`,
  argsort: (facts, x) => `tells where the numbers of ${within(facts, x)} stand in order`,
  argmax: (facts, x) => `tells where the largest number of ${within(facts, x)} stands`,
  argmin: (facts, x) => `tells where the smallest number of ${within(facts, x)} stands`,
  any: (facts, x) => `is 1 if any number of ${within(facts, x)} is not 0`,
  all: (facts, x) => `is 1 if no number of ${within(facts, x)} is 0`,
  count_nonzero: (facts, x) => `counts the numbers of ${within(facts, x)} that are not 0`,
  topk_values: (facts, x) =>
    `takes the ${told(facts, "k")} ${facts.attributes["largest"] === false ? "smallest" : "largest"} numbers of ${along(facts, x)}`,
  topk_indices: (facts, x) => `tells where the first ${told(facts, "k")} numbers of ${along(facts, x)} stand`,
  reshape: inShape,
  flatten: inShape,
  squeeze: inShape,
  expand_dims: inShape,
  atleast_1d: inShape,
  atleast_2d: inShape,
  transpose: (_, x) => `is ${x} turned over: its axes in another order`,
  swapaxes: turned,
  moveaxis: turned,
  flip: (facts, x) => `turns the order of ${along(facts, x)} round`,
  roll: (facts, x) =>
    `moves the cells of ${within(facts, x)} on; what leaves at the end comes in at the start`,
  tile: (facts, x) => `lays copies of ${x} side by side: ${facts.from} becomes ${facts.to}`,
  repeat: (facts, x) => `repeats each cell of ${x} ${told(facts, "repeats")} times`,
  grid: (facts, x) => `copies ${x} along the other axes of a grid: ${facts.from} becomes ${facts.to}`,
  pad: (facts, x) => `surrounds ${x} with ${told(facts, "value")}: ${facts.from} becomes ${facts.to}`,
  concatenate: (facts) => `puts ${listed(facts)} one after the other along ${axes(facts.axes)}`,
  stack: (facts) => `puts ${listed(facts)} one behind the other along a new axis ${facts.axes.join(", ")}`,
  hstack: (facts) => `puts ${listed(facts)} side by side`,
  vstack: (facts) => `puts ${listed(facts)} one below the other`,
  take: slices,
  index_select: slices,
  embedding: slices,
  gather: single,
  take_along_axis: single,
  picked_along: single,
  masked_select: (_, x, y) => `takes the cells of ${x} where ${y} holds, in a row`,
  scatter: placed,
  scatter_along: placed,
  put: placed,
  fold: placed,
  windows: (_, x) => `lays out every window over ${x} with the cells in it`,
  max_pool1d: (_, x) => `takes the largest number in each window over ${x}`,
  max_pool2d: (_, x) => `takes the largest number in each window over ${x}`,
  avg_pool1d: (_, x) => `takes the mean of each window over ${x}`,
  avg_pool2d: (_, x) => `takes the mean of each window over ${x}`,
  conv1d: slid,
  conv2d: slid,
  tril: (_, x) => `keeps the lower triangle of ${x}; the rest becomes 0`,
  triu: (_, x) => `keeps the upper triangle of ${x}; the rest becomes 0`,
  diag: (facts, x) =>
    facts.operandAxes[0] === 1
      ? `puts ${x} on the diagonal of a matrix of zeros`
      : `takes the diagonal of ${x}`,
  trace: (_, x) => `adds up the diagonal of ${x}`,
  outer: (_, x, y) => `multiplies each cell of ${x} by each cell of ${y}`,
  inner: (_, x, y) => `adds up the products of ${x} and ${y} along their last axes`,
  kron: (_, x, y) => `multiplies each cell of ${x} by the whole of ${y}`,
  tensordot: (_, x, y) => `adds up the products of ${x} and ${y} along the axes they share`,
  einsum: (facts) => `adds up products of ${listed(facts)} as ${told(facts, "equation")} says`,
  solve: (_, x, y) => `solves the equations ${x} · z = ${y}`,
  solve_triangular: (_, x, y) => `solves the equations ${x} · z = ${y}, row after row`,
  cholesky: (_, x) => `is the lower triangle that, times its transpose, gives ${x}`,
  minors: (_, x) => `has for each cell the matrix ${x} without its row and column`,
  from_minors: placed,
  cofactors: (_, x) => `has for each cell of ${x} the determinant without its row and column, with a sign`,
  mse_loss: distance("squared differences"),
  l1_loss: distance("absolute differences"),
  huber_loss: distance("differences, squared where small and straight where large,"),
  smooth_l1_loss: distance("differences, squared where small and straight where large,"),
  binary_cross_entropy: (facts, x, y) =>
    `${averaged(facts)} −log p, where p is the probability that ${x} gives to what ${y} says`,
  binary_cross_entropy_with_logits: (facts, x, y) =>
    `${averaged(facts)} −log p, where p is the probability that the logistic function of ${x} gives to what ${y} says`,
  kl_div: (_, x, y) => `measures how far the log-probabilities ${x} are from the distribution ${y}`,
  nll_loss: (facts, x, y) =>
    `${averaged(facts)} the log-probabilities ${x} at the classes ${y}, with their sign changed`,
  cross_entropy: (facts, x, y) =>
    `${averaged(facts)} −log p, where p is the probability that the softmax of ${x} gives to what ${y} says`,
  cosine_similarity: (_, x, y) => `is the cosine of the angle between ${x} and ${y}`,
  linear: ({ operands: [x = "", weight = "", bias] }) =>
    `is ${x} times ${weight} transposed${bias ? `, plus ${bias}` : ""}`,
  layer_norm: normal,
  batch_norm: (_, x) => `is ${x}, shifted and scaled in each channel to mean 0 and variance 1`,
  rms_norm: (_, x) => `is ${x}, divided in each row by its root mean square`,
  scaled_dot_product_attention: ({ operands: [query = "", key = "", value = ""] }) =>
    `mixes the rows of ${value}, each with the softmax of how well ${query} and ${key} agree`,
  one_hot: (_, x) => `has for each label of ${x} a row with 1 at its place and 0 elsewhere`,
  is_class: (_, x) => `has for each label of ${x} a row with 1 at its place and 0 elsewhere`,
  earlier: () => "is 0 where a column is not later than its row, else −∞",
  zeros_like: filled("0"),
  ones_like: filled("1"),
  full_like: filled("one number"),
};

function listed({ operands }: Evaluation): string {
  return operands.length < 2
    ? operands.join("")
    : `${operands.slice(0, -1).join(", ")} and ${operands.at(-1)}`;
}
