/** The bar at the top of the page: its name, and a button for everything that one can do. */

import { html, nothing, type TemplateResult } from "lit";
import type { Language } from "../lang";
import { ACTIONS, type AppAction } from "./actions";
import type { Playground } from "./playground";

export function bar(playground: Playground): TemplateResult {
  const { language } = playground;
  return html`<header class="bar">
    <h1><img src="/icon.svg" alt="" width="26" height="26" /> retrograd</h1>
    <p class="tagline">${language.app.tagline}</p>
    <nav aria-label="retrograd">${ACTIONS.map((action) => button(action, playground, language))}</nav>
  </header>`;
}

function button(action: AppAction, playground: Playground, language: Language): TemplateResult {
  const label = action.label(language);
  const pressed = action.pressed?.(playground);
  const sign = action.sign
    ? html`<svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true"><path d=${action.sign} /></svg>`
    : nothing;
  return html`<button type="button" data-action=${action.id} title=${label} class=${action.text ? "text" : ""}
    aria-pressed=${pressed === undefined ? nothing : String(pressed)}
    aria-label=${action.text ? nothing : label}
    @click=${() => action.perform(playground)}>${sign}${action.text ? html`<span>${label}</span>` : nothing}</button>`;
}
