/** What a step does that starts or passes on a derivative, in Spanish. */

import type { Facts, Passing, Start } from "../facts";
import { ofAxes } from "./axes";
import { evaluated } from "./evaluated";
import { joined } from "./joined";
import { pushed } from "./pushed";
import { RULES } from "./rules";

function started(facts: Start): string {
  const { gradient, node, objective } = facts;
  switch (facts.seed) {
    case "itself":
      return `La pasada hacia atrás empieza en ${node}: ${gradient} es 1, porque un cambio de ${objective} cambia ${objective} exactamente lo mismo.`;
    case "sum":
      return `${node} no es un solo número, así que la pasada hacia atrás empieza en ${objective}, la suma de sus celdas: ${gradient} es 1 en cada celda.`;
    case "own":
      return `La pasada hacia atrás empieza con la semilla elegida S: ${objective} = ⟨S, ${node}⟩, así que ${gradient} es S.`;
    case "still":
      return `La tangente de ${node} es 0: ${node} se queda como está.`;
    default:
      return `La tangente de ${node} dice en qué dirección cambia.`;
  }
}

function passed(facts: Passing): string {
  const sum = facts.expected > 1 ? ` ${accumulated(facts)}` : "";
  return `${facts.kind === "jvp" ? pushed(facts) : pulled(facts)}${sum}`;
}

function accumulated(facts: Passing): string {
  const { arrived, expected } = facts;
  const total = facts.kind === "jvp" ? `la tangente de ${facts.total}` : facts.total;
  if (arrived === 1) return `Es la primera de ${expected} contribuciones a ${total}.`;
  const end =
    arrived === expected ? `, y ${total} está ${facts.kind === "jvp" ? "completa" : "completo"}` : "";
  return `Se suma a lo anterior: contribución ${arrived} de ${expected}${end}.`;
}

function unbroadcast({ axes: summed, from, to, source, upstream }: Passing): string {
  if (summed.length === 0) return `${upstream} vuelve sin cambios.`;
  return `${source} se copió a lo largo ${ofAxes(summed)}, así que los gradientes de sus copias se suman: ${from} pasa a ser ${to}.`;
}

function pulled(facts: Passing): string {
  const { upstream, source, target, other } = facts;
  const each = facts.cells ? ", celda a celda," : "";
  if (facts.kind === "unbroadcast") return unbroadcast(facts);
  if (facts.local === "pointwise" && !(facts.operation in RULES)) {
    if (facts.slope === "same")
      return `${target} cambia igual que ${source}, así que ${upstream} vuelve sin cambios.`;
    if (facts.slope === "opposite")
      return `${target} cambia al contrario que ${source}, así que ${upstream} vuelve con el signo cambiado.`;
    return `${upstream} por la derivada local ∂${target}/∂${source}${each} vuelve a ${source}.`;
  }
  if (facts.local === "matmul") {
    if (facts.outer) {
      const [left, right] = facts.argument === 0 ? [upstream, other] : [other, upstream];
      return `El producto exterior de ${joined(left, right)} vuelve a ${source}.`;
    }
    const factor = facts.otherIsMatrix ? `${other} transpuesta` : other;
    return facts.argument === 0
      ? `${upstream} por ${factor} vuelve a ${source}.`
      : `${factor} por ${upstream} vuelve a ${source}.`;
  }
  const rule = RULES[facts.operation];
  return rule ? rule(facts) : otherwise(facts);
}

function otherwise({ local, upstream, source, operation }: Passing): string {
  if (local === "reduction")
    return `Cada celda de ${source} recibe ${upstream} por lo que ${operation} cambia con esa celda.`;
  if (local === "shape" || local === "selection")
    return `Cada número de ${upstream} vuelve al sitio de ${source} del que vino.`;
  return `${upstream} vuelve por ${operation} a ${source}.`;
}

export function sentence(facts: Facts): string {
  if (facts.kind === "evaluate") return evaluated(facts);
  return facts.kind === "seed" ? started(facts) : passed(facts);
}
