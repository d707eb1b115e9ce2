/**
 * The element's contract by postMessage, for the page around an <iframe>.
 *
 * In:  { type: "retro-next" | "retro-previous" | "retro-play" | "retro-pause" }, { type: "retro-goto", step },
 *      { type: "retro-set", program?, output?, mode?, seed?, values?, opened?, folded?, cell?, theme?, lang?, hide? }
 * Out: { type: "retro-ready" | "retro-step" | "retro-select" | "retro-open" | "retro-fold" | "retro-error", ...detail }
 *
 * Only the page that holds the frame is listened to, and only it is told: messages come from window.parent with
 * the origin that the browser says it has.
 */

import type { RetroGraph } from "../element/define";
import type { RetroEvents } from "../element/events";

const OUT: readonly (keyof RetroEvents)[] = [
  "retro-ready",
  "retro-step",
  "retro-select",
  "retro-open",
  "retro-fold",
  "retro-error",
];
const SETTABLE = [
  "program",
  "output",
  "mode",
  "seed",
  "values",
  "opened",
  "folded",
  "cell",
  "theme",
  "hide",
] as const;

export function bridge(view: RetroGraph): void {
  const origin = parentOrigin();
  if (window.parent === window || origin === null) return;
  for (const type of OUT) {
    view.addEventListener(type, (event) => {
      window.parent.postMessage({ type, ...(event as CustomEvent<object>).detail }, origin);
    });
  }
  window.addEventListener("message", (event) => {
    if (event.source === window.parent && event.origin === origin) obey(view, event.data);
  });
}

/** Return the origin of the page around the frame, or null if the browser does not tell. */
function parentOrigin(): string | null {
  const [ancestor] = location.ancestorOrigins ?? [];
  if (ancestor) return ancestor;
  return document.referrer ? new URL(document.referrer).origin : null;
}

function obey(view: RetroGraph, message: unknown): void {
  if (typeof message !== "object" || message === null || !("type" in message)) return;
  const { type } = message;
  if (type === "retro-next") view.next();
  else if (type === "retro-previous") view.previous();
  else if (type === "retro-play") view.play();
  else if (type === "retro-pause") view.pause();
  else if (type === "retro-goto" && "step" in message && typeof message.step === "number")
    view.goTo(message.step);
  else if (type === "retro-set") adjust(view, message as Readonly<Record<string, unknown>>);
}

function adjust(view: RetroGraph, wanted: Readonly<Record<string, unknown>>): void {
  for (const name of SETTABLE) {
    const value = wanted[name];
    if (typeof value === "string") view.setAttribute(name, value);
  }
  if (typeof wanted["lang"] === "string") view.setAttribute("lang", wanted["lang"]);
}
