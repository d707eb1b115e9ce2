/** How a gradient goes back through operations that have a way of their own, in Spanish. */

import type { Passing } from "../facts";
import { joined } from "./joined";

type Say = (facts: Passing) => string;

const shape: Say = ({ upstream, source }) =>
  `Cada número de ${upstream} vuelve al sitio de ${source} del que vino.`;
const part: Say = ({ upstream, source }) =>
  `La parte de ${upstream} que vino de ${source} vuelve a él; el resto es de los demás.`;
const picked: Say = ({ upstream, source, twice }) =>
  twice
    ? `${upstream} vuelve a las celdas de ${source} que se tomaron: la que se tomó más de una vez recibe la suma y las demás reciben 0.`
    : `${upstream} vuelve a las celdas de ${source} que se tomaron; las demás reciben 0.`;
const within: Say = ({ upstream, source }) =>
  `${upstream} pasa donde ${source} estaba dentro de los límites; donde se recortó, no vuelve nada.`;
const extreme =
  (which: string): Say =>
  ({ upstream, source }) =>
    `Solo cuentan las celdas ${which} de ${source}, así que solo ellas reciben ${upstream}; los empates se lo reparten.`;
const chosen =
  (which: string): Say =>
  ({ upstream, source }) =>
    `${upstream} vuelve donde ${source} era ${which}; los empates se lo reparten a medias.`;
const copied: Say = ({ source }) => `${source} se copió, así que los gradientes de sus copias se suman.`;
const contracted: Say = ({ upstream, other, source }) =>
  other
    ? `${upstream} se multiplica por el otro operando, ${other}, y los productos de cada celda de ${source} se suman.`
    : `Cada celda de ${source} recibe el ${upstream} de todas las celdas en las que entró.`;
const affine: Say = ({ upstream, source }) =>
  `${upstream}, sumado sobre todos los sitios donde se usó ${source} (una escala: multiplicado por lo que allí escaló), vuelve a él.`;
const layer: Say = (facts) =>
  facts.argument > 0
    ? affine(facts)
    : `Lo que solo desplazaría o escalaría toda una fila da igual: se quita de ${facts.upstream} y el resto vuelve a ${facts.source}.`;
const batch: Say = (facts) => {
  if (facts.argument > 0) return affine(facts);
  return facts.attributes["training"] === true
    ? `Lo que solo desplazaría o escalaría un canal entero da igual: se quita de ${facts.upstream} y el resto vuelve a ${facts.source}.`
    : `Cada canal de ${facts.source} se desplazó y escaló con números fijos, así que ${facts.upstream} se escala igual al volver.`;
};
const inSlopes: Say = ({ upstream, source }) =>
  `${upstream} por la pendiente de la pérdida en cada celda vuelve a ${source}.`;
const pooled: Say = ({ upstream, source }) =>
  `De cada ventana solo cuenta la mayor celda de ${source}: recibe el ${upstream} de esa ventana.`;
const shared: Say = ({ upstream, source }) =>
  `El ${upstream} de cada ventana se reparte por igual entre sus celdas de ${source}; lo de varias ventanas se suma.`;
const balanced: Say = ({ upstream, target }) =>
  `Las probabilidades suman 1, así que solo cuentan las diferencias: ${upstream} menos su media, ponderada con ${target}, por ${target}.`;
const spread: Say = ({ upstream, source, target }) =>
  `Cuanto más lejos de la media está una celda de ${source}, más cambia ${target} con ella: ${upstream} por ∂${target}/∂${source} vuelve.`;
const clipped: Say = ({ upstream, source, other }) =>
  `La diferencia entre ${joined(source, other)}, recortada donde es grande, por ${upstream}, vuelve a ${source}.`;
const solved: Say = ({ upstream, source, target, argument, other }) =>
  argument === 0
    ? `${upstream}, resuelto con ${source} transpuesta, por ${target} y con signo menos, vuelve a ${source}.`
    : `${upstream}, resuelto con ${other} transpuesta, vuelve a ${source}.`;
const taken: Say = ({ upstream, source }) =>
  `${upstream} vuelve donde se tomó ${source}; en los demás sitios, nada.`;

function mean(attributes: Passing["attributes"]): string {
  return attributes["reduction"] === "mean" ? ", de media sobre los ejemplos" : "";
}

export const RULES: Readonly<Record<string, Say>> = {
  relu: ({ upstream, source }) =>
    `${upstream} pasa donde ${source} era positivo; en los demás sitios no vuelve nada.`,
  relu6: within,
  hardtanh: within,
  clip: within,
  maximum: chosen("el mayor"),
  minimum: chosen("el menor"),
  where: taken,
  masked_fill: taken,
  dropout: ({ upstream, source }) =>
    `${upstream} vuelve por las celdas de ${source} que se conservaron, con la misma escala.`,
  sum: ({ upstream, source }) =>
    `Cada celda de ${source} entró en una suma, así que ${upstream} se copia de vuelta a cada una.`,
  mean: ({ upstream, source, count }) =>
    `Cada celda de ${source} es 1/${count} de una media, así que ${upstream} se divide entre ${count} y se copia de vuelta a cada una.`,
  min: extreme("menores"),
  max: extreme("mayores"),
  median: extreme("centrales"),
  norm: ({ upstream, source, target }) =>
    `${target} cambia con cada celda de ${source} según ∂${target}/∂${source}: eso, por ${upstream}, vuelve.`,
  var: spread,
  std: spread,
  prod: ({ upstream, source }) =>
    `Cada celda de ${source} recibe ${upstream} por el producto de todas las demás.`,
  logsumexp: ({ upstream, source }) =>
    `${upstream} se reparte entre las celdas de ${source} como sus exponenciales: según su softmax.`,
  softmax: balanced,
  attention_weights: balanced,
  log_softmax: ({ upstream, source }) =>
    `${upstream}, menos su suma repartida según las probabilidades p, vuelve a ${source}.`,
  cumsum: ({ upstream, source }) =>
    `Cada celda de ${source} entró en su suma y en todas las siguientes, así que se suma el ${upstream} de todas ellas.`,
  cumprod: ({ upstream, source }) =>
    `Cada celda de ${source} entró en su producto y en todos los siguientes: se suma el ${upstream} de todos, por lo que allí la multiplicó.`,
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
    `El interior de ${upstream} vuelve a ${source}; el borde no era parte de él.`,
  tril: ({ upstream, source }) =>
    `El triángulo inferior de ${upstream} vuelve a ${source}; lo demás recibe 0.`,
  triu: ({ upstream, source }) =>
    `El triángulo superior de ${upstream} vuelve a ${source}; lo demás recibe 0.`,
  trace: ({ upstream, source }) =>
    `Solo cuenta la diagonal de ${source}: ${upstream} vuelve a cada una de sus celdas.`,
  max_pool1d: pooled,
  max_pool2d: pooled,
  avg_pool1d: shared,
  avg_pool2d: shared,
  windows: ({ upstream, source }) =>
    `Una celda de ${source} está en varias ventanas, así que se suma el ${upstream} de todos sus sitios.`,
  conv1d: convolution,
  conv2d: convolution,
  linear,
  outer: contracted,
  inner: contracted,
  tensordot: contracted,
  einsum: contracted,
  kron: contracted,
  det: ({ upstream, source }) =>
    `${upstream} por el cofactor de cada celda, el determinante sin su fila ni su columna, vuelve a ${source}.`,
  slogdet_logabsdet: ({ upstream, source }) =>
    `${upstream} por la inversa transpuesta de ${source} vuelve a él.`,
  inv: ({ upstream, source, target }) =>
    `${upstream}, multiplicado a ambos lados por ${target} transpuesta y con signo menos, vuelve a ${source}.`,
  pinv: ({ upstream, source, target }) =>
    `${upstream}, multiplicado a ambos lados por ${target} transpuesta y con signo menos, vuelve a ${source}, y se suma lo que queda fuera de sus filas y columnas.`,
  solve: solved,
  solve_triangular: solved,
  cholesky: ({ upstream, source, target }) =>
    `${upstream} pasa por la inversa de ${target} a ambos lados, se hace simétrico y vuelve a ${source}.`,
  mse_loss: ({ upstream, source, other, attributes }) =>
    `El doble de la diferencia entre ${joined(source, other)}${attributes["reduction"] === "mean" ? ", dividido entre el número de celdas" : ""}, por ${upstream}, vuelve a ${source}.`,
  l1_loss: ({ upstream, source, other }) =>
    `Solo cuenta el signo de la diferencia entre ${joined(source, other)}: por ${upstream}, vuelve a ${source}.`,
  huber_loss: clipped,
  smooth_l1_loss: clipped,
  cross_entropy: (facts) =>
    facts.argument === 0
      ? `Las probabilidades predichas menos las verdaderas, p − y${mean(facts.attributes)}, por ${facts.upstream}, vuelven a ${facts.source}.`
      : `Menos los logaritmos de las probabilidades predichas${mean(facts.attributes)}, por ${facts.upstream}, vuelven a ${facts.source}.`,
  binary_cross_entropy_with_logits: (facts) =>
    facts.argument === 0
      ? `Predicción menos verdad, p − y${mean(facts.attributes)}, por ${facts.upstream}, vuelve a ${facts.source}.`
      : inSlopes(facts),
  binary_cross_entropy: inSlopes,
  kl_div: inSlopes,
  nll_loss: ({ upstream, source }) =>
    `Solo cuentan las celdas de ${source} en las clases verdaderas: reciben menos su parte de ${upstream}.`,
  cosine_similarity: ({ upstream, source, other }) =>
    `Solo cuenta un cambio de dirección: la parte de ${other} perpendicular a ${source}, por ${upstream}, vuelve a ${source}.`,
  layer_norm: layer,
  batch_norm: batch,
  rms_norm: (facts) =>
    facts.argument > 0
      ? affine(facts)
      : `Lo que solo escalaría una fila da igual: se quita de ${facts.upstream} y el resto vuelve a ${facts.source}.`,
  scaled_dot_product_attention: ({ upstream, source, argument }) =>
    argument === 2
      ? `Cada fila de ${source} recibe el ${upstream} de todas las filas en que se mezcló, por su peso allí.`
      : `${upstream} cambia los pesos; por su softmax y los productos de consultas y claves vuelve a ${source}.`,
};

function convolution({ upstream, source, argument }: Passing): string {
  return (
    [
      `Cada celda de ${source} recibe el ${upstream} de cada sitio desde el que se vio, por el peso que allí tenía.`,
      `${upstream} por lo que había debajo de ${source} en cada sitio, sumado sobre todos los sitios, vuelve a él.`,
      `${source} se sumó en cada sitio, así que ${upstream} se suma sobre todos los sitios.`,
    ][argument] ?? ""
  );
}

function linear({ upstream, source, argument, other, outer }: Passing): string {
  if (argument === 2) return `${source} se sumó a cada fila, así que las filas de ${upstream} se suman.`;
  if (argument === 0) return `${upstream} por ${other} vuelve a ${source}.`;
  return outer
    ? `El producto exterior de ${joined(upstream, other)} vuelve a ${source}.`
    : `La transpuesta de ${upstream} por ${other} vuelve a ${source}: la suma sobre todos los ejemplos.`;
}
