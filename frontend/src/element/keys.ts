/** What each key does while the view has the focus. */

export type Action =
  | "next"
  | "previous"
  | "toggle"
  | "first"
  | "last"
  | "zoomIn"
  | "zoomOut"
  | "fit"
  | "left"
  | "right"
  | "up"
  | "down"
  | "selectNext"
  | "selectPrevious"
  | "open"
  | "activate"
  | "over"
  | "overBack"
  | "fold"
  | "find"
  | "leave";

const PLAIN: Readonly<Record<string, Action>> = {
  ArrowRight: "next",
  PageDown: "over",
  ArrowLeft: "previous",
  PageUp: "overBack",
  " ": "toggle",
  Home: "first",
  End: "last",
  "+": "zoomIn",
  "=": "zoomIn",
  "-": "zoomOut",
  "0": "fit",
  "]": "selectNext",
  "[": "selectPrevious",
  o: "open",
  e: "activate",
  Enter: "activate",
  f: "fold",
  "/": "find",
  Escape: "leave",
};
const SHIFTED: Readonly<Record<string, Action>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

/** Return what a key press asks for, or null if it belongs to someone else. */
export function actionFor(event: KeyboardEvent): Action | null {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return null;
  const action = event.shiftKey && SHIFTED[event.key] ? SHIFTED[event.key] : PLAIN[event.key];
  if (!action) return null;
  const target = event.composedPath()[0];
  const presses = event.key === " " || event.key === "Enter";
  if (target instanceof Element && target.matches("button, [role=button]") && presses) return null;
  if (target instanceof HTMLInputElement && target.type === "search") return null;
  if (target instanceof HTMLSelectElement && action !== "leave") return null;
  return action;
}

/** Return the part of the picture that a key presses as it would a button, or null. */
export function pressedPart(event: KeyboardEvent): Element | null {
  const [target] = event.composedPath();
  return target instanceof SVGElement && (event.key === " " || event.key === "Enter") ? target : null;
}
