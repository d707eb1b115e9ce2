/** What functions of single numbers are, in Spanish. */

import { type Evaluation, told } from "../facts";
import { joined } from "./joined";

/** "z es … x." */
export const FUNCTIONS: Readonly<Record<string, string>> = {
  exp: "la exponencial de",
  exp2: "2 elevado a",
  expm1: "la exponencial, menos 1, de",
  log: "el logaritmo natural de",
  log2: "el logaritmo en base 2 de",
  log10: "el logaritmo en base 10 de",
  log1p: "el logaritmo natural de 1 más",
  sqrt: "la raíz cuadrada de",
  rsqrt: "1 entre la raíz cuadrada de",
  cbrt: "la raíz cúbica de",
  square: "el cuadrado de",
  reciprocal: "1 entre",
  erf: "la función error de",
  sin: "el seno de",
  cos: "el coseno de",
  tan: "la tangente de",
  arcsin: "el ángulo cuyo seno es",
  arccos: "el ángulo cuyo coseno es",
  arctan: "el ángulo cuya tangente es",
  sinh: "el seno hiperbólico de",
  cosh: "el coseno hiperbólico de",
  tanh: "la tangente hiperbólica de",
  arcsinh: "el seno hiperbólico inverso de",
  arccosh: "el coseno hiperbólico inverso de",
  arctanh: "la tangente hiperbólica inversa de",
  sigmoid: "la función logística de",
  logsigmoid: "el logaritmo de la función logística de",
  abs: "el valor absoluto de",
  sign: "el signo, −1, 0 o 1, de",
  inv: "la matriz inversa de",
  pinv: "la pseudoinversa de",
  det: "el determinante de",
  slogdet_sign: "el signo del determinante de",
  slogdet_logabsdet: "el logaritmo del valor absoluto del determinante de",
};

type Say = (facts: Evaluation, x: string, y: string) => string;

const compared: Say = (_, x, y) => `compara ${x} con ${y}, donde 1 es verdadero y 0 es falso`;
const bent =
  (start: string): Say =>
  (_, x) =>
    `${start} lo positivo de ${x}; lo demás se curva suavemente hacia un valor mínimo`;

/** "z …, celda a celda." */
export const CELL_BY_CELL: Readonly<Record<string, Say>> = {
  add: (_, x, y) => `es ${x} más ${y}`,
  subtract: (_, x, y) => `es ${x} menos ${y}`,
  multiply: (_, x, y) => `es ${x} por ${y}`,
  divide: (_, x, y) => `es ${x} entre ${y}`,
  power: (_, x, y) => `es ${x} elevado a ${y}`,
  floor_divide: (_, x, y) => `es ${x} entre ${y}, redondeado hacia abajo`,
  remainder: (_, x, y) => `es lo que queda de ${x} tras quitar múltiplos enteros de ${y}`,
  floor: (_, x) => `es ${x} redondeado hacia abajo`,
  ceil: (_, x) => `es ${x} redondeado hacia arriba`,
  round: (_, x) => `es ${x} redondeado`,
  hypot: (_, x, y) => `es la longitud de la hipotenusa de catetos ${joined(x, y)}`,
  arctan2: (_, x, y) => `es el ángulo del punto de altura ${x} a distancia ${y}`,
  logaddexp: (_, x, y) => `es el logaritmo de la suma de las exponenciales de ${joined(x, y)}`,
  maximum: (_, x, y) => `toma el mayor de ${joined(x, y)}`,
  minimum: (_, x, y) => `toma el menor de ${joined(x, y)}`,
  clip: (facts, x) => `es ${x}, pero no menos de ${told(facts, "min")} ni más de ${told(facts, "max")}`,
  hardtanh: (facts, x) =>
    `es ${x}, pero no menos de ${told(facts, "min_val")} ni más de ${told(facts, "max_val")}`,
  relu6: (_, x) => `es ${x}, pero no menos de 0 ni más de 6`,
  where: ({ operands: [condition = "", x = "", y = ""] }) =>
    `toma ${x} donde se cumple ${condition}; si no, ${y}`,
  masked_fill: ({ operands: [x = "", mask = "", value = ""] }) =>
    `es ${x}, con ${value} donde se cumple ${mask}`,
  leaky_relu: (facts, x) =>
    `conserva lo positivo de ${x}; lo demás se multiplica por ${told(facts, "negative_slope")}`,
  elu: bent("conserva"),
  celu: bent("conserva"),
  selu: bent("amplifica"),
  softplus: (_, x) => `es el logaritmo de 1 más la exponencial de ${x}: una relu suave`,
  softsign: (_, x) => `es ${x} entre 1 más su valor absoluto`,
  silu: (_, x) => `es ${x} por la función logística de ${x}`,
  mish: (_, x) => `es ${x} por la tangente hiperbólica de su softplus`,
  gelu: (_, x) => `es ${x} por la parte de una distribución normal que queda por debajo de ${x}`,
  dropout: (facts, x) =>
    facts.attributes["training"] === false
      ? `es ${x} tal cual, porque no se entrena`
      : `apaga celdas de ${x} al azar, cada una con probabilidad ${told(facts, "p")}, y amplifica las demás`,
  equal: compared,
  not_equal: compared,
  less: compared,
  less_equal: compared,
  greater: compared,
  greater_equal: compared,
  logical_and: (_, x, y) => `es 1 donde se cumplen tanto ${x} como ${y}`,
  logical_or: (_, x, y) => `es 1 donde se cumple alguno de los dos: ${x}, ${y}`,
  logical_xor: (_, x, y) => `es 1 donde se cumple solo uno de los dos: ${x}, ${y}`,
  logical_not: (_, x) => `es 1 donde no se cumple ${x}`,
};
