/** What a forward step does, in English. */

import type { Evaluation } from "../facts";
import { axes } from "./axes";
import { CELL_BY_CELL, FUNCTIONS } from "./functions";
import { VALUES } from "./values";

export function evaluated(facts: Evaluation): string {
  const { result, operands, operation } = facts;
  const [x = "", y = ""] = operands;
  const each = facts.cells ? ", cell by cell" : "";
  if (operation === "matmul" || operation === "dot")
    return `${result} is the product of ${x} and ${y}: ${rowTimesColumn(facts)}.`;
  if (operation === "broadcast_to") return broadcast(facts, x);
  const value = VALUES[operation];
  if (value) return `${result} ${value(facts, x, y)}.`;
  const pointwise = CELL_BY_CELL[operation];
  if (pointwise) return `${result} ${pointwise(facts, x, y)}${each}.`;
  const known = FUNCTIONS[operation];
  if (known) return `${result} is ${known} ${x}${facts.pointwise ? each : ""}.`;
  return `${result} is ${operation}(${operands.join(", ")})${facts.pointwise ? each : ""}.`;
}

function rowTimesColumn(facts: Evaluation): string {
  const [left = 0, right = 0] = facts.operandAxes;
  if (left === 1 && right === 1) return "the sum of the products of their cells";
  if (right === 1) return "each cell is a row of the first times the second";
  if (left === 1) return "each cell is the first times a column of the second";
  return "each cell is a row of the first times a column of the second";
}

function broadcast(facts: Evaluation, x: string): string {
  if (facts.axes.length === 0) return `${x} stays as it is.`;
  const why = facts.implicit ? "The shapes differ, so " : "";
  return `${why}${x} is copied along ${axes(facts.axes)}: ${facts.from} becomes ${facts.to}.`;
}
