/** What a forward step does, in Spanish. */

import type { Evaluation } from "../facts";
import { ofAxes } from "./axes";
import { CELL_BY_CELL, FUNCTIONS } from "./functions";
import { joined } from "./joined";
import { VALUES } from "./values";

export function evaluated(facts: Evaluation): string {
  const { result, operands, operation } = facts;
  const [x = "", y = ""] = operands;
  const each = facts.cells ? ", celda a celda" : "";
  if (operation === "matmul" || operation === "dot")
    return `${result} es el producto de ${joined(x, y)}: ${rowTimesColumn(facts)}.`;
  if (operation === "broadcast_to") return broadcast(facts, x);
  const value = VALUES[operation];
  if (value) return `${result} ${value(facts, x, y)}.`;
  const pointwise = CELL_BY_CELL[operation];
  if (pointwise) return `${result} ${pointwise(facts, x, y)}${each}.`;
  const known = FUNCTIONS[operation];
  if (known) return `${result} es ${known} ${x}${facts.pointwise ? each : ""}.`;
  return `${result} es ${operation}(${operands.join(", ")})${facts.pointwise ? each : ""}.`;
}

function rowTimesColumn(facts: Evaluation): string {
  const [left = 0, right = 0] = facts.operandAxes;
  if (left === 1 && right === 1) return "la suma de los productos de sus celdas";
  if (right === 1) return "cada celda es una fila del primero por el segundo";
  if (left === 1) return "cada celda es el primero por una columna del segundo";
  return "cada celda es una fila del primero por una columna del segundo";
}

function broadcast(facts: Evaluation, x: string): string {
  if (facts.axes.length === 0) return `${x} se queda como está.`;
  const why = facts.implicit ? "Las formas son distintas, así que " : "";
  return `${why}${x} se copia a lo largo ${ofAxes(facts.axes)}: ${facts.from} pasa a ser ${facts.to}.`;
}
