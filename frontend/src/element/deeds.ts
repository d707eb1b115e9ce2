/** What a part of the picture does when it is clicked, or pressed as a button. */

export type Deed =
  | { readonly kind: "close"; readonly operation: string }
  | { readonly kind: "fold"; readonly group: string }
  | { readonly kind: "select"; readonly id: string | null };

export function deedOf(part: Element | null): Deed {
  const { closes, fold } = part?.closest<SVGElement>("[data-closes], [data-fold]")?.dataset ?? {};
  if (closes) return { kind: "close", operation: closes };
  if (fold) return { kind: "fold", group: fold };
  const { node, edge, folded } =
    part?.closest<SVGElement>("[data-node], [data-edge], [data-folded]")?.dataset ?? {};
  return { kind: "select", id: node ?? edge ?? folded ?? null };
}
