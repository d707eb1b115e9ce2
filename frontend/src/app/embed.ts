/** The bare view, for an <iframe> on a page of one's own. What the element can do travels by postMessage. */

import "./fonts.css";
import "./embed.css";
import { RetroGraph } from "../element/define";
import { languageFor } from "../lang";
import { bridge } from "./bridge";
import { readLink } from "./link";

const VIEW_PARTS = ["stage", "sentence", "controls", "map", "tools", "opening", "errors"];

async function start(): Promise<void> {
  const state = await readLink(location);
  const view = new RetroGraph();
  document.documentElement.lang = languageFor(state.lang ?? navigator.language).code;
  view.controls = true;
  view.program = state.program ?? "";
  view.output = state.output ?? null;
  view.opened = state.opened ?? null;
  view.folded = state.folded ?? null;
  view.step = state.step ?? null;
  view.cell = state.cell ?? null;
  view.mode = state.mode ?? null;
  view.seed = state.seed ?? null;
  view.values = state.values ?? null;
  view.theme = state.theme ?? null;
  view.large = state.large === true;
  view.hide = (state.hide ?? "")
    .split(/[\s,]+/)
    .filter((part) => VIEW_PARTS.includes(part))
    .join(" ");
  document.querySelector("#embed")?.append(view);
  // The whole page is the view: a key that goes to nobody goes to it.
  document.addEventListener("keydown", (event) => {
    if (event.target === document.body) view.dispatchEvent(copyOf(event));
  });
  window.addEventListener("hashchange", () => location.reload());
  bridge(view);
}

function copyOf(event: KeyboardEvent): KeyboardEvent {
  const copy = new KeyboardEvent("keydown", event);
  copy.preventDefault = () => event.preventDefault();
  return copy;
}

void start();
