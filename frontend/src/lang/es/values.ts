/** What operations on whole arrays make of them, in Spanish: "z … ." */

import { type Evaluation, told } from "../facts";
import { ofAxes } from "./axes";
import { joined } from "./joined";

type Say = (facts: Evaluation, x: string, y: string) => string;

function along(facts: Evaluation, x: string): string {
  return facts.allAxes ? `todo ${x}` : `${x} a lo largo ${ofAxes(facts.axes)}`;
}

function within(facts: Evaluation, x: string): string {
  return facts.axes.length === 0 ? `todo ${x}` : along(facts, x);
}

/** Losses are averaged, added up, or left as they are. */
function averaged(facts: Evaluation): string {
  const reduction = facts.attributes["reduction"];
  if (reduction === "none") return "tiene, uno a uno,";
  return reduction === "sum" ? "es la suma de" : "es la media de";
}

const inShape: Say = (facts, x) => `tiene los números de ${x}, en el mismo orden, con la forma ${facts.to}`;
const slices: Say = (_, x, y) => `toma rebanadas de ${x}, según sus posiciones en ${y}`;
const single: Say = (_, x, y) => `toma una celda de ${x} por cada posición de ${y}`;
const placed: Say = (_, x) => `pone las celdas de ${x} en su sitio entre ceros; las que coinciden se suman`;
const turned: Say = (_, x) => `tiene las celdas de ${x} con los ejes en otro orden`;
const distance =
  (what: string): Say =>
  (facts, x, y) =>
    `${averaged(facts)} ${what} entre ${joined(x, y)}`;
const clipped: Say = (facts, x, y) =>
  `${averaged(facts)} las diferencias entre ${joined(x, y)}, al cuadrado si son pequeñas y lineales si son grandes`;
const slid: Say = (_, x, y) =>
  `desliza ${y} sobre ${x}: cada celda es la suma de los productos donde coinciden`;
const largest: Say = (_, x) => `toma el mayor número de cada ventana sobre ${x}`;
const windowed: Say = (_, x) => `toma la media de cada ventana sobre ${x}`;
const hot: Say = (_, x) => `tiene por cada etiqueta de ${x} una fila con 1 en su sitio y 0 en los demás`;
const filled =
  (what: string): Say =>
  (_, x) =>
    `tiene la forma de ${x}, llena de ${what}`;

export const VALUES: Readonly<Record<string, Say>> = {
  negative: (_, x) => `es ${x} con el signo cambiado`,
  relu: (_, x) => `conserva lo positivo de ${x}; lo demás pasa a ser 0`,
  detach: (_, x) => `tiene los números de ${x}, pero no deja pasar el gradiente`,
  getitem: (_, x) => `toma celdas de ${x}`,
  sum: (facts, x) => `suma ${along(facts, x)}`,
  mean: (facts, x) => `es la media de ${along(facts, x)}`,
  min: (facts, x) => `es el menor número de ${along(facts, x)}`,
  max: (facts, x) => `es el mayor número de ${along(facts, x)}`,
  median: (facts, x) => `es el número central de ${along(facts, x)}`,
  prod: (facts, x) => `multiplica ${along(facts, x)}`,
  var: (facts, x) =>
    `es la varianza de ${along(facts, x)}: la media de las distancias a la media, al cuadrado`,
  std: (facts, x) => `es la desviación típica de ${along(facts, x)}: la raíz cuadrada de su varianza`,
  norm: (facts, x) => `es la longitud (la norma) de ${along(facts, x)}`,
  logsumexp: (facts, x) => `es el logaritmo de la suma de las exponenciales de ${along(facts, x)}`,
  softmax: (facts, x) => `hace probabilidades de ${along(facts, x)}: exponenciales divididas entre su suma`,
  attention_weights: (_, x) =>
    `hace probabilidades de cada fila de ${x}: exponenciales divididas entre su suma`,
  log_softmax: (facts, x) => `es el logaritmo del softmax de ${along(facts, x)}`,
  cumsum: (facts, x) => `suma ${within(facts, x)} paso a paso y guarda cada suma`,
  cumprod: (facts, x) => `multiplica ${within(facts, x)} paso a paso y guarda cada producto`,
  sort: (facts, x) => `ordena ${within(facts, x)}`,
  argsort: (facts, x) => `dice dónde están, por orden, los números de ${within(facts, x)}`,
  argmax: (facts, x) => `dice dónde está el mayor número de ${within(facts, x)}`,
  argmin: (facts, x) => `dice dónde está el menor número de ${within(facts, x)}`,
  any: (facts, x) => `es 1 si algún número de ${within(facts, x)} no es 0`,
  all: (facts, x) => `es 1 si ningún número de ${within(facts, x)} es 0`,
  count_nonzero: (facts, x) => `cuenta los números de ${within(facts, x)} que no son 0`,
  topk_values: (facts, x) =>
    `toma los ${told(facts, "k")} números ${facts.attributes["largest"] === false ? "menores" : "mayores"} de ${along(facts, x)}`,
  topk_indices: (facts, x) =>
    `dice dónde están los ${told(facts, "k")} primeros números de ${along(facts, x)}`,
  reshape: inShape,
  flatten: inShape,
  squeeze: inShape,
  expand_dims: inShape,
  atleast_1d: inShape,
  atleast_2d: inShape,
  transpose: (_, x) => `es ${x} transpuesta: sus ejes en otro orden`,
  swapaxes: turned,
  moveaxis: turned,
  flip: (facts, x) => `invierte el orden de ${along(facts, x)}`,
  roll: (facts, x) =>
    `hace avanzar las celdas de ${within(facts, x)}; lo que sale por el final entra por el principio`,
  tile: (facts, x) => `pone copias de ${x} una junto a otra: ${facts.from} pasa a ser ${facts.to}`,
  repeat: (facts, x) => `repite cada celda de ${x} ${told(facts, "repeats")} veces`,
  grid: (facts, x) =>
    `copia ${x} a lo largo de los otros ejes de una cuadrícula: ${facts.from} pasa a ser ${facts.to}`,
  pad: (facts, x) => `rodea ${x} de ${told(facts, "value")}: ${facts.from} pasa a ser ${facts.to}`,
  concatenate: (facts) =>
    `pone uno tras otro, a lo largo ${ofAxes(facts.axes)}: ${facts.operands.join(", ")}`,
  stack: (facts) =>
    `pone uno detrás de otro, en un nuevo eje ${facts.axes.join(", ")}: ${facts.operands.join(", ")}`,
  hstack: (facts) => `pone uno al lado del otro: ${facts.operands.join(", ")}`,
  vstack: (facts) => `pone uno debajo del otro: ${facts.operands.join(", ")}`,
  take: slices,
  index_select: slices,
  embedding: slices,
  gather: single,
  take_along_axis: single,
  picked_along: single,
  masked_select: (_, x, y) => `toma las celdas de ${x} donde se cumple ${y}, en una fila`,
  scatter: placed,
  scatter_along: placed,
  put: placed,
  fold: placed,
  windows: (_, x) => `despliega cada ventana sobre ${x} con las celdas que abarca`,
  max_pool1d: largest,
  max_pool2d: largest,
  avg_pool1d: windowed,
  avg_pool2d: windowed,
  conv1d: slid,
  conv2d: slid,
  tril: (_, x) => `conserva el triángulo inferior de ${x}; lo demás pasa a ser 0`,
  triu: (_, x) => `conserva el triángulo superior de ${x}; lo demás pasa a ser 0`,
  diag: (facts, x) =>
    facts.operandAxes[0] === 1
      ? `pone ${x} en la diagonal de una matriz de ceros`
      : `toma la diagonal de ${x}`,
  trace: (_, x) => `suma la diagonal de ${x}`,
  outer: (_, x, y) => `multiplica cada celda de ${x} por cada celda de ${y}`,
  inner: (_, x, y) => `suma los productos de ${x} por ${y} a lo largo de sus últimos ejes`,
  kron: (_, x, y) => `multiplica cada celda de ${x} por todo ${y}`,
  tensordot: (_, x, y) => `suma los productos de ${x} por ${y} a lo largo de los ejes que comparten`,
  einsum: (facts) => `suma productos como dice ${told(facts, "equation")}: ${facts.operands.join(", ")}`,
  solve: (_, x, y) => `resuelve las ecuaciones ${x} · z = ${y}`,
  solve_triangular: (_, x, y) => `resuelve las ecuaciones ${x} · z = ${y}, fila a fila`,
  cholesky: (_, x) => `es el triángulo inferior que, por su transpuesta, da ${x}`,
  minors: (_, x) => `tiene por cada celda la matriz ${x} sin su fila ni su columna`,
  from_minors: placed,
  cofactors: (_, x) => `tiene por cada celda de ${x} el determinante sin su fila ni su columna, con signo`,
  mse_loss: distance("los cuadrados de las diferencias"),
  l1_loss: distance("las diferencias en valor absoluto"),
  huber_loss: clipped,
  smooth_l1_loss: clipped,
  binary_cross_entropy: (facts, x, y) =>
    `${averaged(facts)} −log p, donde p es la probabilidad que ${x} da a lo que dice ${y}`,
  binary_cross_entropy_with_logits: (facts, x, y) =>
    `${averaged(facts)} −log p, donde p es la probabilidad que la función logística de ${x} da a lo que dice ${y}`,
  kl_div: (_, x, y) => `mide lo lejos que están las log-probabilidades ${x} de la distribución ${y}`,
  nll_loss: (facts, x, y) =>
    `${averaged(facts)} las log-probabilidades ${x} en las clases ${y}, con el signo cambiado`,
  cross_entropy: (facts, x, y) =>
    `${averaged(facts)} −log p, donde p es la probabilidad que el softmax de ${x} da a lo que dice ${y}`,
  cosine_similarity: (_, x, y) => `es el coseno del ángulo entre ${joined(x, y)}`,
  linear: ({ operands: [x = "", weight = "", bias] }) =>
    `es ${x} por ${weight} transpuesta${bias ? `, más ${bias}` : ""}`,
  layer_norm: (_, x) => `es ${x}, desplazado y escalado en cada fila a media 0 y varianza 1`,
  batch_norm: (_, x) => `es ${x}, desplazado y escalado en cada canal a media 0 y varianza 1`,
  rms_norm: (_, x) => `es ${x}, dividido en cada fila entre su media cuadrática`,
  scaled_dot_product_attention: ({ operands: [query = "", key = "", value = ""] }) =>
    `mezcla las filas de ${value}, según el softmax de lo bien que concuerdan ${joined(query, key)}`,
  one_hot: hot,
  is_class: hot,
  earlier: () => "es 0 donde una columna no va después de su fila; si no, −∞",
  zeros_like: filled("0"),
  ones_like: filled("1"),
  full_like: filled("un solo número"),
};
