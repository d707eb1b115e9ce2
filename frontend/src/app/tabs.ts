/** Tabs over what they show, as the ARIA practices have them: one is in the tab order, the arrows go to the others. */

import { html, type TemplateResult } from "lit";

export interface Tab<Name extends string> {
  readonly name: Name;
  readonly label: string;
}

/** `id` is the prefix of the tabs' and their panel's ids: the panel is `${id}-panel`. */
export function tabs<Name extends string>(
  id: string,
  label: string,
  all: readonly Tab<Name>[],
  chosen: Name,
  choose: (name: Name) => void,
): TemplateResult {
  const go = (event: KeyboardEvent): void => {
    const at = all.findIndex((tab) => tab.name === chosen);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    const next = to === undefined ? undefined : all[(to + all.length) % all.length];
    if (!next) return;
    event.preventDefault();
    choose(next.name);
    document.querySelector<HTMLElement>(`#${id}-${next.name}`)?.focus();
  };
  return html`<div class="tabs" role="tablist" aria-label=${label} @keydown=${go}>
    ${all.map(
      (tab) => html`<button type="button" role="tab" id="${id}-${tab.name}" aria-controls="${id}-panel"
        aria-selected=${String(tab.name === chosen)} tabindex=${tab.name === chosen ? 0 : -1}
        @click=${() => choose(tab.name)}>${tab.label}</button>`,
    )}
  </div>`;
}
