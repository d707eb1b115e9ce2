/** What functions of single numbers are, in English. */

import { type Evaluation, told } from "../facts";

/** "z is … x." */
export const FUNCTIONS: Readonly<Record<string, string>> = {
  exp: "the exponential of",
  exp2: "2 to the power",
  expm1: "the exponential, minus 1, of",
  log: "the natural logarithm of",
  log2: "the logarithm to base 2 of",
  log10: "the logarithm to base 10 of",
  log1p: "the natural logarithm of 1 plus",
  sqrt: "the square root of",
  rsqrt: "1 over the square root of",
  cbrt: "the cube root of",
  square: "the square of",
  reciprocal: "1 over",
  erf: "the error function of",
  sin: "the sine of",
  cos: "the cosine of",
  tan: "the tangent of",
  arcsin: "the angle with the sine",
  arccos: "the angle with the cosine",
  arctan: "the angle with the tangent",
  sinh: "the hyperbolic sine of",
  cosh: "the hyperbolic cosine of",
  tanh: "the hyperbolic tangent of",
  arcsinh: "the inverse hyperbolic sine of",
  arccosh: "the inverse hyperbolic cosine of",
  arctanh: "the inverse hyperbolic tangent of",
  sigmoid: "the logistic function of",
  logsigmoid: "the logarithm of the logistic function of",
  abs: "the absolute value of",
  sign: "the sign, −1, 0 or 1, of",
  inv: "the inverse matrix of",
  pinv: "the pseudo-inverse of",
  det: "the determinant of",
  slogdet_sign: "the sign of the determinant of",
  slogdet_logabsdet: "the logarithm of the size of the determinant of",
};

type Say = (facts: Evaluation, x: string, y: string) => string;

const compared: Say = (_, x, y) => `compares ${x} with ${y}, where 1 is true and 0 is false`;

/** "z …, cell by cell." */
export const CELL_BY_CELL: Readonly<Record<string, Say>> = {
  add: (_, x, y) => `is ${x} plus ${y}`,
  subtract: (_, x, y) => `is ${x} minus ${y}`,
  multiply: (_, x, y) => `is ${x} times ${y}`,
  divide: (_, x, y) => `is ${x} divided by ${y}`,
  power: (_, x, y) => `is ${x} to the power ${y}`,
  floor_divide: (_, x, y) => `is ${x} divided by ${y}, rounded down`,
  remainder: (_, x, y) => `is what is left of ${x} after whole multiples of ${y}`,
  floor: (_, x) => `is ${x} rounded down`,
  ceil: (_, x) => `is ${x} rounded up`,
  round: (_, x) => `is ${x} rounded`,
  hypot: (_, x, y) => `is the length of the hypotenuse over ${x} and ${y}`,
  arctan2: (_, x, y) => `is the angle of the point with height ${x} at distance ${y}`,
  logaddexp: (_, x, y) => `is the logarithm of the exponentials of ${x} and ${y} added up`,
  maximum: (_, x, y) => `takes the larger of ${x} and ${y}`,
  minimum: (_, x, y) => `takes the smaller of ${x} and ${y}`,
  clip: (facts, x) => `is ${x}, but not below ${told(facts, "min")} and not above ${told(facts, "max")}`,
  hardtanh: (facts, x) =>
    `is ${x}, but not below ${told(facts, "min_val")} and not above ${told(facts, "max_val")}`,
  relu6: (_, x) => `is ${x}, but not below 0 and not above 6`,
  where: ({ operands: [condition = "", x = "", y = ""] }) => `takes ${x} where ${condition} holds, else ${y}`,
  masked_fill: ({ operands: [x = "", mask = "", value = ""] }) =>
    `is ${x}, with ${value} where ${mask} holds`,
  leaky_relu: (facts, x) =>
    `keeps what is positive in ${x}; the rest is multiplied by ${told(facts, "negative_slope")}`,
  elu: (_, x) => `keeps what is positive in ${x}; the rest bends smoothly towards a lowest value`,
  celu: (_, x) => `keeps what is positive in ${x}; the rest bends smoothly towards a lowest value`,
  selu: (_, x) => `scales what is positive in ${x}; the rest bends smoothly towards a lowest value`,
  softplus: (_, x) => `is the logarithm of 1 plus the exponential of ${x}: a smooth relu`,
  softsign: (_, x) => `is ${x} divided by 1 plus its absolute value`,
  silu: (_, x) => `is ${x} times the logistic function of ${x}`,
  mish: (_, x) => `is ${x} times the hyperbolic tangent of its softplus`,
  gelu: (_, x) => `is ${x} times the share of a normal distribution below ${x}`,
  dropout: (facts, x) =>
    facts.attributes["training"] === false
      ? `is ${x} as it is, since nothing is trained`
      : `drops cells of ${x} at random, each with probability ${told(facts, "p")}, and scales up the others`,
  equal: compared,
  not_equal: compared,
  less: compared,
  less_equal: compared,
  greater: compared,
  greater_equal: compared,
  logical_and: (_, x, y) => `is 1 where ${x} and ${y} both hold`,
  logical_or: (_, x, y) => `is 1 where ${x} or ${y} holds`,
  logical_xor: (_, x, y) => `is 1 where just one of ${x} and ${y} holds`,
  logical_not: (_, x) => `is 1 where ${x} does not hold`,
};
