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
  up: "M6 15l6-6 6 6",
  down: "M6 9l6 6 6-6",
  close: "M6 6l12 12M18 6 6 18",
  find: "M16 16l5 5M10.5 18a7.500 7.500 0 1 1 0-15 7.500 7.500 0 0 1 0 15z",
  foldAll: "M4 4h16M4 20h16M8 8l4 3 4-3M8 16l4-3 4 3",
  openAll: "M4 4h16M4 20h16M8 10l4-3 4 3M8 14l4 3 4-3",
  over: "M4 16c0-10 14-10 15-1M19 15l3-4M19 15l-5-2M10 20h4",
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
