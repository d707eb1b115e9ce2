/** The signs on the controls' buttons. */

import { svg as template } from "lit";

const PATHS = {
  first: "M5 5v14M19 5 9 12l10 7z",
  back: "M17 5 7 12l10 7z",
  play: "M7 4.5 19 12 7 19.5z",
  pause: "M8 5v14M16 5v14",
  forward: "M7 5l10 7-10 7z",
  last: "M19 5v14M5 5l10 7-10 7z",
  phase: "M4 6l6 6-6 6M12 6l6 6-6 6",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  fit: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
} as const;

export type Icon = keyof typeof PATHS;

const FILLED: ReadonlySet<Icon> = new Set(["first", "back", "play", "forward", "last"]);

export function icon(name: Icon) {
  return template`<svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">
    <path d=${PATHS[name]} fill=${FILLED.has(name) ? "currentColor" : "none"} stroke="currentColor"
      stroke-width="2" stroke-linecap="round" stroke-linejoin="round"></path>
  </svg>`;
}
