/** What a step does that starts or passes on a derivative, in English. */

import type { Facts, Passing, Start } from "../facts";
import { axes } from "./axes";
import { evaluated } from "./evaluated";
import { pushed } from "./pushed";
import { RULES } from "./rules";

function started(facts: Start): string {
  const { gradient, node, objective } = facts;
  switch (facts.seed) {
    case "itself":
      return `Going back starts at ${node}: ${gradient} is 1, because a change of ${objective} changes ${objective} by just as much.`;
    case "sum":
      return `${node} is not a single number, so going back starts from ${objective}, the sum of its cells: ${gradient} is 1 in each cell.`;
    case "own":
      return `Going back starts from the chosen seed S: ${objective} = ⟨S, ${node}⟩, so ${gradient} is S.`;
    case "still":
      return `The tangent of ${node} is 0: ${node} stays as it is.`;
    default:
      return `The tangent of ${node} says in which direction it changes.`;
  }
}

function passed(facts: Passing): string {
  const sum = facts.expected > 1 ? ` ${accumulated(facts)}` : "";
  return `${facts.kind === "jvp" ? pushed(facts) : pulled(facts)}${sum}`;
}

function accumulated(facts: Passing): string {
  const { arrived, expected } = facts;
  const total = facts.kind === "jvp" ? `the tangent of ${facts.total}` : facts.total;
  if (arrived === 1) return `It is the first of ${expected} contributions to ${total}.`;
  const end = arrived === expected ? `, and ${total} is complete` : "";
  return `It is added to what came before: contribution ${arrived} of ${expected}${end}.`;
}

function unbroadcast({ axes: summed, from, to, source, upstream }: Passing): string {
  if (summed.length === 0) return `${upstream} goes back unchanged.`;
  return `${source} was copied along ${axes(summed)}, so the gradients of its copies add up: ${from} becomes ${to}.`;
}

function pulled(facts: Passing): string {
  const { upstream, source, target, other } = facts;
  const each = facts.cells ? ", cell by cell," : "";
  if (facts.kind === "unbroadcast") return unbroadcast(facts);
  if (facts.local === "pointwise" && !(facts.operation in RULES)) {
    if (facts.slope === "same")
      return `${target} changes exactly as ${source} does, so ${upstream} goes back unchanged.`;
    if (facts.slope === "opposite")
      return `${target} changes against ${source}, so ${upstream} goes back with its sign changed.`;
    return `${upstream} times the local derivative ∂${target}/∂${source}${each} goes back to ${source}.`;
  }
  if (facts.local === "matmul") {
    if (facts.outer) {
      const [left, right] = facts.argument === 0 ? [upstream, other] : [other, upstream];
      return `The outer product of ${left} and ${right} goes back to ${source}.`;
    }
    const factor = facts.otherIsMatrix ? `${other} transposed` : other;
    return facts.argument === 0
      ? `${upstream} times ${factor} goes back to ${source}.`
      : `${factor} times ${upstream} goes back to ${source}.`;
  }
  const rule = RULES[facts.operation];
  return rule ? rule(facts) : otherwise(facts);
}

function otherwise({ local, upstream, source, operation }: Passing): string {
  if (local === "reduction")
    return `Each cell of ${source} gets ${upstream}, times how much ${operation} changes with that cell.`;
  if (local === "shape" || local === "selection")
    return `Each number of ${upstream} goes back to where it came from in ${source}.`;
  return `${upstream} goes back through ${operation} to ${source}.`;
}

export function sentence(facts: Facts): string {
  if (facts.kind === "evaluate") return evaluated(facts);
  return facts.kind === "seed" ? started(facts) : passed(facts);
}
