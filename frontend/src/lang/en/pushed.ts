/** What a step of forward mode does, in English. */

import type { Passing } from "../facts";

export function pushed(facts: Passing): string {
  const { source, target, other, operation } = facts;
  const tangent = `the tangent of ${source}`;
  if (facts.local === "pointwise") {
    if (facts.slope === "same")
      return `${target} changes exactly as ${source} does, so ${tangent} goes on unchanged.`;
    if (facts.slope === "opposite")
      return `${target} changes against ${source}, so ${tangent} goes on with its sign changed.`;
    const each = facts.cells ? ", cell by cell," : "";
    return `The tangent of ${source} times the local derivative ∂${target}/∂${source}${each} goes on to ${target}.`;
  }
  if (facts.local === "matmul")
    return facts.argument === 0
      ? `The tangent of ${source} times ${other} goes on to ${target}.`
      : `${other} times ${tangent} goes on to ${target}.`;
  if (operation === "broadcast_to")
    return `${source} was copied, so its tangent is copied too: ${facts.to} becomes ${facts.from}.`;
  if (operation === "sum")
    return `A sum changes by the sum of the changes: ${tangent} is added up in the same way.`;
  if (operation === "mean")
    return `A mean changes by the mean of the changes: ${tangent} is averaged in the same way.`;
  if (facts.local === "shape" || facts.local === "selection")
    return `Each number of ${tangent} goes where its number went in ${target}.`;
  return `The tangent of ${source} goes on through ${operation} to ${target}.`;
}
