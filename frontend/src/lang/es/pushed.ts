/** What a step of forward mode does, in Spanish. */

import type { Passing } from "../facts";

export function pushed(facts: Passing): string {
  const { source, target, other, operation } = facts;
  const tangent = `la tangente de ${source}`;
  if (facts.local === "pointwise") {
    if (facts.slope === "same")
      return `${target} cambia igual que ${source}, así que ${tangent} pasa sin cambios.`;
    if (facts.slope === "opposite")
      return `${target} cambia al contrario que ${source}, así que ${tangent} pasa con el signo cambiado.`;
    const each = facts.cells ? ", celda a celda," : "";
    return `La tangente de ${source} por la derivada local ∂${target}/∂${source}${each} pasa a ${target}.`;
  }
  if (facts.local === "matmul")
    return facts.argument === 0
      ? `La tangente de ${source} por ${other} pasa a ${target}.`
      : `${other} por ${tangent} pasa a ${target}.`;
  if (operation === "broadcast_to")
    return `${source} se copió, así que su tangente también se copia: ${facts.to} pasa a ser ${facts.from}.`;
  if (operation === "sum")
    return `Una suma cambia lo que suman los cambios: ${tangent} se suma del mismo modo.`;
  if (operation === "mean")
    return `Una media cambia lo que la media de los cambios: ${tangent} se promedia del mismo modo.`;
  if (facts.local === "shape" || facts.local === "selection")
    return `Cada número de ${tangent} va adonde fue su número en ${target}.`;
  return `La tangente de ${source} pasa por ${operation} a ${target}.`;
}
