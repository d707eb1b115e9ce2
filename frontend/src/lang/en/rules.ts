/** How a gradient goes back through operations that have a way of their own, in English. */

import type { Passing } from "../facts";

type Say = (facts: Passing) => string;

const shape: Say = ({ upstream, source }) =>
  `Each number of ${upstream} goes back to where it came from in ${source}.`;
const part: Say = ({ upstream, source }) =>
  `The part of ${upstream} that came from ${source} goes back to it; the rest belongs to the others.`;
const picked: Say = ({ upstream, source, twice }) =>
  twice
    ? `${upstream} goes back to the cells of ${source} that were picked: what was picked more than once gets the sum, the others get 0.`
    : `${upstream} goes back to the cells of ${source} that were picked; the others get 0.`;
const within: Say = ({ upstream, source }) =>
  `${upstream} passes where ${source} was within the bounds; where it was cut off, nothing goes back.`;
const extreme =
  (which: string): Say =>
  ({ upstream, source }) =>
    `Only the ${which} cells of ${source} count, so they alone get ${upstream}; ties share it.`;
const chosen =
  (which: string): Say =>
  ({ upstream, source }) =>
    `${upstream} goes back where ${source} was the ${which}; ties share it half and half.`;
const copied: Say = ({ source }) => `${source} was copied, so the gradients of its copies add up.`;
const contracted: Say = ({ upstream, other, source }) =>
  other
    ? `${upstream} is multiplied by the other operand, ${other}, and the products for each cell of ${source} add up.`
    : `Each cell of ${source} gets the ${upstream} of every cell that it went into.`;
const affine = ({ upstream, source }: Passing): string =>
  `${upstream}, summed over all places where ${source} was used (a scale: times what it scaled there), goes back to it.`;
const layer: Say = (facts) =>
  facts.argument > 0
    ? affine(facts)
    : `What would only shift or scale all of a row makes no difference: it is taken out of ${facts.upstream}, and the rest goes back to ${facts.source}.`;
const batch: Say = (facts) => {
  if (facts.argument > 0) return affine(facts);
  return facts.attributes["training"] === true
    ? `What would only shift or scale a whole channel makes no difference: it is taken out of ${facts.upstream}, and the rest goes back to ${facts.source}.`
    : `Each channel of ${facts.source} was shifted and scaled by fixed numbers, so ${facts.upstream} is scaled by the same on its way back.`;
};
const spread: Say = ({ upstream, source, target }) =>
  `The further a cell of ${source} is from the mean, the more ${target} changes with it: ${upstream} times ∂${target}/∂${source} goes back.`;
const difference: Say = ({ upstream, source, attributes }) =>
  `Prediction minus truth, p − y${mean(attributes)}, times ${upstream}, goes back to ${source}.`;
const pulledAcross: Say = ({ upstream, source }) =>
  `${upstream} times the slope of the loss in each cell goes back to ${source}.`;

function mean(attributes: Passing["attributes"]): string {
  return attributes["reduction"] === "mean" ? ", averaged over the examples" : "";
}

export const RULES: Readonly<Record<string, Say>> = {
  relu: ({ upstream, source }) =>
    `${upstream} passes where ${source} was positive; elsewhere nothing goes back.`,
  relu6: within,
  hardtanh: within,
  clip: within,
  maximum: chosen("larger"),
  minimum: chosen("smaller"),
  where: ({ upstream, source }) => `${upstream} goes back where ${source} was taken; elsewhere nothing does.`,
  masked_fill: ({ upstream, source }) =>
    `${upstream} goes back where ${source} was taken; elsewhere nothing does.`,
  dropout: ({ upstream, source }) =>
    `${upstream} goes back through the cells of ${source} that were kept, scaled just as they were.`,
  sum: ({ upstream, source }) =>
    `Every cell of ${source} went into a sum, so ${upstream} is copied back to each.`,
  mean: ({ upstream, source, count }) =>
    `Every cell of ${source} makes up 1/${count} of a mean, so ${upstream} is divided by ${count} and copied back to each.`,
  min: extreme("smallest"),
  max: extreme("largest"),
  median: extreme("middle"),
  norm: ({ upstream, source, target }) =>
    `${target} changes with each cell of ${source} by ∂${target}/∂${source}: that, times ${upstream}, goes back.`,
  var: spread,
  std: spread,
  prod: ({ upstream, source }) =>
    `Each cell of ${source} gets ${upstream} times the product of all the others.`,
  logsumexp: ({ upstream, source }) =>
    `${upstream} is divided among the cells of ${source} like their exponentials: by their softmax.`,
  softmax: ({ upstream, target }) =>
    `The probabilities sum to 1, so only differences count: ${upstream} minus its mean, weighed with ${target}, times ${target}.`,
  attention_weights: ({ upstream, target }) =>
    `The probabilities of a row sum to 1, so only differences count: ${upstream} minus its mean, weighed with ${target}, times ${target}.`,
  log_softmax: ({ upstream, source }) =>
    `${upstream}, minus its sum shared out by the probabilities p, goes back to ${source}.`,
  cumsum: ({ upstream, source }) =>
    `Each cell of ${source} went into its own sum and all later ones, so the ${upstream} of all these add up.`,
  cumprod: ({ upstream, source }) =>
    `Each cell of ${source} went into its own product and all later ones: the ${upstream} of all these, times what multiplied it there, add up.`,
  getitem: picked,
  take: picked,
  index_select: picked,
  embedding: picked,
  gather: picked,
  take_along_axis: picked,
  masked_select: picked,
  topk_values: picked,
  sort: shape,
  tile: copied,
  repeat: copied,
  grid: copied,
  concatenate: part,
  stack: part,
  hstack: part,
  vstack: part,
  pad: ({ upstream, source }) =>
    `The inside of ${upstream} goes back to ${source}; the border was no part of it.`,
  tril: ({ upstream, source }) =>
    `The lower triangle of ${upstream} goes back to ${source}; the rest gets 0.`,
  triu: ({ upstream, source }) =>
    `The upper triangle of ${upstream} goes back to ${source}; the rest gets 0.`,
  trace: ({ upstream, source }) =>
    `Only the diagonal of ${source} counts: ${upstream} goes back to each of its cells.`,
  max_pool1d: ({ upstream, source }) =>
    `Of each window, only the largest cell of ${source} counts: it gets the ${upstream} of that window.`,
  max_pool2d: ({ upstream, source }) =>
    `Of each window, only the largest cell of ${source} counts: it gets the ${upstream} of that window.`,
  avg_pool1d: ({ upstream, source }) =>
    `The ${upstream} of each window is shared equally by its cells of ${source}; shares of several windows add up.`,
  avg_pool2d: ({ upstream, source }) =>
    `The ${upstream} of each window is shared equally by its cells of ${source}; shares of several windows add up.`,
  windows: ({ upstream, source }) =>
    `A cell of ${source} is in several windows, so the ${upstream} of all its places add up.`,
  conv1d: convolution,
  conv2d: convolution,
  linear,
  outer: contracted,
  inner: contracted,
  tensordot: contracted,
  einsum: contracted,
  kron: contracted,
  det: ({ upstream, source }) =>
    `${upstream} times the cofactor of each cell goes back to ${source}: the determinant without its row and column.`,
  slogdet_logabsdet: ({ upstream, source }) =>
    `${upstream} times the transposed inverse of ${source} goes back to it.`,
  inv: ({ upstream, source, target }) =>
    `${upstream} between two ${target} transposed, with a minus, goes back to ${source}.`,
  pinv: ({ upstream, source, target }) =>
    `${upstream} between two ${target} transposed, with a minus, goes back to ${source}, and what lies beside its rows and columns is added.`,
  solve: solved,
  solve_triangular: solved,
  cholesky: ({ upstream, source, target }) =>
    `${upstream} is brought through the inverse of ${target} from both sides, made symmetric, and goes back to ${source}.`,
  mse_loss: ({ upstream, source, other, attributes }) =>
    `Twice the difference of ${source} and ${other}${attributes["reduction"] === "mean" ? " divided by the number of cells" : ""}, times ${upstream}, goes back to ${source}.`,
  l1_loss: ({ upstream, source, other }) =>
    `Only the sign of the difference of ${source} and ${other} counts: times ${upstream}, it goes back to ${source}.`,
  huber_loss: clipped,
  smooth_l1_loss: clipped,
  cross_entropy: (facts) =>
    facts.argument === 0
      ? `The predicted probabilities minus the true ones, p − y${mean(facts.attributes)}, times ${facts.upstream}, go back to ${facts.source}.`
      : `Minus the logarithms of the predicted probabilities${mean(facts.attributes)}, times ${facts.upstream}, go back to ${facts.source}.`,
  binary_cross_entropy_with_logits: (facts) =>
    facts.argument === 0 ? difference(facts) : pulledAcross(facts),
  binary_cross_entropy: pulledAcross,
  kl_div: pulledAcross,
  nll_loss: ({ upstream, source }) =>
    `Only the cells of ${source} at the right classes count: they get minus their share of ${upstream}.`,
  cosine_similarity: ({ upstream, source, other }) =>
    `Only a change of direction counts: the part of ${other} across ${source}, times ${upstream}, goes back to ${source}.`,
  layer_norm: layer,
  batch_norm: batch,
  rms_norm: (facts) =>
    facts.argument > 0
      ? affine(facts)
      : `What would only scale a row makes no difference: it is taken out of ${facts.upstream}, and the rest goes back to ${facts.source}.`,
  scaled_dot_product_attention: ({ upstream, source, argument }) =>
    argument === 2
      ? `Each row of ${source} gets the ${upstream} of every row that it was mixed into, times its weight there.`
      : `${upstream} changes the weights; through their softmax and the products of queries and keys it goes back to ${source}.`,
};

function convolution({ upstream, source, argument }: Passing): string {
  return (
    [
      `Each cell of ${source} gets the ${upstream} of every place it was seen from, times the weight it had there.`,
      `${upstream} times what lay below ${source} at each place, summed over all places, goes back to it.`,
      `${source} was added at every place, so ${upstream} is summed over all places.`,
    ][argument] ?? ""
  );
}

function solved({ upstream, source, target, argument, other }: Passing): string {
  return argument === 0
    ? `The ${upstream} solved for with ${source} transposed, times ${target}, with a minus, goes back to ${source}.`
    : `${upstream} solved for with ${other} transposed goes back to ${source}.`;
}

function clipped({ upstream, source, other }: Passing): string {
  return `The difference of ${source} and ${other}, cut off where it is large, times ${upstream}, goes back to ${source}.`;
}

function linear({ upstream, source, argument, other, outer }: Passing): string {
  if (argument === 2) return `${source} was added to every row, so the rows of ${upstream} add up.`;
  if (argument === 0) return `${upstream} times ${other} goes back to ${source}.`;
  return outer
    ? `The outer product of ${upstream} and ${other} goes back to ${source}.`
    : `${upstream} transposed times ${other} goes back to ${source}: the sum over all examples.`;
}
